"""The case itself: its number, where it is, whose turn it is."""

from typing import TYPE_CHECKING

from django.db import models

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

if TYPE_CHECKING:
    from rathaus.cases.around import Around

    from .acts import Submission


class Status(models.TextChoices):
    """The six public states, named as the federal status monitor names them."""

    INITIATED = "INITIATED"
    SUBMITTED = "SUBMITTED"
    RECEIVED = "RECEIVED"
    PROCESSING = "PROCESSING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    COMPLETED = "COMPLETED"


class CaseCounter(TenantModel):
    """The last number given in a year. The row is locked from the drawing of a number to the commit, so no gap."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="case_counter_year_once")]


class Case(TenantModel):
    """A Vorgang. `status`, `unit`, `assignee`, `due_on` are projections of its rows, kept for lists.

    `about` is the decided case to whose notice this one objects; a case has one objection at most.

    `holder` may follow it from their postbox; without one, who has number and code follows it.

    While it is `withheld`, others must confirm it and the town hall doesn't see it; if they don't, it never does.

    `revision` counts every act of the desk and the applicant; who acts names the one they saw. Raising
    `access_generation` makes the old access code useless.
    """

    number = models.CharField(max_length=20)
    access_generation = models.PositiveIntegerField(default=1)
    offer = TenantForeignKey("catalogue.Offer")
    version = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    service_key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    unit = TenantForeignKey(Unit)
    assignee = TenantForeignKey(StaffMember, null=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.SUBMITTED)
    revision = models.PositiveIntegerField(default=1)
    due_on = models.DateField(null=True)
    applicant_name = models.CharField(max_length=300, blank=True)
    applicant_email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="de")
    submitted_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    withheld = models.BooleanField(default=False)
    about = TenantForeignKey("cases.Case", null=True)
    holder = models.UUIDField(null=True)  # whose postbox has it: an account's or an organisation's id

    submission: "Submission | None" = None  # kept here where it was loaded together with the case
    around: "Around | None" = None  # likewise

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="case_number_once"),
            models.UniqueConstraint(fields=["municipality", "about"], name="case_one_objection"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="case_status_known"),
            models.CheckConstraint(
                condition=models.Q(status="COMPLETED", completed_at__isnull=False)
                | (~models.Q(status="COMPLETED") & models.Q(completed_at__isnull=True)),
                name="case_completed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "unit", "service_key"], name="case_of_service"),
            models.Index(
                fields=["municipality", "holder", "-id"],
                name="case_of_holder",
                condition=models.Q(holder__isnull=False),
            ),
            models.Index(
                fields=["municipality", "unit", "due_on", "id"],
                name="case_inbox",
                condition=models.Q(completed_at__isnull=True),
            ),
            models.Index(
                fields=["municipality", "assignee", "due_on", "id"],
                name="case_mine",
                condition=models.Q(completed_at__isnull=True),
            ),
            models.Index(
                fields=["municipality", "due_on", "id"],
                name="case_all_open",
                condition=models.Q(completed_at__isnull=True),
            ),
            models.Index(
                fields=["municipality", "unit", "-completed_at", "-id"],
                name="case_done",
                condition=models.Q(completed_at__isnull=False),
            ),
        ]

    class Sealing:
        """`retention_years` of its version, from the end of the German calendar year in which it ended.

        The last line of the timeline counts, which nobody can change, besides `completed_at`, which can be. A case
        that another one objects to stays for as long as that one.
        """

        expired = """kept.completed_at is not null and
            extract(year from greatest(kept.completed_at, (
              select max(event.at) from cases_timelineevent event
              where event.municipality_id = kept.municipality_id and event.case_id = kept.id
                and event.kind <> 'note'))
              at time zone 'Europe/Berlin') + coalesce((
              select (version.content ->> 'retention_years')::int from catalogue_serviceversion version
              where version.id = kept.version_id), 100)
            < extract(year from now() at time zone 'Europe/Berlin')
            and not exists (select from cases_case later
              where later.municipality_id = kept.municipality_id and later.about_id = kept.id)"""

    def __str__(self) -> str:
        return self.number
