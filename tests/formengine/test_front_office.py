"""At the counter some answers may stay open; what is given is checked as always."""

from dataclasses import replace

import pytest

from rathaus.formengine.service import Channel
from tests.formengine.conftest import MakeForm

FIELDS = [
    {"key": "name", "kind": "text"},
    {"key": "mail", "kind": "email", "front_office": True},
    {"key": "richtig", "kind": "declaration", "front_office": True},
]


@pytest.mark.parametrize(
    ("channel", "missing"),
    [
        ("online", ["name", "mail", "richtig"]),
        ("internal", ["name", "mail", "richtig"]),
        ("counter", ["name"]),
        ("phone", ["name"]),
        ("letter", ["name"]),
    ],
)
def test_only_a_clerk_who_fills_in_for_somebody_may_leave_it_open(
    make_form: MakeForm, channel: Channel, missing: list[str]
) -> None:
    service, context = make_form(*FIELDS)
    context = replace(context, channel=channel)
    assert [error.path for error in service.form.check({}, context)] == missing
    shown = service.form.evaluate({}, context).pages[0].fields
    assert [field.path for field in shown if field.required] == missing
    result = service.form.read_page("seite", {"name": [""], "mail": [""]}, {}, context)
    assert [error.path for error in result.errors] == missing


def test_what_is_typed_at_the_counter_must_still_be_right(make_form: MakeForm) -> None:
    service, context = make_form(*FIELDS)
    result = service.form.read_page("seite", {"mail": ["nein"]}, {}, replace(context, channel="counter"))
    assert [error.path for error in result.errors] == ["name", "mail"]
