"""Subscribers and publications of the channel's figures: `python -m bench.channel_data <what> …`, prints JSON."""

import json
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 -- needs the settings
from tests.cases import factories  # noqa: E402
from tests.channel.browsers import Browser  # noqa: E402

from rathaus.channel.models import Subscriber, Subscription, Topic  # noqa: E402
from rathaus.channel.push.encrypting import encode  # noqa: E402
from rathaus.channel.service import Kind, Message, count_recipients, publish  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

_DOMAINS = 500
_TEXT = "Es wird stürmisch. Bleiben Sie im Haus, und sichern Sie, was wegfliegen kann.\n\n" * 5


def subscribe(topic: str, mails: int, pushes: int, endpoint: str = "") -> None:
    """So many by e-mail, at many domains, and so many browsers, each with keys of its own."""
    now = clock.now()
    people = [
        Subscriber(address=f"{topic}{n}@d{n % _DOMAINS}.example", quiet=False, confirmed_at=now) for n in range(mails)
    ]
    people += [
        Subscriber(
            way="push",
            address=f"{endpoint}/{topic}/{n}",
            p256dh=encode(Browser(n + 1).p256dh),
            auth=encode(b"0123456789abcdef"),
            quiet=False,
            confirmed_at=now,
        )
        for n in range(pushes)
    ]
    Subscriber.objects.bulk_create(people, batch_size=2000)
    wanted = Topic.objects.get(key=topic)
    rows = [Subscription(subscriber=one, topic=wanted, way=one.way) for one in people]
    Subscription.objects.bulk_create(rows, batch_size=2000)


def tell(topic: str, kind: str) -> float:
    """When it was pressed."""
    more: dict[str, Any] = {"severity": "severe", "ends_at": clock.now() + timedelta(hours=6)}
    began = time.monotonic()
    publish(Message(Kind(kind), topic, "Sturm", text=_TEXT, **(more if kind == "warning" else {})))
    return began


def begin_draft() -> str:
    return factories.dog_draft()[1]


def subscribe_many(topic: str, count: int) -> None:
    """Rows without people, each tenth at one of ten places: the database alone counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into channel_subscriber (id, municipality_id, way, address, p256dh, auth, language, wanted,"
            " quiet, rhythm, generation, created_at, confirmed_at, failures) select gen_random_uuid(), m.id, 'email',"
            " %(topic)s || n || '@viele.example', '', '', 'de', '[]', true, 'at_once', 0, now(), now(), 0"
            " from tenancy_municipality m, generate_series(1, %(count)s) n where m.key = 'tangerhuette'",
            {"topic": f"viele-{topic}-", "count": count},
        )
        cursor.execute(
            "insert into channel_subscription (id, municipality_id, subscriber_id, topic_id, place, way, is_on, at)"
            " select gen_random_uuid(), s.municipality_id, s.id, t.id,"
            " case when random() < 0.5 then '' else 'Ort ' || (random() * 9)::int end,"
            " case when random() < 0.7 then 'email' else 'push' end, true, now()"
            " from channel_subscriber s join channel_topic t on t.municipality_id = s.municipality_id"
            " where t.key = %(key)s and s.address like %(topic)s",
            {"key": topic, "topic": f"viele-{topic}-%"},
        )


def count(topic: str) -> dict[str, float]:
    """Milliseconds that the desk's preview waits for the number of recipients: everywhere and for two places."""
    pk = Topic.objects.get(key=topic).pk
    found = {}
    for name, places in (("everywhere", ()), ("two places", ("Ort 1", "Ort 2"))):
        seconds = []
        for _ in range(20):
            began = time.perf_counter()
            count_recipients(pk, places)
            seconds.append(time.perf_counter() - began)
        found[name] = statistics.median(seconds) * 1000
    return found


def main(what: str, *arguments: str) -> Any:
    with scope(Municipality.objects.get(key="tangerhuette")):
        match what:
            case "subscribe":
                topic, mails, pushes, endpoint = arguments
                return subscribe(topic, int(mails), int(pushes), endpoint)
            case "many":
                return subscribe_many(arguments[0], int(arguments[1]))
            case "tell":
                return tell(*arguments)
            case "count":
                return count(*arguments)
            case _:
                return begin_draft()


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
