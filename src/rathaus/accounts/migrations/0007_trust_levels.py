import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rathaus.core.clock
import rathaus.core.ids
import rathaus.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_known_addresses"),
        ("tenancy", "0002_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[
                            ("identity_card", "Personalausweis, auch vorläufig"),
                            ("passport", "Reisepass, auch vorläufig"),
                            ("residence_permit", "Aufenthaltstitel"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("birth_date_matched", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=rathaus.core.clock.now)),
                ("valid_until", models.DateField()),
                ("needs_second", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "by",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffmember",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IdentityConfirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=rathaus.core.clock.now)),
                (
                    "by",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffmember",
                    ),
                ),
                (
                    "check_row",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.identitycheck",
                    ),
                ),
                (
                    "first",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffmember",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IdentityRevocation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(default=rathaus.core.clock.now)),
                (
                    "by",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffmember",
                    ),
                ),
                (
                    "check_row",
                    rathaus.tenancy.fields.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.identitycheck",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SamlAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=500)),
                ("assertion_id", models.CharField(max_length=500)),
                ("request_id", models.CharField(max_length=200)),
                ("handle_hash", models.CharField(max_length=64, unique=True)),
                ("claims", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField(default=rathaus.core.clock.now)),
                ("taken_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="saml_answer_expires")],
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "assertion_id"), name="saml_assertion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=rathaus.core.clock.now)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("passkey", "Passkey"),
                            ("code", "Code"),
                            ("password", "Password"),
                            ("oidc", "Oidc"),
                            ("saml", "Saml"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("none", "ohne Anmeldung"),
                            ("basic", "mit Konto"),
                            ("substantial", "mit geprüfter Identität"),
                            ("high", "mit Online-Ausweis"),
                        ],
                        max_length=12,
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=500)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StateAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rathaus.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("passkey", "Passkey"),
                            ("code", "Code"),
                            ("password", "Password"),
                            ("oidc", "Oidc"),
                            ("saml", "Saml"),
                        ],
                        max_length=10,
                    ),
                ),
                ("issuer", models.CharField(max_length=500)),
                ("subject", models.CharField(max_length=500)),
                ("connected_at", models.DateTimeField(default=rathaus.core.clock.now)),
                ("disconnected_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="identitycheck",
            index=models.Index(fields=["municipality", "account", "-at"], name="identity_check_of_account"),
        ),
        migrations.AddConstraint(
            model_name="identitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__in", ["identity_card", "passport", "residence_permit"])),
                name="identity_check_document_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="identitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="identity_check_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="identitycheck",
            constraint=models.UniqueConstraint(fields=("municipality", "id", "by"), name="identity_check_by"),
        ),
        migrations.AddConstraint(
            model_name="identityconfirmation",
            constraint=models.UniqueConstraint(fields=("municipality", "check_row"), name="identity_confirmed_once"),
        ),
        migrations.AddConstraint(
            model_name="identityconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", models.F("first")), _negated=True), name="identity_confirmed_by_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="identityrevocation",
            constraint=models.UniqueConstraint(fields=("municipality", "check_row"), name="identity_revoked_once"),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(fields=["account", "-at"], name="sign_in_of_account"),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["passkey", "code", "password", "oidc", "saml"])),
                name="sign_in_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["none", "basic", "substantial", "high"])),
                name="sign_in_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("method__in", ["oidc", "saml"]),
                    models.Q(("issuer", ""), ("level__in", ["none", "basic"])),
                    _connector="OR",
                ),
                name="sign_in_of_our_own_is_basic",
            ),
        ),
        migrations.AddConstraint(
            model_name="stateaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["oidc", "saml"])), name="state_account_method_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="stateaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("disconnected_at__isnull", True)),
                fields=("issuer", "subject"),
                name="state_account_opens_one_account",
            ),
        ),
        # Who confirms is compared with who checked (identity_confirmed_by_another), so `first` must be that person.
        migrations.RunSQL(
            "alter table accounts_identityconfirmation add constraint identity_confirmation_first "
            "foreign key (municipality_id, check_row_id, first_id) "
            "references accounts_identitycheck (municipality_id, id, by_id) deferrable initially deferred",
            "alter table accounts_identityconfirmation drop constraint identity_confirmation_first",
        ),
    ]
