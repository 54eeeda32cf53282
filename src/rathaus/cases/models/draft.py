"""An application that is being written."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Channel(models.TextChoices):
    """How an application comes in; the same words as the form engine's."""

    ONLINE = "online"
    COUNTER = "counter"
    PHONE = "phone"
    LETTER = "letter"
    INTERNAL = "internal"


MOST_LINKS = 3


class Draft(TenantModel):
    """What somebody typed so far, on the version they began with. Its token is stored as a hash only.

    What is filled in at the desk belongs to `staff`, and nobody knows its token.

    `email` is where its private link was sent, and where the reminder goes before it is deleted. The link is sent
    three times at most.

    After submission the row stays, emptied, for as long as drafts do: a resend finds its case through it.
    """

    offer = TenantForeignKey("catalogue.Offer")
    version = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    service_key = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64)
    answers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="de")
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.ONLINE)
    staff = TenantForeignKey(StaffMember, null=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    case = TenantForeignKey("cases.Case", null=True)
    email = models.EmailField(max_length=254, blank=True, default="")
    links_sent = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    about = TenantForeignKey("cases.Case", null=True)  # the decided case that it objects to
    holder = models.UUIDField(null=True)  # whose postbox has it: an account's or an organisation's id

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "token_hash"], name="draft_token_once"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) | models.Q(answers={}, email=""),
                name="draft_submitted_is_empty",
            ),
            models.CheckConstraint(condition=models.Q(links_sent__lte=MOST_LINKS), name="draft_few_links_sent"),
            models.CheckConstraint(
                condition=models.Q(channel="online", staff__isnull=True)
                | (
                    models.Q(channel__in=[c for c in Channel.values if c != "online"]) & models.Q(staff__isnull=False)
                ),
                name="draft_of_the_desk_has_staff",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "updated_at"], name="draft_idle"),
            models.Index(
                fields=["municipality", "staff", "-updated_at"],
                name="draft_of_staff",
                condition=models.Q(staff__isnull=False),
            ),
            models.Index(
                fields=["municipality", "holder", "-updated_at"],
                name="draft_of_holder",
                condition=models.Q(holder__isnull=False),
            ),
        ]


class DraftFile(TenantModel):
    """A file that was uploaded into a field of a draft."""

    draft = TenantForeignKey(Draft, on_delete=models.CASCADE)
    file = TenantForeignKey("files.StoredFile")
    field = models.CharField(max_length=300)
    added_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "draft", "file"], name="draft_file_once")]
