"""What happened to a case. Each act is a row with who and when; the status follows from these rows."""

from datetime import datetime
from uuid import UUID

from django.db import models

from rathaus.accounts.service import Level, StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .case import Case
from .draft import Channel


class Act(TenantModel):
    """The frame of a row about a case. `revision` is the one the act gave the case, so acts have an order."""

    case = TenantForeignKey(Case)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        abstract = True


class Submission(Act):
    """What was sent, exactly, with the parameters that were in force. Append-only.

    `fee` is what was shown as its cost, None where the form names none. `channel` says how it came in, `staff` who
    recorded it for the applicant, or applied as staff; `account` is who sent it, `holder` for whom: themselves, an
    organisation, or who gave them power of attorney. `trust_level` is how sure it was then that it was them.
    """

    draft_id = models.UUIDField()
    idempotency_key = models.CharField(max_length=100)
    answers = models.JSONField()
    parameters = models.JSONField()
    fee = models.JSONField(null=True)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.ONLINE)
    staff = TenantForeignKey(StaffMember, null=True)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.UUIDField(null=True)
    trust_level = models.CharField(max_length=12, choices=Level.choices, default=Level.NONE)

    class Meta(Act.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="submission_channel_known"),
            models.CheckConstraint(condition=models.Q(trust_level__in=Level.values), name="submission_trust_known"),
            models.UniqueConstraint(fields=["municipality", "idempotency_key"], name="submission_key_once"),
            models.UniqueConstraint(fields=["municipality", "draft_id"], name="submission_draft_once"),
            models.UniqueConstraint(fields=["municipality", "case"], name="submission_case_once"),
        ]

    class Sealing:
        append_only = True


class Assignment(Act):
    """Who has it from now on: a unit, and somebody in it or nobody yet. Append-only."""

    unit = TenantForeignKey(Unit)
    to = TenantForeignKey(StaffMember, null=True)
    by = TenantForeignKey(StaffMember, null=True)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["municipality", "case", "at"], name="assignment_of_case")]

    class Sealing:
        append_only = True


class Query(Act):
    """A question to the applicant. At most one is open at a time; its answer closes it.

    `offering`: asks for an appointment instead, for this key of the town hall's offerings.
    """

    text = models.TextField()
    offering = models.CharField(max_length=60, blank=True, default="")
    by = TenantForeignKey(StaffMember)
    answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Act.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case"],
                condition=models.Q(closed_at__isnull=True),
                name="query_one_open",
            )
        ]
        indexes = [models.Index(fields=["municipality", "case", "at"], name="query_of_case")]


class QueryAnswer(Act):
    """What the applicant answered. Append-only."""

    query = TenantForeignKey(Query)
    text = models.TextField(blank=True)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Act.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "query"], name="query_answered_once")]
        indexes = [models.Index(fields=["municipality", "case", "at"], name="query_answer_of_case")]

    class Sealing:
        append_only = True


class CaseFile(Act):
    """A file that the applicant handed in: with the application (`field`) or with an answer. Append-only."""

    file = TenantForeignKey("files.StoredFile")
    field = models.CharField(max_length=300, blank=True)
    answer = TenantForeignKey(QueryAnswer, null=True)

    class Meta(Act.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "file"], name="case_file_once")]

    class Sealing:
        append_only = True


class InternalNote(Act):
    """Written by the desk for the desk; the applicant never sees it. Append-only."""

    text = models.TextField()
    by = TenantForeignKey(StaffMember)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["municipality", "case", "at"], name="internal_note_of_case")]

    class Sealing:
        append_only = True


class Decision(Act):
    """How the case ends: an outcome that the service defines, with reasons and the fee. Append-only, one per case."""

    outcome = models.CharField(max_length=60)
    result = models.CharField(max_length=20)
    reasons = models.TextField(blank=True)
    fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    by = TenantForeignKey(StaffMember)

    class Meta(Act.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "case"], name="decision_once")]

    class Sealing:
        append_only = True


class Notice(Act):
    """The document that tells the decision. Append-only, one per decision.

    `rule` is the key of the rule by which it is given, as it was settled when it was issued; `remedy` that of the
    remedy, and `taught` whether the document tells of it (§ 58 VwGO).
    """

    decision = TenantForeignKey(Decision)
    file = TenantForeignKey("files.StoredFile")
    title = models.CharField(max_length=200)
    rule = models.CharField(max_length=20, default="retrieval")
    remedy = models.CharField(max_length=20, default="widerspruch")
    taught = models.BooleanField(default=True)

    # Kept here where they were read together with the notice.
    open_paper: UUID | None = None
    paper_reason: str | None = None
    notified: datetime | None = None
    objection_number: str | None = None
    objection_at: datetime | None = None

    class Meta(Act.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "decision"], name="notice_once")]
        indexes = [models.Index(fields=["municipality", "case"], name="notice_of_case")]

    class Sealing:
        append_only = True


class TimelineEvent(Act):
    """A line of the case's history. `public` ones are shown to the applicant. Append-only.

    `actor` says in which role somebody acted; `staff` who, and only the desk sees that. `account` is who acted as
    the applicant, signed in; for whom they did is the case's holder at that time, kept in `data`.
    """

    class Actor(models.TextChoices):
        APPLICANT = "applicant"
        CONFIRMER = "confirmer"
        STAFF = "staff"
        SYSTEM = "system"

    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=20, choices=Actor.choices)
    staff = TenantForeignKey(StaffMember, null=True)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, null=True, related_name="+")
    public = models.BooleanField(default=False)
    status = models.CharField(max_length=20)
    data = models.JSONField(default=dict)

    class Meta(Act.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "revision"], name="timeline_one_event_per_act")
        ]

    class Sealing:
        append_only = True
