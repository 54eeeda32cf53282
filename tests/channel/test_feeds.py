"""Feeds as readers know them (Atom, JSON Feed 1.1), and the widget on foreign sites."""

import re
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from rathaus.channel.service import Kind, end, forget_warnings, revise
from rathaus.core import clock
from rathaus.tenancy.service import Municipality

from .conftest import MONDAY
from .making import POOL, VILLAGE, message, tell
from .test_pages import body

ATOM, JSON, ICS = "/meldungen/feed.atom", "/meldungen/feed.json", "/meldungen/kalender.ics"
WIDGET, FRAME, SCRIPT = "/meldungen/widget.json", "/meldungen/widget/", "/meldungen/widget.js"
HOST = "http://tangerhuette.localhost:8000"
HOUR = timedelta(hours=1)


@pytest.fixture
def several(town: Municipality) -> None:
    tell(title="Hier", places=(VILLAGE,), idempotency_key="1")
    tell(title="Dort", places=("Uetz",), idempotency_key="2")
    tell(title="Überall & <b>mehr</b>", topic="stellen", idempotency_key="3")


def read(portal: Client, query: str = "") -> Any:
    """By a feed reader that takes nothing that isn't right."""
    answer = portal.get(f"{ATOM}{query}")
    found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(portal: Client, query: str) -> list[str]:
    return sorted(item["title"] for item in portal.get(f"{JSON}{query}").json()["items"])


def test_atom_has_all_that_rfc_4287_wants(several: None, portal: Client) -> None:
    found = read(portal)
    assert (found.version, found.feed.title, found.feed.author) == (
        "atom10",
        "Meldungen: Stadt Tangerhütte",
        "Stadt Tangerhütte",
    )
    links = {(link.rel, link.href) for link in found.feed.links}
    assert links == {("alternate", f"{HOST}/meldungen/"), ("self", f"{HOST}{ATOM}")}
    assert found.feed.id == f"{HOST}{ATOM}"
    for entry in found.entries:
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.id)
        assert entry.link == f"{HOST}/meldungen/{entry.id.removeprefix('urn:uuid:')}/"
        assert (entry.updated, entry.published) == ("2026-11-30T08:00:00+00:00",) * 2
    assert sorted(entry.title for entry in found.entries) == ["Dort", "Hier", "Überall & <b>mehr</b>"]


def test_an_entry_keeps_its_id_and_says_when_it_changed(town: Municipality, portal: Client) -> None:
    found = tell(title="Alt")
    before = read(portal).entries[0]
    with clock.freeze(MONDAY + HOUR):
        revise(found, message(title="Neu"))
    after = read(portal)
    assert (after.entries[0].id, after.entries[0].title) == (before.id, "Neu")
    assert after.entries[0].updated == after.feed.updated == "2026-11-30T09:00:00+00:00"
    assert after.entries[0].published == before.published


def test_an_empty_feed_is_valid_and_always_the_same(town: Municipality, portal: Client) -> None:
    first = portal.get(ATOM)
    assert read(portal).entries == []
    with clock.freeze(MONDAY + HOUR):
        assert portal.get(ATOM)["ETag"] == first["ETag"]


def test_json_feed_has_all_that_version_1_1_wants(several: None, portal: Client) -> None:
    answer = portal.get(f"{JSON}?thema={POOL}")
    feed = answer.json()
    assert answer["Content-Type"] == "application/feed+json"
    assert (feed["version"], feed["title"], feed["language"]) == (
        "https://jsonfeed.org/version/1.1",
        "Meldungen: Stadt Tangerhütte",
        "de",
    )
    assert feed["feed_url"] == f"{HOST}{JSON}?thema=freibad"
    assert feed["home_page_url"] == f"{HOST}/meldungen/?thema=freibad"
    assert feed["authors"] == [{"name": "Stadt Tangerhütte", "url": f"{HOST}/"}]
    for item in feed["items"]:
        assert set(item) == {"id", "url", "title", "content_text", "date_published", "date_modified", "tags"}
        assert all(isinstance(item[name], str) and item[name] for name in set(item) - {"tags"})
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None


def test_they_are_by_topic_and_place_alone_and_together(several: None, portal: Client) -> None:
    assert titles(portal, f"?thema={POOL}") == ["Dort", "Hier"]
    assert titles(portal, f"?ort={VILLAGE}") == ["Hier", "Überall & <b>mehr</b>"]
    assert titles(portal, f"?thema={POOL}&ort={VILLAGE}&ort=Uetz") == ["Dort", "Hier"]
    assert titles(portal, f"?thema={POOL}&thema=stellen") == ["Dort", "Hier", "Überall & <b>mehr</b>"]
    assert titles(portal, "?thema=rathaus") == ["Überall & <b>mehr</b>"]  # a heading
    assert titles(portal, "?thema=nichts") == []
    assert titles(portal, "?thema=%00") == titles(portal, "")
    assert [entry.title for entry in read(portal, f"?thema={POOL}&ort={VILLAGE}").entries] == ["Hier"]


def test_the_order_of_a_choice_makes_no_other_feed(several: None, portal: Client) -> None:
    first, second = (read(portal, f"?thema={a}&thema={b}").feed for a, b in ((POOL, "stellen"), ("stellen", POOL)))
    assert first.id == second.id


