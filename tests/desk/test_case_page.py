"""The page of a case."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rathaus.cases.service import AccessLog, Case, add_note, answer_query, ask_applicant, take_over
from rathaus.outbox.models import MailRefused, OutgoingMail
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db


def look(client: Client, case: Case) -> str:
    page = client.get(f"/amt/vorgaenge/{case.number}/")
    assert page.status_code == 200
    return page.content.decode()


def test_everything_is_on_one_page(clara: Client, case: Case) -> None:
    staff = factories.staff(cast.CLARA)
    taken = take_over(case, by=staff, revision=case.revision)
    query = ask_applicant(taken, text="Welche Farbe hat das Fell?", by=staff, revision=taken.revision)
    answer_query(query, text="Braun mit weißem Latz")
    add_note(case, text="Telefonat geführt", by=staff)
    page = look(clara, case)
    for words in (
        "Hund anmelden", case.number, "Anna Beispiel", "anna@example.org", "Chipnummer",
        "Welche Farbe hat das Fell?", "Braun mit weißem Latz", "Telefonat geführt", "Clara Clerk", "Entscheiden",
    ):  # fmt: skip
        assert words in page


def test_each_look_is_logged_and_told(clara: Client, leo: Client, case: Case) -> None:
    look(clara, case)
    look(leo, case)
    assert [str(row.staff) for row in AccessLog.objects.order_by("at")] == ["Clara Clerk", "Leo Leitung"]
    page = clara.get(f"/amt/vorgaenge/{case.number}/zugriffe/").content.decode()
    assert page.count("Vorgang angesehen") == 2
    assert page.count("Bearbeitung</td>") == 2
    assert "Leo Leitung" in page


def test_what_people_typed_is_never_markup(clara: Client, case: Case) -> None:
    add_note(case, text="<img src=x onerror=alert(1)> \u202e & mehr", by=factories.staff(cast.CLARA))
    page = look(clara, case)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_notes(
    clara: Client, case: Case, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        add_note(case, text=f"Notiz {number}", by=factories.staff(cast.CLARA))
    look(clara, case)
    with django_assert_num_queries(11):
        look(clara, case)


def test_an_email_that_was_refused_is_told(clara: Client, case: Case) -> None:
    assert "E-Mail kam nicht an" not in look(clara, case)
    mail = OutgoingMail.objects.get(about=case.pk)
    MailRefused.objects.create(mail=mail, code=550)
    assert "E-Mail kam nicht an" in look(clara, case)
