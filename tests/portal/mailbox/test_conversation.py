"""The conversation about a case: by code, by the holder, and from the desk; before and after its end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.accounts.service import Account, Persona
from rathaus.cases.service import (
    AccessLog,
    Case,
    access_code,
    answer_query,
    ask_applicant,
    assign_case,
    decide_case,
    issue_notice,
    take_over,
)
from rathaus.core import clock
from rathaus.files import sweep
from rathaus.files.service import StoredFile, sweep_orphans
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import Entry, Message, MessageFile, Thread
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases.factories import dog_case, staff
from tests.cases.joint import joint_case
from tests.desk.conftest import sign_in
from tests.portal.conftest import Person
from tests.portal.test_tracking import PNG

from .conftest import browser, held_case, unit
from .test_listing import queries


def png(name: str = "zaun.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def with_code(case: Case) -> Person:
    """Who came with number and code, without an account."""
    person = browser()
    assert person.post("/vorgang/", {"nummer": case.number, "code": access_code(case)}).status_code == 302
    return person


def write(person: Person, case: Case, text: str = "Wann ist es so weit?", **more: object) -> int:
    return int(person.post(f"/vorgang/{case.number}/nachrichten/", {"text": text, **more}).status_code)


def page(person: Person, case: Case) -> str:
    return str(person.get(f"/vorgang/{case.number}/").content.decode())


@pytest.fixture
def clara(town: Municipality) -> Client:
    return sign_in(cast.CLARA)


@pytest.fixture
def olga(town: Municipality) -> Client:
    return sign_in(cast.OLGA)


def reply(desk: Client, case: Case, text: str = "Nächste Woche.", **more: object) -> int:
    return int(desk.post(f"/amt/vorgaenge/{case.number}/nachricht/", {"nachricht": text, **more}).status_code)


def test_a_clerk_reads_what_came_meanwhile_before_writing(anna: Person, case: Case, clara: Client) -> None:
    assert 'name="_seen" value="0"' in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    write(anna, case, "Hat sich erledigt.")
    assert reply(clara, case, "Wir brauchen noch etwas.", _seen="0") == 422
    assert Message.objects.count() == 1
    assert reply(clara, case, "Danke.", _seen="1") == 302
    assert Message.objects.count() == 2


def test_holder_and_who_came_with_the_code_write_in_one_thread(anna: Person, case: Case, clara: Client) -> None:
    someone = with_code(case)
    assert (write(anna, case, "Von Anna"), write(someone, case, "Mit dem Code")) == (302, 302)
    assert reply(clara, case, "Vom Amt") == 302
    text = page(anna, case)
    assert text.index("Von Anna") < text.index("Mit dem Code") < text.index("Vom Amt")
    assert Thread.objects.count() == 1
    assert [str(m.account or m.staff or "") for m in Message.objects.order_by("at")] == [
        "Anna Beispiel",
        "",
        "Clara Clerk",
    ]


def test_questions_answers_and_messages_are_one_thread_in_the_order_of_time(anna: Person, case: Case) -> None:
    write(anna, case, "Zuerst")
    taken = take_over(case, by=staff(cast.CLARA), revision=case.revision)
    query = ask_applicant(taken, text="Welche Farbe?", by=staff(cast.CLARA), revision=taken.revision)
    answer_query(query, text="Braun.")
    write(anna, case, "Zuletzt")
    text = page(anna, case)
    places = [text.index(words) for words in ("Zuerst", "Welche Farbe?", "Braun.", "Zuletzt")]
    assert places == sorted(places)


def test_a_message_is_written_once_however_often_it_is_sent(anna: Person, case: Case, clara: Client) -> None:
    for _ in range(2):
        assert write(anna, case, _key="immer-derselbe", dateien=[png()]) == 302
        assert reply(clara, case, _key="immer-derselbe-2") == 302
    assert (Message.objects.count(), MessageFile.objects.count(), StoredFile.objects.count()) == (2, 1, 1)


def test_it_goes_on_after_the_end_and_the_unit_finds_it(anna: Person, case: Case, clara: Client) -> None:
    taken = take_over(case, by=staff(cast.CLARA), revision=case.revision)
    decide_case(taken, outcome="bestaetigen", reasons="", by=staff(cast.CLARA), revision=taken.revision)
    issue_notice(str(case.pk))
    assert write(anna, case, "Und die Marke?") == 302
    assert case.number not in clara.get("/amt/").content.decode()  # it is no open case any more
    assert case.number in clara.get("/amt/nachrichten/").content.decode()
    assert reply(clara, case) == 302
    assert case.number not in clara.get("/amt/nachrichten/").content.decode()


def test_nobody_writes_while_others_must_confirm(town: Municipality) -> None:
    joint = joint_case([cast.BILAL, cast.VERA])
    person = with_code(joint)
    assert "Nachricht schreiben" not in page(person, joint)
    assert write(person, joint) == 404
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Schreiben Sie eine Nachricht"),
        ({"text": "x" * 5001}, "Kürzen Sie den Text"),
        ({"text": "Bleibt stehen", "dateien": [SimpleUploadedFile("a.exe", b"MZ", "image/png")]}, "Bleibt stehen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    anna: Person, case: Case, wrong: dict[str, object], words: str
) -> None:
    refused = anna.post(f"/vorgang/{case.number}/nachrichten/", wrong)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert (Message.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_markup_in_a_message_is_text_on_both_sides(anna: Person, case: Case, clara: Client) -> None:
    write(anna, case, "<img src=x onerror=alert(1)>")
    reply(clara, case, "<script>alert(2)</script>")
    for text in (page(anna, case), clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()):
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_a_clerks_message_is_news_and_an_email_tells_of_it_without_a_word(
    anna: Person, case: Case, clara: Client
) -> None:
    reply(clara, case, "Streng vertraulich")
    entry = Entry.objects.get(kind="thread")
    assert (entry.unread, entry.number, entry.path) == (True, case.number, f"/vorgang/{case.number}/#nachrichten")
    mail = OutgoingMail.objects.get(template="case_message")
    assert (mail.reader, mail.about, mail.context) == (case.holder, case.pk, {"number": case.number})
    page(anna, case)
    assert Entry.objects.get(kind="thread").unread is False


def test_it_waits_until_somebody_answers_or_says_that_no_answer_is_needed(
    anna: Person, case: Case, clara: Client, olga: Client
) -> None:
    mark = "neue Nachricht, heute"
    assert mark not in clara.get("/amt/").content.decode()
    write(anna, case)
    assert mark in clara.get("/amt/").content.decode()
    assert "Wartet auf eine Antwort seit" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    assert mark in clara.get("/amt/").content.decode()  # looking answers nothing
    assert olga.post(f"/amt/vorgaenge/{case.number}/nachricht/erledigt/").status_code == 404
    assert mark in clara.get("/amt/").content.decode()
    clara.post(f"/amt/vorgaenge/{case.number}/nachricht/erledigt/")
    assert mark not in clara.get("/amt/").content.decode()
    since = clock.now()
    write(anna, case, "Noch eine")
    write(anna, case, "Und noch eine")
    waiting = Thread.objects.get().waiting_since
    assert waiting is not None
    assert since < waiting < Message.objects.latest("at").at
    reply(clara, case)
    assert Thread.objects.get().waiting_since is None


def test_one_email_to_the_unit_for_all_that_waits(anna: Person, case: Case, clara: Client) -> None:
    write(anna, case, "Erste")
    write(anna, case, "Zweite")
    mails = OutgoingMail.objects.filter(template="message_unit")
    assert [mail.context for mail in mails] == [{"path": f"/amt/vorgaenge/{case.number}/"}]
    reply(clara, case)
    write(anna, case, "Dritte")
    assert mails.all().count() == 2


def test_the_thread_goes_where_the_case_goes(anna: Person, case: Case, clara: Client, olga: Client) -> None:
    write(anna, case)
    assign_case(case, to=unit("ordnung"), by=staff(cast.CLARA), revision=case.revision)
    assert case.number not in clara.get("/amt/nachrichten/").content.decode()
    assert case.number in olga.get("/amt/nachrichten/").content.decode()
    assert reply(clara, case) == 404
    assert reply(olga, case) == 302


def test_who_read_a_message_and_when(anna: Person, case: Case, clara: Client) -> None:
    write(anna, case)
    desk = f"/amt/vorgaenge/{case.number}/"
    clara.get(desk)
    assert "gelesen von Clara Clerk, heute" in clara.get(desk).content.decode()
    assert "gelesen heute" in page(anna, case)
    assert "Clara" not in page(anna, case)
    reply(clara, case)
    assert "noch nicht gelesen" in clara.get(desk).content.decode()
    page(anna, case)
    assert "noch nicht gelesen" not in clara.get(desk).content.decode()


def test_files_are_fetched_through_their_case_alone_and_the_desks_look_is_logged(  # noqa: PLR0917 -- two sides and outsiders
    anna: Person, bilal: Person, bilals: Account, case: Case, clara: Client, olga: Client
) -> None:
    write(anna, case, dateien=[png()])
    bilals_case = held_case(Persona(bilals), "k2")
    write(bilal, bilals_case, dateien=[png("bilal.png")])
    mine, his = (MessageFile.objects.get(file__name=name).file for name in ("zaun.png", "bilal.png"))
    got = anna.get(f"/vorgang/{case.number}/dateien/{mine.pk}/")
    assert (got.status_code, got.headers["Content-Disposition"]) == (200, 'attachment; filename="zaun.png"')
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(got.streaming_content) == PNG
    for person, number, file in (
        (bilal, case.number, mine),
        (bilal, bilals_case.number, mine),
        (anna, case.number, his),
        (browser(), case.number, mine),
    ):
        assert person.get(f"/vorgang/{number}/dateien/{file.pk}/").status_code == 404
    before = AccessLog.objects.count()
    assert olga.get(f"/amt/vorgaenge/{case.number}/dateien/{mine.pk}/").status_code == 404
    assert clara.get(f"/amt/vorgaenge/{bilals_case.number}/dateien/{mine.pk}/").status_code == 404
    assert AccessLog.objects.count() == before
    handed = clara.get(f"/amt/vorgaenge/{case.number}/dateien/{mine.pk}/")
    assert b"".join(handed.streaming_content) == PNG
    last = AccessLog.objects.latest("at")
    assert (str(last.staff), last.what, last.file) == ("Clara Clerk", AccessLog.What.DOWNLOAD, mine)


def test_outsiders_write_nothing(bilal: Person, case: Case, olga: Client, thale: Municipality) -> None:
    at_thale = sign_in(cast.THEO, host="thale")
    assert write(bilal, case) == 404
    assert write(browser(), case) == 404
    assert (reply(olga, case), reply(at_thale, case)) == (404, 404)
    assert (Message.objects.count(), Thread.objects.count()) == (0, 0)


def test_a_clerk_does_not_answer_their_own_application(clara: Client, town: Municipality) -> None:
    case = held_case(Persona(Account.objects.get(email=cast.CLARA.email)))
    assert reply(clara, case) == 404
    assert "Nachricht schreiben" not in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()


def test_a_message_changes_nothing_in_the_case(anna: Person, case: Case, clara: Client) -> None:
    write(anna, case)
    reply(clara, case)
    now = Case.objects.get(pk=case.pk)
    assert (now.revision, now.status) == (case.revision, case.status)


def test_files_of_messages_are_not_swept(
    anna: Person, case: Case, monkeypatch: pytest.MonkeyPatch, town: Municipality
) -> None:
    monkeypatch.setattr(sweep, "_declared", [])
    with clock.freeze(clock.now() - sweep.AGE * 2):
        write(anna, case, dateien=[png()])
    assert sweep_orphans() == 0
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_much_was_said(clara: Client, count: int, town: Municipality) -> None:
    case = dog_case()
    person = with_code(case)
    for n in range(count):
        write(person, case, f"Frage {n}", dateien=[png()])
        reply(clara, case, f"Antwort {n}")
    write(person, case, "Wartet noch")
    assert queries(lambda: page(person, case)) == 7
    assert queries(lambda: clara.get(f"/amt/vorgaenge/{case.number}/")) == 8
    assert queries(lambda: clara.get("/amt/")) == 5
