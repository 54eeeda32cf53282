"""How a notice reaches its person: what they consented to, and what goes by post."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .acts import Act, Notice
from .case import Case


class DeliveryConsent(TenantModel):
    """Somebody consented to a kind of electronic delivery, or took that back. Append-only: the newest row holds.

    Given with an application it is for its `case` alone; given in an account for all notices to its `holder`, the
    person or organisation. `wording` names the text that was shown; `staff` recorded it for the applicant.
    """

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic"
        TAX = "tax"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    given = models.BooleanField()
    wording = models.CharField(max_length=20)
    case = TenantForeignKey(Case, null=True)
    holder = models.UUIDField(null=True)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, null=True, related_name="+")
    staff = TenantForeignKey(StaffMember, null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, holder__isnull=True)
                | models.Q(case__isnull=True, holder__isnull=False, account__isnull=False),
                name="delivery_consent_of_case_or_holder",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["electronic", "tax"]), name="delivery_consent_kind"),
        ]
        indexes = [
            models.Index(fields=["municipality", "holder", "kind", "-at"], name="delivery_consent_of_holder"),
            models.Index(fields=["municipality", "case", "kind", "-at"], name="delivery_consent_of_case"),
        ]

    class Sealing:
        append_only = True


class PaperDelivery(TenantModel):
    """A notice is to be posted or handed over. `done_at` is a projection for lists of the event that says so.

    A notice that came back is a new row.
    """

    class Reason(models.TextChoices):
        SERVICE = "service"
        NO_CONSENT = "no_consent"
        NO_ADDRESS = "no_address"
        NOT_NOTIFIED = "not_notified"
        NOT_RETRIEVED = "not_retrieved"
        RETURNED = "returned"

    case = TenantForeignKey(Case)
    notice = TenantForeignKey(Notice)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "notice"],
                condition=models.Q(done_at__isnull=True),
                name="paper_delivery_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "at", "id"],
                name="paper_delivery_open",
                condition=models.Q(done_at__isnull=True),
            )
        ]


class DeliveryEvent(Act):
    """What happened to a notice on its way: the proof for § 41 VwVfG, § 122a AO, § 9 OZG. Append-only.

    `on` is the day of what happened outside (the day of posting); everything else happened `at` the moment it was
    written. Posting, handing over and coming back belong to a `paper`, all others happen once.
    """

    class Kind(models.TextChoices):
        PROVISION = "provision"
        NOTIFICATION = "notification"
        RETRIEVAL = "retrieval"
        POSTING = "posting"
        HANDOVER = "handover"
        RETURN = "return"

    notice = TenantForeignKey(Notice)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = TenantForeignKey(StaffMember, null=True)
    paper = TenantForeignKey(PaperDelivery, null=True)
    on = models.DateField(null=True)

    class Meta(Act.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "notice", "kind"],
                condition=models.Q(paper__isnull=True),
                name="delivery_event_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "paper", "kind"],
                condition=models.Q(paper__isnull=False),
                name="delivery_event_once_on_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["posting", "handover", "return"], paper__isnull=False, on__isnull=False)
                | models.Q(kind__in=["provision", "notification", "retrieval"], paper__isnull=True, on__isnull=True),
                name="delivery_event_on_paper",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "case"], name="delivery_event_of_case")]

    class Sealing:
        append_only = True