@pytest.mark.parametrize("path", [ATOM, JSON, ICS, WIDGET, FRAME])
def test_who_has_it_already_gets_304_until_something_changes(several: None, portal: Client, path: str) -> None:
    first = portal.get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    same = {"If-None-Match": first["ETag"]}
    again = portal.get(path, headers=same)
    assert (again.status_code, again.content) == (304, b"")
    tell(Kind.EVENT, title="Fest", idempotency_key="4", starts_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR)
    assert portal.get(path, headers=same).status_code == 200


@pytest.mark.parametrize("path", [ATOM, JSON, ICS, WIDGET, FRAME, SCRIPT])
def test_they_set_no_cookie_and_are_the_same_for_every_reader(several: None, portal: Client, path: str) -> None:
    german, english = portal.get(path), portal.get(path, headers={"accept-language": "en"})
    assert german.content == english.content
    assert dict(portal.cookies) == {}
    assert portal.post(path).status_code == 405


def test_other_municipalities_have_their_own(several: None, other_portal: Client) -> None:
    assert titles(other_portal, "") == []
    assert "Hier" not in body(other_portal.get(ATOM))
    assert "Hier" not in body(other_portal.get(FRAME))
    assert other_portal.get(WIDGET).json()["news"] == []


def test_pages_name_their_feeds_in_the_head(several: None, portal: Client) -> None:
    for path, query in (
        ("/", ""),
        ("/meldungen/", ""),
        (f"/meldungen/?thema={POOL}", f"?thema={POOL}"),
        ("/abo/", ""),
    ):
        head = body(portal.get(path)).split("</head>")[0]
        assert f'type="application/atom+xml" title="Meldungen" href="{ATOM}{query}"' in head
        assert f'type="application/feed+json" title="Meldungen" href="{JSON}{query}"' in head


class TestWidget:
    def test_other_sites_may_read_it_and_frame_it_and_nothing_else(self, several: None, portal: Client) -> None:
        assert portal.get(WIDGET)["Access-Control-Allow-Origin"] == "*"
        framed = portal.get(FRAME)
        assert "frame-ancestors *" in framed["Content-Security-Policy"]
        assert "script-src 'self'" in framed["Content-Security-Policy"]
        assert "X-Frame-Options" not in framed.headers
        for path in ("/meldungen/", "/abo/", "/"):
            page = portal.get(path)
            assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
            assert page["X-Frame-Options"] == "DENY"
            assert "Access-Control-Allow-Origin" not in page.headers

    def test_it_is_by_topic_and_place(self, several: None, portal: Client) -> None:
        tell(Kind.STATUS, title="Zu", places=("Uetz",), ends_at=MONDAY + HOUR, idempotency_key="4")
        forget_warnings()
        told = portal.get(f"{WIDGET}?thema={POOL}&ort={VILLAGE}").json()
        assert ([row["title"] for row in told["news"]], told["statuses"]) == (["Hier"], [])
        assert told["more"]["url"] == f"{HOST}/meldungen/?thema={POOL}&ort={VILLAGE}"
        page = body(portal.get(f"{FRAME}?thema={POOL}&ort={VILLAGE}"))
        assert ("Hier" in page, "Dort" in page) == (True, False)

    def test_a_warning_comes_first_with_what_is_to_be_trusted_first(self, several: None, portal: Client) -> None:
        tell(Kind.WARNING, topic="gefahren", title="Sturm")
        page, told = body(portal.get(FRAME)), portal.get(WIDGET).json()
        assert page.index("Ernste Warnung: Sturm") < page.index("NINA") < page.index("Hier")
        assert ([row["title"] for row in told["warnings"]], "NINA" in told["note"]) == (
            ["Ernste Warnung: Sturm"],
            True,
        )

    def test_a_heading_shows_what_holds_below_it(self, town: Municipality, portal: Client) -> None:
        tell(Kind.WARNING, topic="freibad", title="Keime im Wasser")
        titles = [row["title"] for row in portal.get(f"{WIDGET}?thema=freizeit").json()["warnings"]]
        assert titles == ["Ernste Warnung: Keime im Wasser"]
        assert portal.get(f"{WIDGET}?thema=rathaus").json()["warnings"] == []

    def test_that_nobody_could_ask_for_warnings_is_not_no_warnings(
        self, town: Municipality, portal: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert portal.get(WIDGET).json()["unknown"] == ""
        monkeypatch.setattr("rathaus.portal.channel.widget.warnings_unknown_since", lambda: MONDAY)
        assert "konnten zuletzt nicht abgerufen werden" in portal.get(WIDGET).json()["unknown"]
        assert "konnten zuletzt nicht abgerufen werden" in body(portal.get(FRAME))

    def test_what_was_called_off_says_so_until_its_time_and_what_is_over_goes(
        self, town: Municipality, portal: Client
    ) -> None:
        end(tell(Kind.EVENT, title="Zwiebelkuchen", starts_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR))
        assert [row["title"] for row in portal.get(WIDGET).json()["news"]] == ["Abgesagt: Zwiebelkuchen"]
        with clock.freeze(MONDAY + 2 * HOUR):
            assert portal.get(WIDGET).json()["news"] == []
            assert "Zwiebelkuchen" not in body(portal.get("/"))
