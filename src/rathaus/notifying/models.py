"""What somebody wants to be told by e-mail, and what waits for their daily one."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.outbox.service import MANDATORY, Kind
from rathaus.tenancy.service import TenantModel


class Way(models.TextChoices):
    """How somebody is told. Push is to become one more; nothing but `wanted.py` asks which ways there are."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class NotificationPreference(models.Model):
    """How `reader` wants to be told of a kind of news in the matters of `holder`: oneself, or whom one acts for.

    Each member of an organisation chooses for themselves. No tenant row: it is the same in every municipality.
    Without a row, the default in `wanted.py` holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reader = models.UUIDField()
    holder = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    way = models.CharField(max_length=20, choices=Way.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "holder", "kind"], name="notification_preference_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="notification_way_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(set(Kind.values) - MANDATORY)), name="notification_kind_optional"
            ),
        ]
        indexes = [models.Index(fields=["holder", "kind"], name="notification_of_holder")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"


class WaitingNews(TenantModel):
    """Something that is told in the next daily e-mail. `told_on` is the day of the one that told it."""

    key = models.CharField(max_length=200)
    reader = models.UUIDField()
    holder = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.UUIDField()
    language = models.CharField(max_length=5, default="de")
    at = models.DateTimeField(default=clock.now)
    told_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="waiting_news_once")]
        indexes = [
            models.Index(
                fields=["municipality", "reader"], name="waiting_news_untold", condition=Q(told_on__isnull=True)
            )
        ]


class DigestRun(TenantModel):
    """On this day (German calendar) the daily e-mails of this municipality were written."""

    day = models.DateField()
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="digest_once_a_day")]

    class Sealing:
        append_only = True


class SwitchedOff(TenantModel):
    """Somebody without an account wants no e-mails of a kind about one case. `address` is a hash of where they went.

    Wanting them again deletes the row.
    """

    address = models.CharField(max_length=64)
    about = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "address", "about", "kind"], name="switched_off_once")
        ]
