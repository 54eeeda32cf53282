"""Where one can come, and for what."""

from django.db import models
from django.utils.translation import get_language

from rathaus.accounts.service import StaffMember, Unit
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


class Closure(TenantModel):
    """Nobody is there: in an office, at a counter, or where a member of staff sits. None of them: everywhere."""

    office = TenantForeignKey(Office, null=True)
    counter = TenantForeignKey(Counter, null=True)
    staff = TenantForeignKey(StaffMember, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    calendar = TenantForeignKey("appointments.BusyCalendar", null=True)  # where it was read, if nobody wrote it here

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="closure_is_a_time")
        ]
        indexes = [models.Index(fields=["municipality", "ends_at"], name="closure_when")]
