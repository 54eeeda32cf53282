"""General questions to a unit: asked from the postbox, read and answered by the unit alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.accounts.service import Account, Membership, Organisation
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import Entry, Message, MessageFile, MessageRead, Thread, ThreadAct, threads_of
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases.factories import publish_dog
from tests.desk.conftest import sign_in
from tests.portal.conftest import Person
from tests.portal.test_tracking import PNG

from .conftest import act_for, browser, unit
from .test_listing import queries

TEXT = "Vor Haus 7 ist die Laterne aus. <script>alert(1)</script>"


def png(name: str = "laterne.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def ask(person: Person, **more: Any) -> Any:
    typed = {"amt": str(unit("buergerservice").pk), "betreff": "Laterne", "text": TEXT, "_key": "einmal-und-genug"}
    return person.post("/postfach/neu/", {**typed, **more})


@pytest.fixture
def thread(anna: Person) -> Thread:
    """Anna asks the Bürgerservice, with a picture."""
    assert ask(anna, dateien=[png()]).status_code == 302
    found: Thread = Thread.objects.select_related("unit").get()
    return found


@pytest.fixture
def clara(town: Municipality) -> Client:
    return sign_in(cast.CLARA)


@pytest.fixture
def olga(town: Municipality) -> Client:
    return sign_in(cast.OLGA)


def answer(
    desk: Client, thread: Thread, text: str = "Wir kommen am Montag.", key: str = "antwort-1", **more: Any
) -> Any:
    return desk.post(f"/amt/nachrichten/{thread.pk}/antwort/", {"text": text, "_key": key, **more})


def test_there_is_an_end_to_questions_a_day_and_what_was_typed_stays(anna: Person, bilal: Person) -> None:
    for number in range(20):
        assert ask(anna, _key=f"frage-nummer-{number:02}").status_code == 302
    refused = ask(anna, _key="frage-nummer-20", dateien=[png()])
    assert (refused.status_code, Thread.objects.count(), MessageFile.objects.count()) == (422, 20, 0)
    assert "Heute haben Sie schon sehr oft gefragt." in refused.content.decode()
    assert "Vor Haus 7 ist die Laterne aus." in refused.content.decode()
    assert ask(anna, _key="frage-nummer-00").status_code == 302  # a resend leads to what is there
    assert ask(bilal, _key="frage-nummer-20").status_code == 302
    with clock.freeze(clock.now() + timedelta(days=1, minutes=1)):
        assert ask(anna, _key="frage-nummer-20").status_code == 302


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Thread, Message, MessageFile, ThreadAct, MessageRead))


def test_the_form_says_what_each_unit_does(anna: Person, town: Municipality) -> None:
    publish_dog()
    text = anna.get("/postfach/neu/").content.decode()
    assert "Bürgerservice" in text
    assert re.search(r'class="kern-hint check-hint"[^>]*>[^<]*Hund anmelden', text)


def test_a_question_is_asked_once_however_often_it_is_sent(anna: Person, thread: Thread) -> None:
    assert ask(anna, dateien=[png()]).headers["Location"] == f"/postfach/nachrichten/{thread.pk}/"
    assert (Thread.objects.count(), Message.objects.count(), MessageFile.objects.count()) == (1, 1, 1)
    assert (thread.subject, thread.unit.key, thread.waiting_since is not None) == ("Laterne", "buergerservice", True)
    more = {"text": "Noch etwas", "_key": "noch-einmal-1"}
    for _ in range(2):
        assert anna.post(f"/postfach/nachrichten/{thread.pk}/", more).status_code == 302
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amt": ""}, "Wählen Sie aus, wem Sie schreiben."),
        ({"amt": "kein-amt"}, "Wählen Sie aus, wem Sie schreiben."),
        ({"betreff": "  "}, "Schreiben Sie, worum es geht."),
        ({"betreff": "x" * 201}, "Kürzen Sie den Betreff"),
        ({"text": " "}, "Schreiben Sie eine Nachricht"),
        ({"text": "\u202e"}, "Schreiben Sie eine Nachricht"),
        ({"text": "x" * 5001}, "Kürzen Sie den Text"),
        ({"dateien": [png() for _ in range(6)]}, "höchstens 5 Dateien"),
        ({"dateien": [SimpleUploadedFile("a.png", b"MZ\x90", "image/png")]}, "a.png"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(anna: Person, wrong: dict[str, Any], words: str) -> None:
    refused = ask(anna, **wrong)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert everything() == (0, 0, 0, 0, 0)


def test_markup_in_a_message_is_shown_as_text(anna: Person, clara: Client, thread: Thread) -> None:
    for page in (anna.get(f"/postfach/nachrichten/{thread.pk}/"), clara.get(f"/amt/nachrichten/{thread.pk}/")):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_the_answer_is_news_in_the_postbox_and_an_email_tells_of_it_without_a_word(
    anna: Person, clara: Client, thread: Thread
) -> None:
    assert Entry.objects.get().unread is False
    for _ in range(2):
        assert answer(clara, thread).status_code == 302
    entry = Entry.objects.get()
    assert (entry.unread, entry.status, entry.title) == (True, "ANSWERED", "Laterne")
    mail = OutgoingMail.objects.get(reader=thread.holder)
    assert (mail.template, mail.context) == ("message_new", {"path": f"/postfach/nachrichten/{thread.pk}/"})
    text = anna.get(f"/postfach/nachrichten/{thread.pk}/").content.decode()
    assert "Wir kommen am Montag." in text
    assert "Clara" not in text  # the unit answers
    assert Entry.objects.get().unread is False


def test_two_who_answer_at_once_are_told_of_each_other(anna: Person, clara: Client, thread: Thread) -> None:
    before = clara.get(f"/amt/nachrichten/{thread.pk}/").content.decode()
    assert 'name="_seen" value="1"' in before
    assert answer(clara, thread, "Die erste Antwort", "antwort-1", _seen="1").status_code == 302
    late = answer(clara, thread, "Die zweite Antwort", "antwort-2", _seen="1", dateien=[png()])
    text = late.content.decode()
    assert (late.status_code, Message.objects.count(), MessageFile.objects.count()) == (422, 2, 1)
    assert "Inzwischen kam eine Nachricht dazu." in text
    assert "Die erste Antwort" in text
    assert "Die zweite Antwort" in text
    assert 'name="_seen" value="2"' in text
    assert (
        answer(clara, thread, "Die erste Antwort", "antwort-1", _seen="1").status_code == 302
    )  # a resend is no news
    assert answer(clara, thread, "Die zweite Antwort", "antwort-2", _seen="2").status_code == 302
    assert Message.objects.count() == 3


def test_both_sides_see_when_it_was_read(anna: Person, clara: Client, thread: Thread) -> None:
    assert "gelesen" not in anna.get(f"/postfach/nachrichten/{thread.pk}/").content.decode()
    clara.get(f"/amt/nachrichten/{thread.pk}/")
    assert "gelesen von Clara Clerk" in clara.get(f"/amt/nachrichten/{thread.pk}/").content.decode()
    text = anna.get(f"/postfach/nachrichten/{thread.pk}/").content.decode()
    assert "gelesen heute" in text
    assert "Clara" not in text
    answer(clara, thread)
    assert "noch nicht gelesen" in clara.get(f"/amt/nachrichten/{thread.pk}/").content.decode()
    anna.get(f"/postfach/nachrichten/{thread.pk}/")
    assert "noch nicht gelesen" not in clara.get(f"/amt/nachrichten/{thread.pk}/").content.decode()


def test_reading_answers_nothing_but_a_clerk_may_say_that_nothing_is_needed(clara: Client, thread: Thread) -> None:
    clara.get(f"/amt/nachrichten/{thread.pk}/")
    rail = '<span>Nachrichten</span><span class="rail__count">1</span>'
    assert rail in clara.get("/amt/").content.decode()
    assert rail in clara.get("/amt/aufnehmen/").content.decode()
    clara.post(f"/amt/nachrichten/{thread.pk}/erledigt/")
    assert rail not in clara.get("/amt/").content.decode()
    assert [str(act.staff) for act in ThreadAct.objects.filter(kind="settled")] == ["Clara Clerk"]


def test_what_is_closed_is_open_again_with_a_new_message(anna: Person, clara: Client, thread: Thread) -> None:
    clara.post(f"/amt/nachrichten/{thread.pk}/schluss/")
    assert "Laterne" not in clara.get("/amt/nachrichten/").content.decode()
    assert "Laterne" in clara.get("/amt/nachrichten/?stand=beendet").content.decode()
    assert "Beendet" in anna.get(f"/postfach/nachrichten/{thread.pk}/").content.decode()
    anna.post(f"/postfach/nachrichten/{thread.pk}/", {"text": "Sie ist wieder aus."})
    assert "Laterne" in clara.get("/amt/nachrichten/").content.decode()
    assert [act.kind for act in ThreadAct.objects.order_by("at")] == ["closed", "reopened"]


def test_handed_on_it_waits_at_the_other_unit_and_only_there(clara: Client, olga: Client, thread: Thread) -> None:
    address = f"/amt/nachrichten/{thread.pk}/"
    assert olga.get(address).status_code == 404
    assert clara.post(f"{address}zuweisung/", {"an": "x"}).status_code == 302
    clara.post(f"{address}zuweisung/", {"an": str(unit("ordnung").pk)})
    assert (clara.get(address).status_code, olga.get(address).status_code) == (404, 200)
    moved = Thread.objects.get()
    assert (moved.unit.key, moved.waiting_since) == ("ordnung", thread.waiting_since)
    assert "weitergegeben an" in olga.get(address).content.decode()


def test_those_that_wait_come_first_the_longest_at_the_top(anna: Person, clara: Client, town: Municipality) -> None:
    for n, subject in enumerate(("Erste", "Zweite", "Dritte")):
        ask(anna, betreff=subject, _key=f"schluessel-{n}")
    answer(clara, Thread.objects.get(subject="Erste"))
    shown = re.findall(r'class="list__link"[^>]*>([^<]*)<', clara.get("/amt/nachrichten/").content.decode())
    assert shown == ["Zweite", "Dritte", "Erste"]


@pytest.mark.parametrize("act", ["", "antwort/", "erledigt/", "schluss/", "zuweisung/"])
def test_nobody_elses_desk_does_anything_with_it(olga: Client, thread: Thread, bilals: Account, act: str) -> None:
    """Olga of another unit; Theo, who belongs to Thale; Bilal, who is no staff; nobody."""
    before = everything()
    theo = sign_in(cast.THEO)
    at_thale = sign_in(cast.THEO, host="thale")
    citizen, anonymous = browser(bilals).client, browser().client
    data = {"text": "Von mir", "_key": "fremder-schluessel", "an": str(unit("ordnung").pk)}
    for desk in (olga, theo, at_thale, citizen, anonymous):
        address = f"/amt/nachrichten/{thread.pk}/{act}"
        status = (desk.post(address, data) if act else desk.get(address)).status_code
        assert status in {302, 401, 403, 404}
        if desk in {olga, at_thale}:
            assert status == 404
    assert everything() == before
    assert Thread.objects.get().waiting_since == thread.waiting_since


def test_guessing_finds_nothing_across_accounts_units_and_municipalities(  # noqa: PLR0917 -- everybody is in it
    anna: Person, bilal: Person, annas: Account, olga: Client, clara: Client, thread: Thread, thale: Municipality
) -> None:
    file = MessageFile.objects.get().file_id
    assert ask(bilal, betreff="Meine Frage", _key="bilals-schluessel").status_code == 302
    bilals_own = Thread.objects.get(subject="Meine Frage")
    before = everything()
    theirs = f"/postfach/nachrichten/{thread.pk}/"
    assert [bilal.get(theirs).status_code, bilal.post(theirs, {"text": "Von mir"}).status_code] == [404, 404]
    assert bilal.get(f"{theirs}dateien/{file}/").status_code == 404
    assert bilal.get(f"/postfach/nachrichten/{bilals_own.pk}/dateien/{file}/").status_code == 404  # through one's own
    assert browser(annas, host="thale").get(theirs).status_code == 404
    assert browser(annas, host="thale").get(f"{theirs}dateien/{file}/").status_code == 404
    assert browser().get(theirs).status_code == 302
    assert olga.get(f"/amt/nachrichten/{thread.pk}/dateien/{file}/").status_code == 404
    assert clara.get(f"/amt/nachrichten/{bilals_own.pk}/dateien/{file}/").status_code == 404
    assert everything() == before
    got = anna.get(f"{theirs}dateien/{file}/")
    assert (got.status_code, got.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert got.headers["Content-Disposition"] == 'attachment; filename="laterne.png"'
    at_the_desk = clara.get(f"/amt/nachrichten/{thread.pk}/dateien/{file}/")
    assert at_the_desk.status_code == 200
    for response in (got, at_the_desk):
        assert b"".join(response.streaming_content) == PNG


def test_a_clerk_does_not_answer_themselves(clara: Client, thread: Thread) -> None:
    Thread.objects.update(holder=Account.objects.get(email=cast.CLARA.email).pk)
    assert clara.get(f"/amt/nachrichten/{thread.pk}/").status_code == 404


def test_an_organisation_asks_and_is_told_through_its_readers(
    vera: Person, veras: Account, verein: Organisation, bilals: Account, clara: Client
) -> None:
    act_for(vera, verein)
    assert ask(vera).status_code == 302
    thread = Thread.objects.get()
    assert thread.holder == verein.pk
    assert "für Heimatverein Grieben" in clara.get(f"/amt/nachrichten/{thread.pk}/").content.decode()
    Membership.objects.create(organisation=verein, account=bilals, may_apply=True, may_read=False)
    answer(clara, thread)
    assert [m.reader for m in OutgoingMail.objects.filter(template="message_new")] == [veras.pk]
    as_bilal = browser(bilals)
    act_for(as_bilal, verein)
    assert as_bilal.get(f"/postfach/nachrichten/{thread.pk}/").status_code == 403
    assert as_bilal.post(f"/postfach/nachrichten/{thread.pk}/", {"text": "Von mir"}).status_code == 403
    Membership.objects.filter(account__email=cast.VERA.email).update(may_apply=False)
    assert "writebox" not in vera.get(f"/postfach/nachrichten/{thread.pk}/").content.decode()
    assert vera.post(f"/postfach/nachrichten/{thread.pk}/", {"text": "Noch"}).status_code == 404
    assert vera.get("/postfach/neu/").status_code == 403
    Membership.objects.update(ended_at=clock.now())
    assert vera.get(f"/postfach/nachrichten/{thread.pk}/").status_code == 404
    assert Message.objects.count() == 2


def test_a_holder_gets_all_their_conversations(
    annas: Account, bilals: Account, clara: Client, thread: Thread, thale: Municipality
) -> None:
    answer(clara, thread)
    ((only),) = threads_of(annas.pk)
    assert [one.message.text for one in only.said] == [TEXT, "Wir kommen am Montag."]
    assert [file.name for file in only.said[0].files] == ["laterne.png"]
    assert threads_of(bilals.pk) == []
    with scope(thale):
        assert threads_of(annas.pk) == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_cost_the_same_however_much_is_in_them(
    anna: Person, clara: Client, thread: Thread, count: int
) -> None:
    for n in range(count):
        answer(clara, thread, key=f"antwort-{n}", dateien=[png()])
        ask(anna, betreff=f"Frage {n}", _key=f"schluessel-{n}")
    # session, staff, the list with what waits
    assert queries(lambda: clara.get("/amt/nachrichten/")) == 4
    assert queries(lambda: clara.get(f"/amt/nachrichten/{thread.pk}/")) == 8
    assert queries(lambda: anna.get(f"/postfach/nachrichten/{thread.pk}/")) == 9


def test_what_is_missing_is_said_at_its_field(anna: Person) -> None:
    page = ask(anna, amt="", betreff="", text="").content.decode()
    for field in ("amt", "betreff", "text"):
        assert page.count(f'id="{field}-error"') == page.count(f'aria-describedby="{field}-error"') == 1
    assert 'href="#amt-1"' in page
