"""Who wants to hear what."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .topics import Topic


class Way(models.TextChoices):
    EMAIL = "email"
    PUSH = "push"


class Rhythm(models.TextChoices):
    """How often e-mails come: see `gathering.py`."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Subscriber(TenantModel):
    """An e-mail address, or a browser that takes push messages. Nothing is sent before `confirmed_at`.

    `address` is the e-mail address in lower case, or the browser's endpoint (RFC 8030), whose keys are `p256dh` and
    `auth`. `wanted` is the choice that waits for the confirmation, as [topic key, place] pairs. `generation`: another
    one makes older private links useless. `failures` counts permanent ones in a row; at the third `paused_at` is set.
    `taken_at`: when an e-mail was taken after one, and none came back since.
    """

    way = models.CharField(max_length=10, choices=Way.choices, default=Way.EMAIL)
    address = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=100, blank=True)
    auth = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="de")
    wanted = models.JSONField(default=list, blank=True)
    quiet = models.BooleanField(default=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    generation = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "way", "address"], name="subscriber_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="subscriber_way_known"),
            models.CheckConstraint(
                condition=Q(rhythm="at_once") | Q(way="email", rhythm__in=Rhythm.values),
                name="subscriber_rhythm_known",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.EMAIL) | (~Q(p256dh="") & ~Q(auth="")), name="subscriber_push_has_keys"
            ),
        ]

    @property
    def is_browser(self) -> bool:
        return self.way == Way.PUSH


class Subscription(TenantModel):
    """A subscriber wants a topic, at one place or (empty) at all. Only what is confirmed has rows.

    `is_on` is false while the subscriber is paused, so that recipients are counted in one index.
    """

    subscriber = TenantForeignKey(Subscriber, on_delete=models.CASCADE)
    topic = TenantForeignKey(Topic)
    place = models.CharField(max_length=100, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    is_on = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subscriber", "topic", "place"], name="subscription_once")
        ]
        indexes = [
            models.Index(
                fields=["municipality", "topic", "way", "subscriber", "place"],
                name="subscription_counted",
                condition=Q(is_on=True),
            )
        ]


class Asked(TenantModel):
    """Somebody asked to subscribe. `network` and `address` are keyed hashes of the day; see `limits.py`.

    `has_mail`: an e-mail went to the address. Deleted after two days.
    """

    network = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    has_mail = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["municipality", "network", "at"], name="asked_by_network"),
            models.Index(fields=["municipality", "address"], name="asked_for_address"),
        ]
