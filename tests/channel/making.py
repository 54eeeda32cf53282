"""Subscribers, messages and sending, for the tests."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from rathaus.accounts.service import StaffMember
from rathaus.channel.models import Dispatch, Publication, Subscriber
from rathaus.channel.sending.dispatching import spread_batch
from rathaus.channel.sending.tasks import send_all
from rathaus.channel.service import Choice, Kind, Message, publish, subscribe_at_once
from rathaus.core import clock
from rathaus.tenancy.service import current_municipality
from tests import cast

POOL, VILLAGE = "freibad", "Grieben"


def subscriber(email: str = cast.ANNA.email, topic: str = POOL, place: str = "") -> Subscriber:
    return subscribe_at_once(email, [Choice(topic, place)], language="de")


def message(kind: Kind = Kind.NEWS, topic: str = POOL, **more: Any) -> Message:
    told: dict[str, Any] = {"title": "Das Freibad hat neue Rutschen", "text": "Kommen Sie vorbei.", **more}
    if kind == Kind.WARNING:
        told = {"severity": "severe", "ends_at": clock.now() + timedelta(hours=6), **told}
    return Message(kind, topic, **told)


def tell(kind: Kind = Kind.NEWS, *, by: StaffMember | None = None, **more: Any) -> Publication:
    return publish(message(kind, **more), by=by)


def carry_out(found: Publication) -> None:
    """What the jobs do, in the test's own transaction."""
    for dispatch in Dispatch.objects.filter(publication=found):
        while spread_batch(str(dispatch.pk)):
            pass
        send_now(dispatch)


def send_now(dispatch: Dispatch, *ways: str) -> None:
    for way in ways or ("email", "push"):
        send_all(lambda: nullcontext(current_municipality()), str(dispatch.pk), way)


def staff(person: cast.Person) -> StaffMember:
    return StaffMember.objects.get(account__email=person.email)
