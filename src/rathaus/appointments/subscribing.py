"""Somebody's visits as a calendar that their own program subscribes to."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import Account, acts_for
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import Municipality, scope

from .calendar import booking_event, visits_calendar
from .codes import code_hash, subscription_code
from .models import Booking, Status, Subscription

_SHOWN_BACK = timedelta(days=30)
_MOST = 500


@transaction.atomic
def subscribe(account: Account, holder: UUID) -> Subscription:
    """A new secret address; one that there was is worth nothing any more."""
    _one_at_a_time(account)
    revoke_subscription(account, holder)
    pk = uuid7()
    return Subscription.objects.create(
        id=pk, account=account, holder=holder, code_hash=code_hash(subscription_code(pk))
    )


def revoke_subscription(account: Account, holder: UUID) -> None:
    Subscription.objects.filter(account=account, holder=holder, revoked_at=None).update(revoked_at=clock.now())


def subscription_of(account: Account, holder: UUID) -> Subscription | None:
    return Subscription.objects.filter(account=account, holder=holder, revoked_at=None).first()


def open_subscription(code: str) -> Subscription | None:
    """The one of a secret address; None once it is revoked, or its maker may not act for the holder any more."""
    rows = Subscription.objects.select_related("account")
    found = rows.filter(code_hash=code_hash(code), revoked_at=None, account__is_active=True).first()
    if found is None or (found.holder != found.account_id and not acts_for(found.account_id, found.holder)):
        return None
    return found


def visits_ics(subscription: Subscription, municipalities: Iterable[Municipality], *, name: str) -> str:
    """Everything from a month ago on. The same visits give the same text, so that it can be cached."""
    events = []
    for municipality in municipalities:
        with scope(municipality):
            found = Booking.objects.filter(
                holder=subscription.holder, starts_at__gt=clock.now() - _SHOWN_BACK
            ).exclude(status=Status.CANCELLED)
            rows = found.select_related("office", "counter").order_by("starts_at")[:_MOST]
            events += [booking_event(row, municipality, stamp=row.created_at) for row in rows]
    return visits_calendar(events, name=name)


def subscription_path(subscription: Subscription) -> str:
    return f"/konto/termine/{subscription_code(subscription.pk)}.ics"


def _one_at_a_time(account: Account) -> None:
    """Who presses twice waits for the first."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
