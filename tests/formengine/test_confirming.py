"""Who must confirm an application by their own link."""

from typing import Any

from rathaus.formengine.confirming import Confirmer
from tests.formengine.conftest import MakeForm

GROUP: dict[str, Any] = {
    "key": "weitere",
    "kind": "group",
    "visible": "gemeinsam",
    "min_rows": 1,
    "fields": [
        {"key": "vorname", "kind": "text"},
        {"key": "nachname", "kind": "text"},
        {"key": "mail", "kind": "email"},
    ],
}
FORM = {"confirmations": {"rows": "weitere", "first_name": "vorname", "last_name": "nachname", "email": "mail"}}
ROWS = [
    {"vorname": "Bilal", "nachname": "Muster", "mail": "bilal@beispiel.example"},
    {"vorname": "Vera", "nachname": "Vorstand"},
    {"vorname": "Uwe", "nachname": "Unternehmer", "mail": "uwe@beispiel.example"},
]


def test_everybody_in_the_rows_with_an_address_confirms(make_form: MakeForm) -> None:
    service, context = make_form({"key": "gemeinsam", "kind": "yesno"}, GROUP, form=FORM)
    assert service.form.confirmers({"gemeinsam": True, "weitere": ROWS}, context) == (
        Confirmer(0, "Bilal Muster", "bilal@beispiel.example"),
        Confirmer(2, "Uwe Unternehmer", "uwe@beispiel.example"),
    )
    assert service.form.confirmations is not None
    assert service.form.confirmations.order == "any"


def test_nobody_confirms_where_the_rows_are_hidden(make_form: MakeForm) -> None:
    service, context = make_form({"key": "gemeinsam", "kind": "yesno"}, GROUP, form=FORM)
    assert service.form.confirmers({"gemeinsam": False, "weitere": ROWS}, context) == ()


def test_a_form_without_confirmations_asks_nobody(make_form: MakeForm) -> None:
    service, context = make_form({"key": "gemeinsam", "kind": "yesno"}, GROUP)
    assert service.form.confirmers({"gemeinsam": True, "weitere": ROWS}, context) == ()
    assert service.form.confirmations is None
