"""The pages of the portal: lists, feeds, widget, subscribing and leaving."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.channel.codes import subscriber_token
from rathaus.channel.models import Subscriber
from rathaus.channel.service import Kind, Topic, forget_warnings
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import POOL, VILLAGE, subscriber, tell


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_status_stands_on_the_home_page_and_on_its_service_until_it_ends(
    town: Municipality, portal: Client
) -> None:
    title = "Abfuhr verschoben"
    found = tell(Kind.STATUS, topic="abfall", title=title, ends_at=MONDAY + timedelta(hours=2))
    for path in ("/", "/leistungen/sperrmuell/", "/meldungen/"):
        assert title in body(portal.get(path))
    assert title not in body(portal.get("/leistungen/wohnsitz-anmelden/"))
    found.ends_at = MONDAY
    found.save()
    forget_warnings()
    assert title not in body(portal.get("/"))


def test_a_warning_is_above_every_page_here_and_on_none_in_thale(
    town: Municipality, portal: Client, other_portal: Client
) -> None:
    tell(Kind.WARNING, topic="gefahren", title="Hochwasser <b>")
    for path in ("/", "/leistungen/", "/vorgang/", "/abo/"):
        page = body(portal.get(path))
        assert "Ernste Warnung: <a" in page
        assert "Hochwasser &lt;b&gt;" in page
        assert "NINA" in page
    assert "Hochwasser" not in body(other_portal.get("/"))


def test_an_item_is_at_home_in_its_municipality(town: Municipality, portal: Client, other_portal: Client) -> None:
    found = tell()
    assert portal.get(f"/meldungen/{found.pk}/").status_code == 200
    assert other_portal.get(f"/meldungen/{found.pk}/").status_code == 404


def test_the_answer_is_the_same_for_known_and_unknown_addresses(town: Municipality, portal: Client) -> None:
    subscriber(cast.ANNA.email)
    answers = [
        portal.post("/abo/", {"email": address, "thema": POOL}) for address in (cast.ANNA.email, "x@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/abo/gesendet/")}


def test_what_is_missing_is_said_and_kept(town: Municipality, portal: Client) -> None:
    answer = portal.post("/abo/", {"email": "anna", "thema": POOL})
    assert (answer.status_code, 'value="anna"' in body(answer)) == (422, True)
    assert portal.post("/abo/", {"email": "anna@example.org"}).status_code == 422


def test_looking_confirms_nothing_and_leaving_needs_no_sign_in(town: Municipality, portal: Client) -> None:
    portal.post("/abo/", {"email": cast.ANNA.email, "thema": POOL})
    found = Subscriber.objects.get()
    link = f"/abo/{subscriber_token(found.pk, 0)}/"
    portal.get(link)
    assert Subscriber.objects.get().confirmed_at is None
    portal.post(f"{link}bestaetigen/")
    assert Subscriber.objects.get().confirmed_at == MONDAY
    portal.get(f"{link}abmelden/")
    assert Subscriber.objects.count() == 1
    strict = Client(HTTP_HOST="tangerhuette.localhost", enforce_csrf_checks=True)
    one_click = strict.post(f"{link}abmelden/", {"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, Subscriber.objects.count()) == (200, 0)


def test_a_link_opens_nothing_in_thale(town: Municipality, other_portal: Client) -> None:
    found = subscriber()
    token = subscriber_token(found.pk, 0)
    assert other_portal.get(f"/abo/{token}/").status_code == 404
    other_portal.post(f"/abo/{token}/abmelden/")
    assert Subscriber.objects.count() == 1


def test_a_browser_subscribes_with_real_keys_only(town: Municipality, portal: Client, settings: Any) -> None:
    from .test_push import AUTH, RECEIVER

    given = {
        "endpoint": "https://push.example.com/1",
        "keys": {"p256dh": RECEIVER, "auth": AUTH},
        "topics": [POOL],
        "places": [],
    }

    def post(**more: Any) -> int:
        return portal.post("/abo/push/", json.dumps({**given, **more}), "application/json").status_code

    assert post(endpoint="http://127.0.0.1/x") == 400
    assert post(keys={"p256dh": "x", "auth": AUTH}) == 400
    assert post(topics=["nichts"]) == 422
    assert portal.post("/abo/push/", "[]", "application/json").status_code == 400
    assert Subscriber.objects.count() == 0
    assert (post(), post()) == (201, 201)
    assert Subscriber.objects.get().way == "push"
    settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR = 4  # three were asked for above, one of them nothing
    assert [post(endpoint=f"https://push.example.com/{n}") for n in (2, 3)] == [201, 429]
    assert Subscriber.objects.count() == 2


def test_the_list_costs_the_same_for_one_and_for_three(town: Municipality, portal: Client) -> None:
    counts = []
    for number in range(3):
        tell(title=f"Nummer {number}", idempotency_key=str(number))
        if number != 1:
            portal.get("/meldungen/")
            with CaptureQueriesContext(connection) as seen:
                portal.get("/meldungen/")
            kept = [q for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]]
            counts.append(len(kept))
    assert counts == [3, 3]
    assert Topic.objects.filter(key=POOL).exists()


def test_from_a_message_one_subscribes_to_its_topic_at_its_place(town: Municipality, portal: Client) -> None:
    here = tell(places=(VILLAGE,), idempotency_key="1")
    assert f'"/abo/?thema={POOL}&amp;ort={VILLAGE}"' in body(portal.get(f"/meldungen/{here.pk}/"))
    everywhere = tell(topic="stellen", idempotency_key="2")
    assert '"/abo/?thema=stellen"' in body(portal.get(f"/meldungen/{everywhere.pk}/"))


def test_calendar_and_feeds_of_a_choice_are_named_and_the_typed_address_goes_into_no_address(
    town: Municipality, portal: Client
) -> None:
    given = {"thema": [POOL, "stadtrat"], "ort": ["Grieben"], "email": cast.ANNA.email}
    page = body(portal.post("/abo/adressen/", given))
    query = "?thema=freibad&amp;thema=stadtrat&amp;ort=Grieben"
    assert f'href="webcal://tangerhuette.localhost/meldungen/kalender.ics{query}"' in page
    for name in ("kalender.ics", "feed.atom", "feed.json"):
        assert f"/meldungen/{name}{query}" in page
    assert ("Freibad: Grieben" in page, cast.ANNA.email in page) == (True, False)
    assert Subscriber.objects.count() == 0
    assert "Für alle Themen und Orte." in body(portal.get("/abo/adressen/"))
