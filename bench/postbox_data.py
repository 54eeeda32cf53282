"""Fills a bench database: Anna's postbox with entries of all kinds in two municipalities, beside those of others.

Run as `python -m bench.postbox_data <entries>` in the environment of the installation; prints her session.
"""

import json
import random
import sys
from datetime import timedelta
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from tests import cast  # noqa: E402
from tests.cases.factories import publish_dog  # noqa: E402
from tests.signing_in import sign_in_session  # noqa: E402

from rathaus.accounts.service import Account  # noqa: E402
from rathaus.core import clock  # noqa: E402
from rathaus.core.ids import uuid7  # noqa: E402
from rathaus.postbox.service import Entry  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

OTHERS = 200
_KINDS = [Entry.Kind.CASE] * 4 + [Entry.Kind.NOTICE] * 3 + [Entry.Kind.THREAD] * 2 + [Entry.Kind.DRAFT]
_TURNS = [Entry.Turn.YOURS, Entry.Turn.OURS, Entry.Turn.NOBODYS]


def load(entries: int) -> dict[str, str]:
    anna = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
    dice = random.Random(11)
    for key in ("tangerhuette", "thale"):
        with scope(Municipality.objects.get(key=key)):
            publish_dog()
            _fill(anna.pk, entries // 2, dice)
            for _ in range(OTHERS):
                _fill(uuid7(), 50, dice)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    client = Client()
    sign_in_session(client, anna, second_factor=False)
    return {"session": client.cookies[settings.SESSION_COOKIE_NAME].value}


def _fill(holder: UUID, count: int, dice: random.Random) -> None:
    now = clock.now()
    Entry.objects.bulk_create(
        Entry(
            holder=holder,
            kind=(kind := dice.choice(_KINDS)),
            ref=uuid7(),
            number=f"2026-{n:06d}",
            title=dice.choice(["Hund anmelden", "Gewerbe anmelden", "Urkunde bestellen", "Parkausweis beantragen"]),
            status="ANSWERED" if kind == Entry.Kind.THREAD else "PROCESSING",
            turn=dice.choice(_TURNS),
            until=clock.today() + timedelta(days=dice.randrange(1, 30)),
            path=f"/vorgang/2026-{n:06d}/",
            at=now - timedelta(minutes=dice.randrange(500_000)),
            unread=dice.random() < 0.02,
            words="Vor Haus 7 ist die Laterne aus. " * 20 if kind == Entry.Kind.THREAD else "",
        )
        for n in range(count)
    )


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]))))
