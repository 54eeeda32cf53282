"""A warning to many, who leave in the middle: `python -m tests.faults.subscribed publish|leave <number>`."""

import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402 -- needs the settings

from rathaus.channel.models import Delivery, Subscriber, Subscription, Topic  # noqa: E402
from rathaus.channel.service import Kind, Message, leave, publish  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

TOPIC = "gefahren"


def subscribe(count: int) -> None:
    topic = Topic.objects.get(key=TOPIC)
    people = [Subscriber(address=f"anna{n}@example.org", confirmed_at=clock.now()) for n in range(count)]
    Subscriber.objects.bulk_create(people)
    Subscription.objects.bulk_create(Subscription(subscriber=one, topic=topic, way=one.way) for one in people)


def main(what: str, count: int) -> None:
    with scope(Municipality.objects.get(key="tangerhuette")):
        if what == "publish":
            subscribe(count)
            ends_at = clock.now() + timedelta(hours=6)
            publish(Message(Kind.WARNING, TOPIC, "Sturm", severity="severe", ends_at=ends_at))
            return
        # The last ones, of whom none is leased by the worker that was killed.
        waiting = (
            Delivery.objects.filter(state="queued", tries=0).order_by("-id").values_list("subscriber", flat=True)
        )
        for subscriber in Subscriber.objects.filter(pk__in=list(waiting[:count])):
            leave(subscriber)
            sys.stdout.write(f"{subscriber.address}\n")


main(sys.argv[1], int(sys.argv[2]))
