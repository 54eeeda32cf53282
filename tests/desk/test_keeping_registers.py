"""Registers: changed row by row or as a whole, with every fault by its line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.catalogue.models import KeepingEvent, Register
from rathaus.catalogue.service import fill_register, register_rows, save_register
from rathaus.desk.keeping.registercsv import decode, read_table, write_table
from rathaus.tenancy.service import Municipality

pytestmark = pytest.mark.django_db

COLUMNS = ["name", "ort", "plz"]
ADDRESS = "/amt/verzeichnisse/wege/"
ROW = {"spalte-name": "Eichenweg", "spalte-ort": "Bittkau", "spalte-plz": "39517"}


@pytest.fixture
def ways(town: Municipality) -> Register:
    rows = [["Ahornweg", "Grieben", "39517"], ["Birkenweg", "Grieben", "39517"]]
    return fill_register("wege", COLUMNS, rows)


def names() -> list[str]:
    return [row["name"] for row in register_rows("wege")]


def test_registers_are_listed_with_their_size(ida: Client, ways: Register) -> None:
    page = ida.get("/amt/verzeichnisse/").content.decode()
    assert f'href="{ADDRESS}">Wege</a></td><td>2</td>' in page


def test_rows_are_found_by_any_of_their_words(ida: Client, ways: Register) -> None:
    page = ida.get(f"{ADDRESS}?q=birken").content.decode()
    assert ("Birkenweg" in page, "Ahornweg" in page) == (True, False)
    assert "Alle Zeilen zeigen" in ida.get(f"{ADDRESS}?q=xyzzy").content.decode()


def test_a_row_is_added_changed_and_removed(ida: Client, ways: Register) -> None:
    assert ida.post(f"{ADDRESS}zeile/", {"revision": 1, **ROW}).status_code == 302
    assert names() == ["Ahornweg", "Birkenweg", "Eichenweg"]
    ida.post(f"{ADDRESS}zeile/0/", {"revision": 2, **ROW, "spalte-name": "Ahornstraße"})
    assert names() == ["Ahornstraße", "Birkenweg", "Eichenweg"]
    ida.post(f"{ADDRESS}zeile/1/", {"revision": 3, "entfernen": "1"})
    assert names() == ["Ahornstraße", "Eichenweg"]
    assert [(event.act, str(event.by)) for event in KeepingEvent.objects.filter(register_key="wege")] == [
        ("register", "Ida Admin")
    ] * 3


def test_a_row_without_a_name_is_refused_at_its_field(ida: Client, ways: Register) -> None:
    answer = ida.post(f"{ADDRESS}zeile/", {"revision": 1, **ROW, "spalte-name": " ", "spalte-ort": "x" * 301})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="spalte-name-error"' in page
    assert "höchstens 300 Zeichen" in page
    assert len(names()) == 2


def test_who_saw_an_older_table_loses_nothing_and_changes_nothing(ida: Client, ways: Register) -> None:
    save_register(ways, rows=[["Ulmenweg", "Grieben", "39517"]], revision=1, by=None)
    late = ida.post(f"{ADDRESS}zeile/0/", {"revision": 1, **ROW})
    page = late.content.decode()
    assert late.status_code == 409
    assert ("Ulmenweg · Grieben" in page, 'value="Eichenweg"' in page) == (True, True)
    assert ida.post(f"{ADDRESS}tabelle/", {"revision": 1, "tabelle": "name;ort;plz\nA;B;C"}).status_code == 409
    assert names() == ["Ulmenweg"]


def test_a_pasted_table_replaces_all_rows_in_any_order_of_columns(ida: Client, ways: Register) -> None:
    ida.post(f"{ADDRESS}tabelle/", {"revision": 1, "tabelle": "PLZ\tName\tOrt\n39517\tUlmenweg\tGrieben\n\n"})
    assert register_rows("wege") == [{"name": "Ulmenweg", "ort": "Grieben", "plz": "39517"}]


def test_an_uploaded_table_of_an_old_program_is_read(ida: Client, ways: Register) -> None:
    content = 'name;ort;plz\n"Große Straße; hinten";Thale;06502\n'.encode("cp1252")
    upload = SimpleUploadedFile("wege.csv", content, content_type="text/csv")
    ida.post(f"{ADDRESS}tabelle/", {"revision": 1, "datei": upload, "tabelle": ""})
    assert names() == ["Große Straße; hinten"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 0, "noch keine Tabelle"),
        ("name;ort\nA;B", 1, "„plz“ fehlt"),
        ("name;ort;plz;farbe\nA;B;C;D", 1, "„farbe“ gibt es hier nicht"),
        ("name;ort;plz;name\nA;B;C;D", 1, "steht zweimal"),
        ("name;ort;plz\nA;B;C\nD;E\n", 3, "2 Werte statt 3"),
        ("name;ort;plz\n;B;C", 2, "Geben Sie einen Namen an"),
        ("name;ort;plz\nA;B;" + "x" * 301, 2, "höchstens 300 Zeichen"),
        ("name;ort;plz\n" + "A;B;C\n" * 20_001, 0, "20.000"),
        ("x" * 2_000_001, 0, "2 MB"),
        ('name;ort;plz\n"offen', 2, "1 Werte statt 3"),
        ("\x00", 0, "noch keine Tabelle"),
    ],
)
def test_a_table_with_a_fault_says_where(text: str, line: int, message: str) -> None:
    read = read_table(text, COLUMNS)
    assert read.rows == ()
    assert (read.faults[0].line, message in read.faults[0].message) == (line, True), read.faults[0]


def test_faults_leave_the_old_table_and_the_typed_text(ida: Client, ways: Register) -> None:
    answer = ida.post(f"{ADDRESS}tabelle/", {"revision": 1, "tabelle": "name;ort;plz\nUlmenweg;Grieben"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeile 2: Hier stehen 2 Werte statt 3." in page
    assert "Ulmenweg;Grieben" in page
    assert names() == ["Ahornweg", "Birkenweg"]


def test_what_is_downloaded_can_be_uploaded_again(ida: Client, ways: Register) -> None:
    answer = ida.get(f"{ADDRESS}tabelle.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wege.csv"'
    assert read_table(decode(answer.content), COLUMNS).rows == tuple(map(tuple, ways.rows))
    assert write_table(COLUMNS, [["A;B", 'C"D', "E"]]) == 'name;ort;plz\n"A;B";"C""D";E\n'


def test_a_row_is_no_formula_where_a_colleague_opens_the_table() -> None:
    rows = [['=HYPERLINK("https://x.example")', "@A1", "-1"]]
    written = write_table(COLUMNS, rows)
    assert written.splitlines()[1] == '"\'=HYPERLINK(""https://x.example"")";\'@A1;\'-1'
    assert read_table(written, COLUMNS).rows == tuple(map(tuple, rows))


@pytest.mark.parametrize("outsider", ["clara", "leo", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("page", ["", "zeile/", "zeile/0/", "tabelle/", "tabelle.csv"])
def test_nobody_else_reads_or_changes(outsider: Client, ways: Register, page: str) -> None:
    assert outsider.get(ADDRESS + page).status_code == 404
    assert outsider.post(ADDRESS + page, {"revision": 1, **ROW, "tabelle": "name;ort;plz\nA;B;C"}).status_code in {
        404,
        405,
    }
    assert names() == ["Ahornweg", "Birkenweg"]


def test_what_is_not_there_is_not_found(ida: Client, ways: Register) -> None:
    for address in ("/amt/verzeichnisse/gibt_es_nicht/", f"{ADDRESS}zeile/99/"):
        assert ida.get(address).status_code == 404
