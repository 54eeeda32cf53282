"""A form that contains an appointment: what is an answer, how it reads, and where it can't be."""

from typing import Any

import pytest

from rathaus.formengine.fields import KINDS, Asked
from rathaus.formengine.fields.visits import show_visit
from rathaus.formengine.types.base import Language
from tests.formengine.conftest import MakeForm
from tests.formengine.sampling import Sample

FIELD = {"key": "termin", "kind": "appointment", "offerings": ["abholung"]}
CHOSEN = {"hold": "00000000-0000-7000-8000-000000000000", "start": "2026-12-01T09:20:00Z", "office": "Rathaus"}


@pytest.mark.parametrize(
    ("language", "start", "words"),
    [
        ("de", "2026-12-01T09:20:00Z", "Dienstag, 1. Dezember 2026, 10:20 Uhr, Rathaus"),
        ("en", "2026-12-01T09:20:00Z", "Tuesday, 1 December 2026, 10:20, Rathaus"),
        ("de", "2026-03-29T01:00:00+00:00", "Sonntag, 29. März 2026, 03:00 Uhr, Rathaus"),
    ],
)
def test_it_reads_as_people_say_it_in_german_local_time(language: Language, start: str, words: str) -> None:
    assert show_visit({**CHOSEN, "start": start}, language) == words


@pytest.mark.parametrize(
    "value",
    [
        {},
        "2026-12-01",
        {**CHOSEN, "hold": "1"},
        {**CHOSEN, "office": 3},
        {**CHOSEN, "start": "2026-12-01T09:20:00"},
        {**CHOSEN, "start": "9999-12-31T23:59:00-14:00"},
    ],
)
def test_what_has_another_shape_is_no_answer(make_form: MakeForm, value: Any) -> None:
    service, context = make_form(FIELD)
    assert service.form.clean({"termin": value}, context) == {}
    assert [error.message for error in service.form.check({"termin": value}, context)] == [
        "Wählen Sie bei „Termin“ eine Zeit aus."
    ]


def test_a_post_neither_makes_nor_takes_an_answer(make_form: MakeForm) -> None:
    service, context = make_form(FIELD)
    assert service.form.read_page("seite", {"termin": ["x"]}, {}, context).answers == {}
    assert service.form.read_page("seite", {"termin": ["x"]}, {"termin": CHOSEN}, context).answers == {
        "termin": CHOSEN
    }


def test_rules_see_the_day(make_form: MakeForm) -> None:
    assert KINDS["appointment"].to_rule(CHOSEN).date().isoformat() == "2026-12-01"
    field = {**FIELD, "valid": {"bald": "termin <= today + days(3650)"}}
    service, context = make_form(field)
    assert service.form.check({"termin": CHOSEN}, context) == ()
    asked = Asked("de", context.today)
    assert (
        KINDS["appointment"].text(service.form.layout.fields["termin"].definition, CHOSEN, asked).endswith("Rathaus")
    )


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("{key: termin, kind: appointment}", "either 'offerings' or 'offering_from' is needed"),
        ("{key: termin, kind: appointment, offering_from: fehlt}", "there is no list parameter 'fehlt'"),
        ("{key: termin, kind: appointment, offerings: [a]}", "others confirm this form"),
    ],
)
def test_where_it_cannot_be_is_told(sample: Sample, field: str, message: str) -> None:
    """The sample is confirmed by others."""
    sample.spoil(
        "services/probe/form.yaml",
        "      - {key: email, kind: email}",
        f"      - {field}\n      - {{key: email, kind: email}}",
    )
    assert any(message in problem for problem in map(str, sample.problems())), sample.problems()
