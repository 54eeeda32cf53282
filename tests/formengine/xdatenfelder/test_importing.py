"""A data schema becomes a form that the engine compiles, in both versions of the standard."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from rathaus.formengine.service import compile_service
from rathaus.formengine.xdatenfelder.importing import ImportedSchema, read_schema
from tests.formengine.xdatenfelder.writing import Writer, as_service, moving_in

_versions = pytest.mark.parametrize("version", [2, 3])


def _fields(imported: ImportedSchema) -> dict[str, dict[str, Any]]:
    return {path: field for page in imported.content["form"]["pages"] for path, field in _paths(page["fields"], "")}


def _paths(fields: list[dict[str, Any]], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in fields:
        yield prefix + field["key"], field
        yield from _paths(field.get("fields", []), f"{prefix}{field['key']}.")


def _one(version: int, *args: Any, **more: Any) -> tuple[dict[str, Any], ImportedSchema]:
    """The definition of a schema's only field."""
    writer = Writer(version)
    imported = read_schema(writer.schema("Probe", writer.field(*args, **more)))
    return imported.content["form"]["pages"][0]["fields"][0], imported


@_versions
def test_the_whole_example_compiles(version: int) -> None:
    imported = read_schema(moving_in(version))
    service = compile_service(as_service(imported))
    assert [page["key"] for page in imported.content["form"]["pages"]] == [
        "wohnungsgeber",
        "wohnung",
        "ein_oder_auszug",
        "meldepflichtige_person",
        "weitere_angaben",
    ]
    assert len(service.form.layout.fields) > 40
    assert set(imported.content["texts"]["de"]["fields"]) == set(service.form.layout.fields)
    assert set(imported.content["texts"]["en"]["fields"]) == set(service.form.layout.fields)


@_versions
def test_both_versions_say_who_applies(version: int) -> None:
    assert read_schema(moving_in(version)).content["applicant"] == {
        "person": "angaben_zur_person",
        "address": "anschrift_des_wohnungsgebers",
        "email": "e_mail",
    }


@_versions
def test_a_person_and_an_address_stay_what_they_are(version: int) -> None:
    fields = _fields(read_schema(moving_in(version)))
    assert fields["angaben_zur_person"]["kind"] == "person"
    assert [part["key"] for part in fields["anschrift_der_wohnung"]["fields"]] == [
        "strasse",
        "hausnummer",
        "zusatz",
        "plz",
        "ort",
    ]
    assert fields["anschrift_der_wohnung.plz"]["kind"] == "postcode"
    assert fields["anschrift_der_wohnung.zusatz"]["required"] is False
    assert fields["angaben_zur_person.nachname"]["letters"] == "name"


@_versions
def test_an_optional_group_is_asked_for_before_its_fields(version: int) -> None:
    fields = _fields(read_schema(moving_in(version)))
    assert fields["eigentuemer_angeben"]["kind"] == "yesno"
    assert fields["name_des_eigentuemers"]["visible"] == "eigentuemer_angeben"
    assert fields["anschrift_des_eigentuemers"]["visible"] == "eigentuemer_angeben"


@_versions
def test_a_group_that_repeats_becomes_rows(version: int) -> None:
    rows = _fields(read_schema(moving_in(version)))["meldepflichtige_person"]
    assert (rows["kind"], rows["min_rows"], rows["max_rows"]) == ("group", 1, 20)


@_versions
def test_free_text_rules_become_todos_at_their_field(version: int) -> None:
    todos = [note for note in read_schema(moving_in(version)).todos if note.code == "rule"]
    assert [(note.path, note.page, note.values["name"]) for note in todos] == [
        ("eigentuemer_angeben", "wohnungsgeber", "Eigentümer angeben"),
        ("tag_des_einzugs", "ein_oder_auszug", "Einzug"),
        ("", "", "Zwei Wochen"),
    ]
    assert todos[2].text() == (
        "Regel „Zwei Wochen“ bei „Wohnungsgeberbestätigung ausstellen“ umsetzen: "
        "Die Bestätigung muss binnen zwei Wochen vorliegen."
    )


def test_a_rule_names_the_fields_that_it_mentions() -> None:
    w = Writer(3)
    rule = w.rule("Abhängig", "Wenn F60000243 leer ist, entfällt F60000000099.")
    schema = w.schema("Probe", w.field("Straße", id="F60000000243"), w.field("Ziel", id="F60000000007"), rules=rule)
    [note] = [note for note in read_schema(schema).todos if note.code == "rule"]
    assert (note.path, note.values["mentions"]) == ("strasse", ["strasse"])


@pytest.mark.parametrize(
    ("name", "datentyp", "limits", "expected"),
    [
        ("Farbe", "text", {"maxLength": 40}, {"kind": "text", "max_length": 40}),
        ("Farbe", "text", {"minLength": 3, "maxLength": 40}, {"kind": "text", "max_length": 40, "min_length": 3}),
        ("Farbe", "text", {"maxLength": 5}, {"kind": "text", "max_length": 5, "width": "s"}),
        ("Begründung", "text", {"maxLength": 3000}, {"kind": "longtext", "max_length": 3000}),
        ("Menge", "num_int", {"minValue": -5, "maxValue": 8}, {"kind": "integer", "minimum": -5, "maximum": 8}),
        ("Maß", "num", {"minValue": "0.5"}, {"kind": "decimal", "minimum": 0.5}),
        ("Preis", "num_currency", {}, {"kind": "money"}),
        ("Tag", "date", {}, {"kind": "date"}),
        ("Gehört es Ihnen?", "bool", {}, {"kind": "yesno"}),
        ("Ich bin damit einverstanden", "bool", {}, {"kind": "declaration"}),
        ("E-Mail", "text", {"maxLength": 99}, {"kind": "email"}),
        ("Mobilnummer", "text", {}, {"kind": "phone"}),
        ("IBAN", "text", {"maxLength": 22}, {"kind": "iban"}),
        ("Menge", "num_int", {"minValue": "NaN", "maxValue": "1e400"}, {"kind": "integer"}),
        ("Farbe", "text", {"minLength": "x", "maxLength": "-3"}, {"kind": "text", "max_length": 200}),
    ],
)
@_versions
def test_kinds_and_limits(
    version: int, name: str, datentyp: str, limits: Mapping[str, Any], expected: Mapping[str, Any]
) -> None:
    field, _ = _one(version, name, datentyp, limits=limits)
    assert {key: value for key, value in field.items() if key != "key"} == expected


