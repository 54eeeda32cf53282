"""Who comes when."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .places import Counter, Office

MOST_TITLE = 400  # characters


class Status(models.TextChoices):
    BOOKED = "booked"
    ARRIVED = "arrived"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Channel(models.TextChoices):
    ONLINE = "online"
    PHONE = "phone"
    COUNTER = "counter"


class Hold(TenantModel):
    """A time that somebody is about to book: kept for ten minutes, extended once. Owner of its rows in occupancy.

    `network` is a hash that changes daily. A booking is made of a hold once; the row stays until the night. `proof`:
    the challenge that was solved for it (`proving`), which is of use once.
    """

    office = TenantForeignKey(Office)
    counter = TenantForeignKey(Counter)
    offerings = models.JSONField()  # keys
    people = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_extended = models.BooleanField(default=False)
    network = models.CharField(max_length=32)
    proof = models.UUIDField(null=True)
    booking = TenantForeignKey("appointments.Booking", null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "proof"], name="hold_of_proof_once")]
        indexes = [
            models.Index(fields=["municipality", "network", "created_at"], name="hold_from_network"),
            models.Index(fields=["municipality", "created_at"], name="hold_lately"),
        ]


class Confirmation(TenantModel):
    """Who wants a time that is held, until they use the link in the e-mail. Goes with its hold in the night.

    Another address takes the place of this row, so the first link opens nothing then. `asked` counts the e-mails.
    """

    hold = TenantForeignKey(Hold)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5, default="de")
    holder = models.UUIDField(null=True)
    asked = models.PositiveSmallIntegerField(default=1)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "hold"], name="confirmation_of_hold_once"),
            models.UniqueConstraint(fields=["municipality", "code_hash"], name="confirmation_code_once"),
        ]


class Booking(TenantModel):
    """A Termin: who comes, when, to which counter, for what. Owner of its rows in occupancy while it is to be.

    `starts_at` to `ends_at` is the visit; the counter is taken a little longer. `status` and the times are
    projections of its events. `sequence` counts what calendars must be told (RFC 5545). Another `access_generation`
    makes older private links useless. `hold`: the hold it was made of; that makes it once. `instead_of`: the visit
    that was cancelled, which is made up for once. `case`: the id of the case that it was made with, which stands two
    storeys above.
    """

    number = models.CharField(max_length=12)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BOOKED)
    office = TenantForeignKey(Office)
    counter = TenantForeignKey(Counter)
    offerings = models.JSONField()  # keys
    title = models.CharField(max_length=MOST_TITLE)  # their German names on the day of booking
    people = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5, default="de")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    network = models.CharField(max_length=32, blank=True)
    access_generation = models.PositiveSmallIntegerField(default=0)
    code_hash = models.CharField(max_length=64)
    sequence = models.PositiveSmallIntegerField(default=0)
    hold = models.UUIDField(null=True)
    instead_of = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    holder = models.UUIDField(null=True)  # whose postbox has it: an account's or an organisation's id
    created_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="booking_number_once"),
            models.UniqueConstraint(fields=["municipality", "code_hash"], name="booking_code_once"),
            models.UniqueConstraint(fields=["municipality", "hold"], name="booking_of_hold_once"),
            models.UniqueConstraint(fields=["municipality", "instead_of"], name="booking_instead_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=[s.value for s in Status]), name="booking_status_known"
            ),
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="booking_is_a_time"),
        ]
        indexes = [
            models.Index(fields=["municipality", "office", "starts_at"], name="booking_day"),
            models.Index(fields=["municipality", "email", "starts_at"], name="booking_of_email"),
            models.Index(fields=["municipality", "phone", "starts_at"], name="booking_of_phone"),
            models.Index(
                fields=["municipality", "case"], name="booking_of_case", condition=models.Q(case__isnull=False)
            ),
            models.Index(
                fields=["municipality", "holder", "starts_at"],
                name="booking_of_holder",
                condition=models.Q(holder__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EventKind(models.TextChoices):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDED = "reminded"
    ARRIVED = "arrived"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    REOPENED = "reopened"


class BookingEvent(TenantModel):
    """What happened to a booking. `staff` is empty when the visitor did it. Append-only.

    `starts_at` and `counter`: where it stands after. `text`: what the town hall says to the visitor.
    """

    booking = TenantForeignKey(Booking)
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField(default=clock.now)
    staff = TenantForeignKey(StaffMember, null=True)
    starts_at = models.DateTimeField()
    counter = TenantForeignKey(Counter)
    text = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "booking", "at"], name="booking_event")]

    class Sealing:
        append_only = True


class Block(TenantModel):
    """A time in which a counter takes no visits. Owner of its row in occupancy."""

    counter = TenantForeignKey(Counter)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "counter", "starts_at"], name="block_day")]
