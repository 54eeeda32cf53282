"""How sure it is who somebody is: sign-ins, connected state accounts, identity cards that were checked."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .people import Account
from .staff import StaffMember


class Level(models.TextChoices):
    """A trust level (Vertrauensniveau), in rising order; the three upper ones are those of eIDAS, article 8."""

    NONE = "none", _("ohne Anmeldung")
    BASIC = "basic", _("mit Konto")
    SUBSTANTIAL = "substantial", _("mit geprüfter Identität")
    HIGH = "high", _("mit Online-Ausweis")

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    def covers(self, needed: "Level") -> bool:
        return self.rank >= needed.rank


class SignInMethod(models.TextChoices):
    PASSKEY = "passkey"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 -- a word
    OIDC = "oidc"
    SAML = "saml"


class SignIn(models.Model):
    """One sign-in, and how sure it was. Append-only, and no tenant row: it opens the account everywhere.

    `issuer` is the state account's provider; empty for a sign-in of our own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    method = models.CharField(max_length=10, choices=SignInMethod.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    issuer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(method__in=SignInMethod.values), name="sign_in_method_known"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="sign_in_level_known"),
            models.CheckConstraint(
                condition=models.Q(method__in=["oidc", "saml"]) | models.Q(level__in=["none", "basic"], issuer=""),
                name="sign_in_of_our_own_is_basic",
            ),
        ]
        indexes = [models.Index(fields=["account", "-at"], name="sign_in_of_account")]

    class Sealing:
        append_only = True


class StateAccount(models.Model):
    """An identity at a provider that opens an account here. It is known by issuer and subject alone.

    Never by an e-mail address. Disconnecting keeps the row: who could come in, and until when, is part of the story.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=SignInMethod.choices)
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=500)
    connected_at = models.DateTimeField(default=clock.now)
    disconnected_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(method__in=["oidc", "saml"]), name="state_account_method_known"
            ),
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=models.Q(disconnected_at__isnull=True),
                name="state_account_opens_one_account",
            ),
        ]


class SamlAnswer(models.Model):
    """An assertion that was accepted at the address for answers: once, and never again.

    The person's own browser fetches `claims` with the handle within two minutes; then they are erased. The row stays
    until the assertion has expired by itself, so that it can't be replayed.
    """

    issuer = models.CharField(max_length=500)
    assertion_id = models.CharField(max_length=500)
    request_id = models.CharField(max_length=200)
    handle_hash = models.CharField(max_length=64, unique=True)
    claims = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "assertion_id"], name="saml_assertion_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="saml_answer_expires")]


class IdentityCheck(TenantModel):
    """Somebody of the town hall has seen an identity document: that they have, and what for. Append-only.

    Never its number, never a copy (§ 20 PAuswG). With `needs_second` it counts once somebody else confirmed it.
    `birth_date_matched`: the date that the person said was compared with the document, and is the same.
    """

    class Document(models.TextChoices):
        IDENTITY_CARD = "identity_card", _("Personalausweis, auch vorläufig")
        PASSPORT = "passport", _("Reisepass, auch vorläufig")
        RESIDENCE_PERMIT = "residence_permit", _("Aufenthaltstitel")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=20, choices=Document.choices)
    name = models.CharField(max_length=200)
    birth_date_matched = models.BooleanField(default=False)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)
    valid_until = models.DateField()
    needs_second = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__in=["identity_card", "passport", "residence_permit"]),
                name="identity_check_document_known",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="identity_check_has_name"),
            # what a confirmation refers to, so that its "by another" holds in the database
            models.UniqueConstraint(fields=["municipality", "id", "by"], name="identity_check_by"),
        ]
        indexes = [models.Index(fields=["municipality", "account", "-at"], name="identity_check_of_account")]

    class Sealing:
        append_only = True


class IdentityConfirmation(TenantModel):
    """A second pair of eyes. Append-only; `first` is who checked, and the database refuses the same person twice."""

    check_row = TenantForeignKey(IdentityCheck)
    first = TenantForeignKey(StaffMember)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "check_row"], name="identity_confirmed_once"),
            models.CheckConstraint(condition=~models.Q(by=models.F("first")), name="identity_confirmed_by_another"),
        ]

    class Sealing:
        append_only = True


class IdentityRevocation(TenantModel):
    """The check no longer counts. Append-only."""

    check_row = TenantForeignKey(IdentityCheck)
    reason = models.CharField(max_length=500)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "check_row"], name="identity_revoked_once")]

    class Sealing:
        append_only = True