@_versions
def test_a_pattern_comes_along_and_one_that_no_engine_bounds_does_not(version: int) -> None:
    field, imported = _one(version, "Kennzeichen", limits={"pattern": "^[A-Z]{1,3}-[0-9]+$", "maxLength": 9})
    assert field["pattern"] == "[A-Z]{1,3}-[0-9]+"
    assert "pattern" in imported.content["texts"]["de"]["fields"]["kennzeichen"]["valid"]
    field, imported = _one(version, "Kennzeichen", limits={"pattern": "^(?=.*[0-9])[a-z0-9]+$"})
    assert "pattern" not in field
    assert imported.todos[0].code == "pattern"


def test_a_code_list_inside_the_schema_is_a_choice_and_outside_a_todo() -> None:
    field, _ = _one(3, "Anlass", art="select", codes={"01": "Über 18 Jahre", "02": "Unter 18 Jahre", "03": "??"})
    assert field["choices"] == ["ueber_18_jahre", "unter_18_jahre", "wert"]
    several, _ = _one(3, "Anlass", art="select", count="1:*", codes={"01": "Eins", "02": "Zwei"})
    assert (several["kind"], several["choices"]) == ("choices", ["eins", "zwei"])
    for version in (2, 3):
        field, imported = _one(version, "Anlass", art="select", code_list="urn:de:liste")
        assert field["kind"] == "text"
        assert (imported.todos[0].code, imported.todos[0].values["uri"]) == ("code_list", "urn:de:liste_2")


def test_a_choice_group_asks_first_and_shows_one_part() -> None:
    w = Writer(3)
    group = w.group("Anschrift", w.field("Postfach"), w.field("Packstation"), art="X")
    imported = read_schema(w.schema("Probe", group))
    fields = _fields(imported)
    assert fields["anschrift"]["choices"] == ["postfach", "packstation"]
    assert fields["packstation"]["visible"] == "anschrift == 'packstation'"
    compile_service(as_service(imported))


@_versions
def test_a_field_that_repeats_is_a_group_of_one(version: int) -> None:
    field, imported = _one(version, "Vorherige Wohnung", count="0:200", limits={"maxLength": 80})
    assert (field["kind"], field["min_rows"], field["max_rows"], len(field["fields"])) == ("group", 0, 50, 1)
    assert [note.code for note in imported.warnings] == ["rows_limited"]


@_versions
def test_without_an_email_address_a_page_asks_for_it(version: int) -> None:
    _, imported = _one(version, "Kontakt")
    assert imported.content["applicant"] == {"email": "email"}
    assert imported.content["form"]["pages"][-1] == {"key": "kontakt", "fields": [{"key": "email", "kind": "email"}]}
    compile_service(as_service(imported))


@_versions
def test_keys_are_unique_and_the_same_every_time(version: int) -> None:
    w = Writer(version)
    names = ["Größe (in cm)", "Größe in cm", "in", "2. Wohnung", "…", "Ω", "x" * 300]
    schema = w.schema("Probe", *(w.field(name) for name in names))
    keys = list(_fields(read_schema(schema)))
    assert keys == ["groesse_in_cm", "groesse_in_cm_2", "in_2", "feld_2_wohnung", "feld", "feld_2", "x" * 40, "email"]
    assert list(_fields(read_schema(schema))) == keys


@_versions
def test_words_of_the_schema_are_never_placeholders(version: int) -> None:
    _, imported = _one(version, "Wert {bogus}", help="Siehe {mehr}")
    assert imported.content["texts"]["de"]["fields"]["wert_bogus"] == {
        "label": "Wert (bogus)",
        "help": "Siehe (mehr)",
    }


@_versions
def test_a_large_group_in_a_group_has_its_own_page(version: int) -> None:
    w = Writer(version)
    inner = w.group("Betrieb", w.field("Art"), w.field("Beginn", "date"), w.field("Leitung"))
    imported = read_schema(w.schema("Probe", w.group("Antrag", w.field("Anlass"), inner, w.field("Ende", "date"))))
    pages = [(page["key"], [f["key"] for f in page["fields"]]) for page in imported.content["form"]["pages"]]
    assert pages[:3] == [("antrag", ["anlass"]), ("betrieb", ["art", "beginn", "leitung"]), ("antrag_2", ["ende"])]


def test_what_nobody_fills_in_is_named() -> None:
    w = Writer(3)
    parts = (w.field("A"), w.field("B", art="hidden"), w.field("C", art="locked"), w.field("D", "obj"))
    imported = read_schema(w.schema("Probe", *parts))
    assert list(_fields(imported)) == ["a", "d", "email"]
    assert [note.code for note in imported.warnings] == ["hidden"]
    assert [note.code for note in imported.todos] == ["locked", "static", "email_added", "english", "texts"]
