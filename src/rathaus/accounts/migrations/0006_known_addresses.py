"""allauth's table of addresses gets a row for each account that exists. Nobody has typed a code yet: unverified."""

from django.db import migrations


def add_rows(apps, _schema_editor):
    addresses = apps.get_model("account", "EmailAddress").objects
    for account in apps.get_model("accounts", "Account").objects.only("pk", "email").iterator():
        addresses.get_or_create(
            user_id=account.pk, email=account.email, defaults={"primary": True, "verified": False}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0005_sign_up_and_sessions"),
    ]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
