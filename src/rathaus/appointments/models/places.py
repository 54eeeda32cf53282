"""Where one can come, and for what."""

from django.db import models
from django.utils.translation import get_language

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


def _local(german: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else german


class Office(TenantModel):
    """A Standort. `opening` are rules (`formengine.OpeningRule`), `holidays` local ones: {"2026-06-01": "…"}."""

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=5)
    city = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    opening = models.JSONField(default=list)
    holidays = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="office_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        return _local(self.name, self.name_en)

    @property
    def local_note(self) -> str:
        return _local(self.note, self.note_en)

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"


class Counter(TenantModel):
    """A Schalter: its id is a resource of occupancy. `clerk`: who sits there; it is closed while they are away."""

    office = TenantForeignKey(Office)
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    room = models.CharField(max_length=200, blank=True)
    unit = TenantForeignKey(Unit)
    clerk = TenantForeignKey(StaffMember, null=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "office", "key"], name="counter_key_once")]

    def __str__(self) -> str:
        return self.name


class Equipment(TenantModel):
    """Something of which there is one, needed besides a counter; its id is a resource of occupancy too."""

    office = TenantForeignKey(Office)
    key = models.SlugField(max_length=60)
    kind = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "office", "key"], name="equipment_key_once")]

    def __str__(self) -> str:
        return self.name


class Offering(TenantModel):
    """An Anliegen. What the numbers mean: `formengine.OfferingDefinition`. Lengths are minutes, `window` is days."""

    key = models.SlugField(max_length=60)
    service_key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=60, default="kalender")
    minutes = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=10)
    people = models.PositiveSmallIntegerField(default=1)
    per_person = models.PositiveSmallIntegerField(null=True)
    together = models.BooleanField(default=True)
    needs = models.JSONField(default=list, blank=True)
    window = models.PositiveSmallIntegerField(default=60)
    lead = models.PositiveSmallIntegerField(default=60)
    bring = models.JSONField(default=list, blank=True)
    bring_en = models.JSONField(default=list, blank=True)
    is_popular = models.BooleanField(default=False)
    is_discreet = models.BooleanField(default=False)
    confirm = models.CharField(max_length=10, default="none")  # or "link": booked online only with the e-mail's link
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="offering_key_once"),
            models.CheckConstraint(condition=models.Q(minutes__gte=5), name="offering_takes_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        return _local(self.name, self.name_en)


class CounterOffering(TenantModel):
    """A counter serves an offering."""

    counter = TenantForeignKey(Counter, on_delete=models.CASCADE)
    offering = TenantForeignKey(Offering, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "offering", "counter"], name="counter_serves_once")
        ]


class PlanStamp(TenantModel):
    """Triggers draw `stamp` anew with each change of an office, a counter, what it serves, or a closure."""

    stamp = models.UUIDField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality"], name="plan_stamp_once")]


class Closure(TenantModel):
    """Nobody is there: in an office, at a counter, or where a member of staff sits. None of them: everywhere.

    Made at the desk it owns what it blocks in occupancy, so that nobody who saw a free time just before gets it.
    `by` is empty for one from the definitions. Lifted ones stay: the definitions don't bring them back.
    """

    office = TenantForeignKey(Office, null=True)
    counter = TenantForeignKey(Counter, null=True)
    staff = TenantForeignKey(StaffMember, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    by = TenantForeignKey(StaffMember, null=True)
    at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = TenantForeignKey(StaffMember, null=True)
    calendar = TenantForeignKey("appointments.BusyCalendar", null=True)  # where it was read, if nobody wrote it here

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="closure_is_a_time"),
            models.CheckConstraint(
                condition=models.Q(office=None, counter=None)
                | models.Q(office=None, staff=None)
                | models.Q(counter=None, staff=None),
                name="closure_of_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=False) | models.Q(lifted_by=None), name="closure_lifted_at"
            ),
            models.UniqueConstraint(
                fields=["municipality", "office", "counter", "staff", "starts_at", "ends_at"],
                condition=models.Q(lifted_at=None),
                nulls_distinct=False,
                name="closure_once",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "ends_at"], name="closure_when")]


class OpeningChange(TenantModel):
    """Who gave an office other opening rules, and when. Append-only; from the first on the definitions don't count.

    `number` counts the changes of an office: of two who change the same rules only the first gets through.
    """

    office = TenantForeignKey(Office)
    number = models.PositiveIntegerField()
    before = models.JSONField()
    rules = models.JSONField()
    staff = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "office", "number"], name="opening_change_once")
        ]

    class Sealing:
        append_only = True
