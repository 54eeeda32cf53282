"""An appointment in a form that is built at the desk: for what, and where it cannot be."""

import pytest
from django.test import Client

from rathaus.appointments.service import Offering
from rathaus.formengine.editing import service as editing
from tests.desk.test_editor import FORM, _content, _post, begun  # noqa: F401 -- the fixture

pytestmark = pytest.mark.django_db
ADD = "neues-feld/?seite=anliegen"
SET = "felder/abholung/"
SAVED = {"label": "Abholung", "pflicht": "nie", "ends_with_case": "nein"}


@pytest.fixture
def with_appointment(begun: Client) -> Client:  # noqa: F811 -- the fixture
    assert _post(begun, ADD, kind="appointment", label="Abholung").status_code == 302
    return begun


def definition() -> dict[str, object]:
    return dict(editing.find_line(_content(), "abholung").definition)


def test_it_is_for_what_the_town_hall_offers(with_appointment: Client) -> None:
    assert definition()["offerings"] == ["personalausweis"]
    page = with_appointment.get(f"{FORM}{SET}").content.decode()
    assert "Hundemarke abholen" in page
    assert "Hier wird online eine Zeit gewählt." in page  # the preview
    answer = _post(with_appointment, SET, offerings=["o_hundemarke", "o_abholung"], **SAVED)
    assert answer.status_code == 302
    saved = definition()
    assert (saved["offerings"], saved["ends_with_case"], saved["required"]) == (
        ["abholung", "hundemarke"],
        False,
        False,
    )
    assert editing.try_out(_content()).faults == ()
    with_end = {**SAVED, "ends_with_case": "ja"}
    _post(with_appointment, SET, offerings=["o_hundemarke"], **with_end)
    assert (definition()["offerings"], definition()["ends_with_case"]) == (["hundemarke"], True)


@pytest.mark.parametrize(
    ("offerings", "sentence"),
    [
        ([], "Wofür kommt man?"),
        (["o_gewerbe", "o_wohnsitz"], "Diese Anliegen gehen nicht zusammen in einen Termin."),
        (["o_unsinn"], "Wofür kommt man?"),
        (
            ["o_personalausweis", "o_reisepass", "o_wohnsitz", "o_abholung", "o_hundemarke"],
            "Wählen Sie höchstens vier Anliegen.",
        ),
    ],
)
def test_what_cannot_be_done_in_one_visit_is_said_and_not_kept(
    with_appointment: Client, offerings: list[str], sentence: str
) -> None:
    before = _content()
    answer = _post(with_appointment, SET, offerings=offerings, **SAVED)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert _content() == before


def test_a_form_has_one_and_in_no_group(with_appointment: Client) -> None:
    again = _post(with_appointment, ADD, kind="appointment", label="Noch einer")
    assert "Ein Formular hat höchstens einen Termin." in again.content.decode()
    _post(with_appointment, ADD, kind="group", label="Kinder")
    _post(with_appointment, f"{SET}entfernen/")
    inside = _post(with_appointment, f"{ADD}&in=kinder", kind="appointment", label="Je Kind")
    assert (inside.status_code, "in keiner Gruppe" in inside.content.decode()) == (422, True)


def test_where_nobody_can_come_for_anything_there_is_none(begun: Client) -> None:  # noqa: F811 -- the fixture
    Offering.objects.update(is_active=False)
    answer = _post(begun, ADD, kind="appointment", label="Abholung")
    assert answer.status_code == 422
    assert "noch kein Anliegen" in answer.content.decode()
