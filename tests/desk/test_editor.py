"""Building a form at the desk: every act by posted forms, as a browser without scripts sends them."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.catalogue.service import ServiceDraft, find_draft, find_kept_offer, publish_definitions
from rathaus.formengine.editing import service as editing
from rathaus.tenancy.service import Municipality
from tests.desk.keeping import DOG, LIST
from tests.formengine.xdatenfelder.writing import moving_in

pytestmark = pytest.mark.django_db

NEW = f"{LIST}neu/"
KEY = "bank-beantragen"
FORM = f"{LIST}{KEY}/formular/"


def _draft(key: str = KEY) -> ServiceDraft:
    draft = find_draft(key)
    assert draft is not None
    return draft


def _post(client: Client, address: str = "", **typed: Any) -> Any:
    """As the form on the page sends it: with the revision that it shows."""
    return client.post(f"{FORM}{address}", {"revision": _draft().revision, **typed})


def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = _draft().content
    return content


@pytest.fixture
def begun(ida: Client) -> Client:
    """Ida with a simple application that she has just begun."""
    answer = ida.post(NEW, {"art": "leer", "leer_titel": "Bank beantragen", "leer_thema": "bauen"})
    assert (answer.status_code, answer["Location"]) == (302, FORM)
    return ida


# who


@pytest.mark.parametrize("outsider", ["clara", "leo", "olga", "theo", "bilal"], indirect=True)
def test_nobody_else_builds_forms(outsider: Client, begun: Client) -> None:
    before = _content()
    for address in (
        "",
        "felder/anliegen/",
        "neues-feld/?seite=anliegen",
        "texte/",
        "veroeffentlichen/",
        "neue-seite/",
    ):
        assert outsider.get(FORM + address).status_code == 404
        assert outsider.post(FORM + address, {"revision": 1}).status_code in (404, 405)
    for address in ("rueckgaengig/", "verwerfen/", "felder/anliegen/entfernen/", "felder/anliegen/verschieben/"):
        assert outsider.post(FORM + address, {"revision": 1}).status_code == 404
    assert outsider.get(NEW).status_code == 404
    assert outsider.post(NEW, {"art": "leer", "leer_titel": "X", "leer_thema": "bauen"}).status_code == 404
    assert _content() == before


@pytest.mark.parametrize(
    "address", ["felder/gibt_es_nicht/", "felder/anliegen.x/", "seiten/fremd/", "felder/anliegen/regel/unsinn/", "x/"]
)
def test_what_is_not_there_is_not_found(begun: Client, address: str) -> None:
    assert begun.get(FORM + address).status_code == 404


# beginning


def test_a_schema_becomes_a_draft_with_its_todos(ida: Client) -> None:
    file = SimpleUploadedFile("schema.xml", moving_in(3), "application/xml")
    answer = ida.post(NEW, {"art": "schema", "schema": file, "schema_thema": "bauen"}, follow=True)
    page = answer.content.decode()
    draft = _draft("wohnungsgeberbestaetigung-ausstellen")
    assert (draft.source, draft.content["topics"]) == ("fim", ["bauen"])
    assert [todo["code"] for todo in draft.todos][:3] == ["rule", "rule", "rule"]
    assert "Anschrift der Wohnung" in page
    assert "Regel „Eigentümer angeben“ bei „Eigentümer“ umsetzen" in page
    assert "„Aktenzeichen“ ist im Schema verborgen und wurde weggelassen." in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        (b"<html/>", "kein FIM-Datenschema"),
        (b"nichts", "kein lesbares XML"),
        (b" ", "leer"),
    ],
)
def test_a_file_that_is_no_schema_is_refused_with_a_sentence(ida: Client, data: bytes, sentence: str) -> None:
    file = SimpleUploadedFile("schema.xml", data)
    answer = ida.post(NEW, {"art": "schema", "schema": file, "schema_thema": "bauen", "schema_titel": "Mein Titel"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Mein Titel" in answer.content.decode()
    assert ServiceDraft.objects.count() == 0


def test_a_copy_begins_with_everything_but_the_name(ida: Client, town: Municipality) -> None:
    publish_definitions(town)
    ida.post(NEW, {"art": "kopie", "kopie_von": DOG, "kopie_titel": "Katze anmelden"})
    content = _draft("katze-anmelden").content
    assert content["texts"]["de"]["title"] == "Katze anmelden"
    assert editing.find_line(content, "rasse").page == "hund"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"art": "leer", "leer_titel": "", "leer_thema": "bauen"}, "leer_titel"),
        ({"art": "leer", "leer_titel": "!!", "leer_thema": "bauen"}, "leer_titel"),
        ({"art": "leer", "leer_titel": "Neu", "leer_thema": "bauen"}, "leer_titel"),
        ({"art": "leer", "leer_titel": "Hund anmelden", "leer_thema": "bauen"}, "leer_titel"),
        ({"art": "leer", "leer_titel": "Bank beantragen", "leer_thema": "bauen"}, "leer_titel"),
        ({"art": "leer", "leer_titel": "Neues", "leer_thema": "unsinn"}, "leer_thema"),
        ({"art": "kopie", "kopie_von": "fremd", "kopie_titel": "X"}, "kopie_von"),
        ({"art": "schema", "schema_thema": "bauen"}, "schema"),
        ({}, "leer_titel"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    begun: Client, town: Municipality, typed: dict[str, str], field: str
) -> None:
    publish_definitions(town)
    answer = begun.post(NEW, typed)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()
    assert ServiceDraft.objects.count() == 1


def test_a_form_on_offer_is_changed_as_a_draft(ida: Client, town: Municipality) -> None:
    publish_definitions(town)
    page = ida.get(f"{LIST}{DOG}/formular/").content.decode()
    assert "Formular ändern" in page
    ida.post(f"{LIST}{DOG}/formular/bearbeiten/")
    draft, offer = _draft(DOG), find_kept_offer(DOG)
    assert offer is not None
    assert (draft.source, draft.base_id) == ("copy", offer.version_id)
    assert "Welche Rasse hat Ihr Hund?" in ida.get(f"{LIST}{DOG}/formular/").content.decode()


# fields


def test_a_field_of_every_kind_can_be_added(begun: Client) -> None:
    from rathaus.desk.editor.palette import PALETTE  # here for the list of kinds alone

    for choice in PALETTE:
        answer = _post(begun, "neues-feld/?seite=anliegen", kind=choice.kind, label=f"Probe {choice.kind}")
        assert answer.status_code == 302, choice.kind
        assert begun.get(answer["Location"]).status_code == 200
    assert editing.try_out(_content()).faults == ()
    assert len([*editing.lines(_content())]) > 45
    assert "Veröffentlichen" in begun.get(f"{FORM}veroeffentlichen/").content.decode()


@pytest.mark.parametrize("kind", ["computed", "unsinn", "", "__class__"])
def test_an_unknown_kind_is_refused(begun: Client, kind: str) -> None:
    before = _content()
    answer = _post(begun, "neues-feld/?seite=anliegen", kind=kind, label="Probe")
    assert answer.status_code == 422
    assert "Probe" in answer.content.decode()
    assert _content() == before


@pytest.mark.parametrize("address", ["neues-feld/?seite=fremd", "neues-feld/?seite=anliegen&in=fremd", "neues-feld/"])
def test_a_field_needs_a_place(begun: Client, address: str) -> None:
    assert _post(begun, address, kind="text", label="Probe").status_code == 404


def test_a_field_is_renamed_and_limited(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="text", label="Kennzeichen")
    typed = {
        "label": "Welches Kennzeichen?",
        "label_en": "Which number plate?",
        "pflicht": "nie",
        "max_length": "12",
        "pattern": "[A-Z]+-[0-9]+",
        "width": "s",
    }
    answer = _post(begun, "felder/kennzeichen/", **typed, pattern_message="So: SDL-1")
    assert answer.status_code == 302
    definition = editing.find_line(_content(), "kennzeichen").definition
    assert (definition["max_length"], definition["required"], definition["width"]) == (12, False, "s")
    words = editing.words_of(_content(), "kennzeichen")
    assert words["en"]["label"] == "Which number plate?"
    assert words["de"]["valid"] == {"pattern": "So: SDL-1"}
    assert editing.try_out(_content()).faults == ()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"label": ""}, "Frage oder Bezeichnung"),
        ({"max_length": "0"}, "Geben Sie mindestens 1 an."),
        ({"max_length": "3", "min_length": "9"}, "Das Höchste liegt unter dem Mindesten."),
        ({"max_length": "viele"}, "ganze Zahl"),
        ({"pattern": "(?=a)b"}, "kein gültiger regulärer Ausdruck"),
        ({"pattern": "["}, "kein gültiger regulärer Ausdruck"),
        ({"label": "Wie {viel}?"}, "{viel}"),
    ],
)
def test_settings_that_make_no_sense_keep_what_was_typed(begun: Client, typed: dict[str, str], sentence: str) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="text", label="Kennzeichen")
    before = _content()
    given = {"label": "Welches?", "help": "Steht hinten.", "pflicht": "immer", "width": "auto", **typed}
    answer = _post(begun, "felder/kennzeichen/", **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Steht hinten." in answer.content.decode()
    assert _content() == before


def test_answers_to_choose_from_keep_their_names_when_reworded(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="choice", label="Holz?")
    rows = {
        "options.0.label": "Ja, gern",
        "options.0.key": "ja",
        "options.1.label": "Lieber Metall",
        "options.1.label_en": "Rather metal",
        "options.2.label": "Nein",
        "options.2.key": "nein",
    }
    answer = _post(begun, "felder/holz/", label="Holz?", pflicht="immer", width="auto", **rows)
    assert answer.status_code == 302
    assert editing.find_line(_content(), "holz").definition["choices"] == ["ja", "lieber_metall", "nein"]
    assert editing.words_of(_content(), "holz")["de"]["options"]["ja"] == "Ja, gern"
    assert editing.words_of(_content(), "holz")["en"]["options"]["lieber_metall"] == "Rather metal"


def test_fields_are_moved_and_the_example_moves_along(begun: Client) -> None:
    _post(begun, "felder/unterlagen/verschieben/", richtung="hoch")
    assert [line.path for line in editing.lines(_content()) if line.page == "anliegen"] == ["unterlagen", "anliegen"]
    _post(begun, "felder/anliegen/verschieben/", seite="abschluss")
    assert editing.find_line(_content(), "anliegen").page == "abschluss"
    assert list(_content()["examples"]["ausgefuellt"]["pages"]) == ["person", "anliegen", "abschluss"]
    assert _post(begun, "felder/anliegen/verschieben/", seite="fremd").status_code == 404


def test_who_depends_on_a_field_is_said_before_it_goes(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="yesno", label="Eilt es?")
    _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel="eilt_es")
    page = begun.get(f"{FORM}felder/eilt_es/entfernen/").content.decode()
    assert "Eine Regel des Feldes „Unterlagen“ nennt es." in page
    answer = begun.post(f"{FORM}felder/eilt_es/entfernen/", {"revision": _draft().revision}, follow=True)
    assert "„eilt_es“ gibt es hier nicht." in answer.content.decode()
    answer = begun.get(f"{FORM}veroeffentlichen/").content.decode()
    assert f'href="{FORM}felder/unterlagen/"' in answer


# rules


def test_a_rule_is_picked_and_shown_as_cel(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="integer", label="Zahl der Bänke")
    ids = {one.name: one.id for one in _nameable("unterlagen")}
    typed = {
        "art": "wenn",
        "verbindung": "oder",
        "zeilen.0.feld": ids["zahl_der_baenke"],
        "zeilen.0.vergleich": "at_least",
        "zeilen.0.wert": "3",
        "zeilen.1.feld": ids["telefon"],
        "zeilen.1.vergleich": "given",
    }
    answer = _post(begun, "felder/unterlagen/regel/sichtbar/", **typed)
    assert answer.status_code == 302
    rule = "zahl_der_baenke >= 3 || answered.telefon"
    assert editing.find_line(_content(), "unterlagen").definition["visible"] == rule
    page = begun.get(f"{FORM}felder/unterlagen/regel/sichtbar/").content.decode()
    assert 'value="3"' in page
    assert "zahl_der_baenke &gt;= 3 || answered.telefon" in page


def test_a_picked_rule_stands_in_words_beside_its_cel(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="date", label="Wann?")
    rule = 'wann >= date("2026-12-24") && answered.telefon'
    _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel=rule)
    page = begun.get(f"{FORM}felder/unterlagen/").content.decode()
    assert "Wenn „Wann?“ ist mindestens (ab): 24.12.2026 und „Telefonnummer“ ist ausgefüllt" in page
    _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel="size(anliegen) > 20")
    page = begun.get(f"{FORM}felder/unterlagen/").content.decode()
    assert "size(anliegen) &gt; 20" in page
    assert "Wenn „" not in page


def test_a_picked_value_that_makes_no_rule_is_said_at_its_row(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="integer", label="Zahl der Bänke")
    ids = {one.name: one.id for one in _nameable("unterlagen")}
    row = {"zeilen.0.feld": ids["zahl_der_baenke"], "zeilen.0.vergleich": "at_least", "zeilen.0.wert": "viele"}
    answer = _post(begun, "felder/unterlagen/regel/sichtbar/", art="wenn", **row)
    assert answer.status_code == 422
    assert "Geben Sie eine Zahl ein, zum Beispiel 18." in answer.content.decode()
    assert "viele" in answer.content.decode()


@pytest.mark.parametrize(
    ("cel", "sentence"),
    [
        ("fremd", "„fremd“ gibt es hier nicht."),
        ("email > 3", "passt nicht zusammen: Text und ganze Zahl."),
        ("email", "Die Regel ergibt Text, gebraucht wird Ja oder Nein."),
        ("email ==", "nicht lesbar"),
        ("answered.unterlagen", "hängen im Kreis"),
    ],
)
def test_a_rule_by_hand_that_the_engine_refuses_is_not_kept(begun: Client, cel: str, sentence: str) -> None:
    before = _content()
    answer = _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel=cel)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert cel.replace(">", "&gt;") in page
    assert _content() == before


def test_hand_made_posts_of_fields_that_are_not_offered_make_no_rule(begun: Client) -> None:
    before = _content()
    for row in ({"zeilen.0.feld": "f999"}, {"zeilen.0.feld": "f0", "zeilen.0.vergleich": "unsinn"}, {}):
        answer = _post(begun, "felder/unterlagen/regel/sichtbar/", art="wenn", **row)
        assert answer.status_code == 422
    assert _content() == before


def test_answers_are_checked_by_a_rule_with_its_message(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="date", label="Bis wann?")
    typed = {"art": "hand", "cel": "bis_wann > today", "meldung": "Nennen Sie einen Tag, der noch kommt."}
    assert _post(begun, "felder/bis_wann/regel/gueltig-neu/", **typed).status_code == 302
    definition = editing.find_line(_content(), "bis_wann").definition
    [(name, rule)] = definition["valid"].items()
    assert rule == "bis_wann > today"
    assert editing.words_of(_content(), "bis_wann")["de"]["valid"] == {name: typed["meldung"]}
    assert _content()["examples"]["ausgefuellt"]["expect"]["errors"] == []
    _post(begun, f"felder/bis_wann/regel/gueltig-{name}/entfernen/")
    assert editing.find_line(_content(), "bis_wann").definition["valid"] == {}
    assert editing.try_out(_content()).faults == ()


def test_a_page_is_shown_by_a_rule(begun: Client) -> None:
    assert _post(begun, "seiten/anliegen/regel/", art="hand", cel="answered.telefon").status_code == 302
    assert editing.find_page(_content(), "anliegen")["visible"] == "answered.telefon"
    _post(begun, "seiten/anliegen/regel/", art="immer")
    assert "visible" not in editing.find_page(_content(), "anliegen")


# pages, texts, going back


def test_pages_are_added_named_and_removed(begun: Client) -> None:
    _post(begun, "neue-seite/", title="Der Ort", title_en="The place")
    _post(begun, "seiten/der_ort/verschieben/", richtung="hoch")
    assert [page["key"] for page in editing.pages_of(_content())] == ["person", "anliegen", "der_ort", "abschluss"]
    _post(begun, "seiten/der_ort/", title="Wo?")
    assert editing.page_words_of(_content(), "der_ort")["en"]["title"] == "Wo?"
    assert begun.get(FORM).status_code == 200
    _post(begun, "seiten/der_ort/entfernen/")
    answer = begun.post(f"{FORM}seiten/person/entfernen/", {"revision": _draft().revision}, follow=True)
    assert "Auf der Seite stehen noch Felder." in answer.content.decode()
    assert [page["key"] for page in editing.pages_of(_content())] == ["person", "anliegen", "abschluss"]


def test_the_texts_of_the_service_are_completed(begun: Client) -> None:
    typed = {
        "title": "Bank beantragen",
        "summary": "Beantragen Sie eine Bank.",
        "description": "Wir stellen Bänke auf.",
        "audience": "Alle.",
        "cost": "Nichts.",
        "duration": "Kurz.",
        "procedure": "Sie beantragen.\nWir prüfen.",
        "legal_basis": "Satzung | https://example.org",
        "keywords": "bank\nsitzen\npark",
    }
    assert _post(begun, "texte/", **typed).status_code == 302
    texts = _content()["texts"]["de"]
    assert texts["procedure"] == ["Sie beantragen.", "Wir prüfen."]
    assert texts["pages"]["person"]["title"] == "Sie"
    assert _post(begun, "texte/", **{**typed, "keywords": "eins", "summary": ""}).status_code == 422
    script = _post(begun, "texte/", **{**typed, "legal_basis": "Satzung | javascript:alert(1)"})
    assert (script.status_code, "Eine Adresse beginnt mit https://" in script.content.decode()) == (422, True)
    assert _content()["texts"]["de"] == texts


def test_the_last_change_is_taken_back(begun: Client) -> None:
    _post(begun, "felder/unterlagen/entfernen/")
    _post(begun, "rueckgaengig/")
    assert editing.find_line(_content(), "unterlagen").page == "anliegen"


def test_a_change_made_on_an_older_state_is_refused_and_not_lost(begun: Client) -> None:
    old = _draft().revision
    _post(begun, "neue-seite/", title="Der Ort")
    before = _content()
    given = {"revision": old, "label": "Mein Text", "pflicht": "immer", "width": "auto"}
    answer = begun.post(f"{FORM}felder/anliegen/", given)
    assert answer.status_code == 409
    assert "Mein Text" in answer.content.decode()
    assert f'name="revision" value="{_draft().revision}"' in answer.content.decode()
    moved = begun.post(f"{FORM}felder/unterlagen/verschieben/", {"revision": old, "richtung": "hoch"}, follow=True)
    assert "In der Zwischenzeit hat jemand anderes das Formular geändert." in moved.content.decode()
    added = begun.post(f"{FORM}neues-feld/?seite=anliegen", {"revision": old, "kind": "text", "label": "Meins"})
    assert (added.status_code, "Meins" in added.content.decode()) == (409, True)
    assert _content() == before


def test_a_todo_is_ticked_off(ida: Client) -> None:
    file = SimpleUploadedFile("schema.xml", moving_in(2))
    titled = {"schema_titel": "Bank beantragen", "schema_thema": "bauen"}
    ida.post(NEW, {"art": "schema", "schema": file, **titled})
    before = _draft().todos
    _post(ida, "aufgaben/0/")
    assert _draft().todos == before[1:]
    _post(ida, "aufgaben/9999/")
    assert _draft().todos == before[1:]


def test_a_draft_is_thrown_away_after_asking(begun: Client) -> None:
    assert "verwerfen?" in begun.get(f"{FORM}verwerfen/").content.decode()
    _post(begun, "verwerfen/")
    assert find_draft(KEY) is None


# publishing


def test_what_is_sound_is_published_for_its_unit(begun: Client, town: Municipality) -> None:
    page = begun.get(f"{FORM}veroeffentlichen/").content.decode()
    assert "Das Formular ist geprüft" in page
    from rathaus.accounts.service import Unit  # here for the unit alone

    unit = Unit.objects.get(key="bau")
    assert _post(begun, "veroeffentlichen/", amt="fremd").status_code == 422
    assert _post(begun, "veroeffentlichen/", amt=str(unit.pk)).status_code == 302
    offer = find_kept_offer(KEY)
    assert offer is not None
    assert (offer.origin, offer.unit.key, offer.state) == ("own", "bau", "published")


def test_what_is_unsound_is_not_published(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="yesno", label="Eilt es?")
    _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel="eilt_es")
    _post(begun, "felder/eilt_es/entfernen/")
    assert _post(begun, "veroeffentlichen/", amt=str(_draft().changed_by.unit_id)).status_code == 422
    assert find_kept_offer(KEY) is None


def test_examples_that_a_change_overtakes_are_let_go_at_the_desk(begun: Client, town: Municipality) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="yesno", label="Ist die Bank neu?")
    page = begun.get(f"{FORM}veroeffentlichen/").content.decode()
    assert "Beispiel „kurz“: Wählen Sie bei „Ist die Bank neu?“ eine Antwort aus." in page
    assert "unexpected error" not in page

    page = begun.post(
        f"{FORM}beispiele/entfernen/", {"revision": _draft().revision}, follow=True
    ).content.decode()  # fmt: skip
    assert "Das Formular ist geprüft" in page
    assert [*_content()["examples"]] == ["ausgefuellt"]


def test_a_field_is_not_offered_for_its_own_rule(begun: Client) -> None:
    own = '<option value="f{}">Anliegen</option>'
    number = next(number for number in range(20) if own.format(number) in _asked(begun, "anliegen/regel/gueltig-neu"))
    assert own.format(number) not in _asked(begun, "anliegen/regel/sichtbar")
    assert own.format(number) not in _asked(begun, "anliegen/regel/pflicht")


def test_of_two_conditions_all_must_hold_unless_said_otherwise(begun: Client) -> None:
    page = _asked(begun, "unterlagen/regel/sichtbar", {"zeilen.0.feld": "", "zeilen.1.feld": ""})
    assert 'name="verbindung" value="und" checked' in " ".join(page.split())


def _asked(client: Client, address: str, rows: dict[str, str] | None = None) -> str:
    """The page of a rule after "Wenn …" was chosen, with what it then asks."""
    typed = {"revision": _draft().revision, "art": "wenn", "_react": "seite", **(rows or {"zeilen.0.feld": ""})}
    return str(client.post(f"{FORM}felder/{address}/", typed).content.decode())


def test_a_page_is_tried_out_and_nothing_is_kept(begun: Client) -> None:
    _post(begun, "neues-feld/?seite=anliegen", kind="yesno", label="Eilt es?")
    _post(begun, "felder/unterlagen/regel/sichtbar/", art="hand", cel="eilt_es")
    before = _draft().revision
    assert 'name="unterlagen"' not in begun.get(f"{FORM}seiten/anliegen/ansehen/").content.decode()
    page = begun.post(f"{FORM}seiten/anliegen/ansehen/", {"eilt_es": "ja"}).content.decode()
    assert 'name="unterlagen"' in page
    assert _draft().revision == before


def _nameable(path: str) -> Any:
    from rathaus.desk.editor.ruleform import nameables  # here for the ids of the fields alone

    return nameables(_content(), path, "de")
