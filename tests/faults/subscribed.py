"""What befalls a channel with many readers: `python -m tests.faults.subscribed <act> …`.

`publish <kind> <topic> <e-mails> [<browsers> <push service>]`, `leave <number>`, `sweep`, `hours <number>`,
`overtake <readers of a newsletter> <readers of a warning>`.
"""

import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402 -- needs the settings

from django.db.models import F  # noqa: E402

from rathaus.channel.models import Delivery, Dispatch, Subscriber, Subscription, Topic  # noqa: E402
from rathaus.channel.push.encrypting import encode  # noqa: E402
from rathaus.channel.sending.tasks import sweep  # noqa: E402
from rathaus.channel.service import Kind, Message, leave, publish  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests.channel.browsers import Browser  # noqa: E402


def subscribe(topic: str, mails: int, browsers: int, service: str) -> None:
    now = clock.now()
    people = [
        Subscriber(address=f"{topic}{n}@d{n % 50}.example", quiet=False, confirmed_at=now) for n in range(mails)
    ]
    keys = {"p256dh": encode(Browser().p256dh), "auth": encode(b"0123456789abcdef")}
    people += [
        Subscriber(way="push", address=f"{service}/{n}", quiet=False, confirmed_at=now, **keys)
        for n in range(browsers)
    ]
    Subscriber.objects.bulk_create(people)
    found = Topic.objects.get(key=topic)
    Subscription.objects.bulk_create(Subscription(subscriber=one, topic=found, way=one.way) for one in people)


def tell(kind: str, topic: str) -> None:
    ends_at = clock.now() + timedelta(hours=12)
    told = {"severity": "severe", "ends_at": ends_at} if kind == Kind.WARNING else {}
    publish(Message(Kind(kind), topic, f"Neues zu {topic}", **told))  # type: ignore[arg-type]  # severity or nothing


def let_leave(count: int) -> None:
    """The last ones, of whom none is leased by a worker that was killed."""
    waiting = Delivery.objects.filter(state="queued", tries=0, way="email").order_by("-id")
    for subscriber in Subscriber.objects.filter(pk__in=list(waiting.values_list("subscriber", flat=True)[:count])):
        leave(subscriber)
        sys.stdout.write(f"{subscriber.address}\n")


def let_pass(hours: int) -> None:
    """The clock moves on: seen from the rows, everything was so much earlier."""
    while_ago = timedelta(hours=hours)
    Dispatch.objects.update(at=F("at") - while_ago, ends_at=F("ends_at") - while_ago)
    Delivery.objects.update(next_at=F("next_at") - while_ago)


def overtake(newsletter: int, warning: int) -> None:
    """A warning when a tenth of the newsletter is out; in one process, as starting another takes too long."""
    town = Municipality.objects.get(key="tangerhuette")
    with scope(town):
        subscribe("freibad", newsletter, 0, "")
        subscribe("gefahren", warning, 0, "")
        tell("news", "freibad")
    sent = 0
    while sent < newsletter // 10:
        with scope(town):
            sent = Delivery.objects.filter(state="sent").count()
    with scope(town):
        tell("warning", "gefahren")


def main(act: str, *arguments: str) -> None:
    if act == "sweep":
        return sweep()
    if act == "overtake":
        return overtake(*map(int, arguments))
    with scope(Municipality.objects.get(key="tangerhuette")):
        if act == "publish":
            kind, topic, mails, browsers, service = (*arguments, "0", "")[:5]
            subscribe(topic, int(mails), int(browsers), service)
            return tell(kind, topic)
        return {"leave": let_leave, "hours": let_pass}[act](int(arguments[0]))


main(*sys.argv[1:])
