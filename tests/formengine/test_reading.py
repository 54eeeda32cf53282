"""What people type, page by page."""

from rathaus.formengine.service import Catalogue, CompiledService, Context, compile_service
from tests.formengine.conftest import TODAY


def test_a_wrong_date_stays_in_its_field_and_says_what_to_do(dog: CompiledService, context: Context) -> None:
    result = dog.form.read_page("hund", {"hundename": ["Bello"], "geboren": ["gestern"]}, {}, context)
    assert result.answers["hundename"] == "Bello"
    assert result.answers["geboren"] is None
    field = result.state.field("geboren")
    assert field is not None
    assert field.raw == "gestern"
    assert field.error == "Geben Sie „Geburtsdatum des Hundes“ als Tag.Monat.Jahr ein, zum Beispiel 24.12.1985."


def test_a_choice_that_is_not_on_offer_is_refused(dog: CompiledService, context: Context) -> None:
    answers = {"behoerdlich_gefaehrlich": True}
    posted = {"weitere_hunde": ["0"], "ermaessigung": ["rettungshund"]}
    result = dog.form.read_page("steuer", posted, answers, context)
    assert [error.path for error in result.errors] == ["ermaessigung"]


def test_what_the_page_does_not_show_is_ignored(dog: CompiledService, context: Context) -> None:
    posted = {"aus_anderer_gemeinde": ["nein"], "bisherige_gemeinde": ["Thale"], "iban": ["DE00"], "x": ["y"]}
    result = dog.form.read_page("hund", posted, {}, context)
    assert "iban" not in result.answers
    assert "x" not in result.answers
    assert "bisherige_gemeinde" not in dog.form.clean(result.answers, context)


def test_rows_are_read_together_with_the_answer_that_brings_them_into_view(catalogue: Catalogue) -> None:
    service = compile_service(catalogue.services["kaufantrag-grundstueck"])
    context = Context(service.parameter_values({}), TODAY, "de", "Stadt Tangerhütte")
    posted = {"kaufende": ["gemeinsam"], "weitere.0.vorname": ["Bilal"], "weitere.0.nachname": ["Muster"]}
    result = service.form.read_page("kaufende", posted, {}, context)
    assert result.answers["weitere"] == [{"vorname": "Bilal", "nachname": "Muster"}]


def test_a_field_that_an_answer_brings_up_is_asked_for_not_complained_about(
    dog: CompiledService, context: Context
) -> None:
    first = dog.form.read_page("hund", {"aus_anderer_gemeinde": ["ja"]}, {}, context)
    again = dog.form.read_page("hund", {"aus_anderer_gemeinde": ["ja"]}, first.answers, context)
    messages = [
        next(error.message for error in result.errors if error.path == "bisherige_gemeinde")
        for result in (first, again)
    ]
    assert messages == [
        "Durch Ihre Antworten kommt „Bisherige Gemeinde“ dazu. Beantworten Sie das noch.",
        "Füllen Sie das Feld „Bisherige Gemeinde“ aus.",
    ]
