"""A register as CSV: read from what was pasted or uploaded, with every fault by its line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from rathaus.core.cells import as_cell, from_cell

MOST_BYTES = 2_000_000
MOST_ROWS = 20_000
MOST_FAULTS = 20
MOST_CHARACTERS = 300
_NAME = "name"


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1, 0 means the whole."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` in the order of the register's columns; none while there are `faults`."""

    rows: tuple[tuple[str, ...], ...] = ()
    faults: tuple[Fault, ...] = ()


def decode(content: bytes) -> str:
    """What table programs save: UTF-8 with or without its mark, else Western European."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_table(text: str, columns: Sequence[str]) -> Table:
    """The first line names the columns, in any order. Separated by semicolon, comma or tab. Never raises."""
    if len(text.encode()) > MOST_BYTES:
        return Table(faults=(Fault(0, _("Die Tabelle ist zu groß: Höchstens 2 MB sind möglich.")),))
    lines = [(number, cells) for number, cells in _lines(text) if any(cell.strip() for cell in cells)]
    if not lines:
        return Table(faults=(Fault(0, _("Hier steht noch keine Tabelle.")),))
    order, faults = _order(lines[0], columns)
    if faults:
        return Table(faults=tuple(faults))
    faults = list(_faults(lines[1:], columns, order))[:MOST_FAULTS]
    if len(lines) - 1 > MOST_ROWS:
        faults.insert(0, Fault(0, _("Das sind zu viele Zeilen: Höchstens 20.000 sind möglich.")))
    if faults:
        return Table(faults=tuple(faults))
    return Table(tuple(tuple(from_cell(cells[place]).strip() for place in order) for _number, cells in lines[1:]))


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same with semicolons, as table programs in Germany open it."""
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows([columns, *(map(as_cell, row) for row in rows)])
    return written.getvalue()


def table_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The table as a file, with the mark that tells table programs it is UTF-8."""
    response = HttpResponse("\ufeff" + write_table(columns, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def check_row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """What is wrong with one row, by column."""
    wrong = {
        column: _("Kürzen Sie auf höchstens 300 Zeichen.")
        for column, cell in zip(columns, cells, strict=True)
        if len(cell) > MOST_CHARACTERS
    }
    empty = [column for column, cell in zip(columns, cells, strict=True) if column == _NAME and not cell.strip()]
    return wrong | dict.fromkeys(empty, _("Geben Sie einen Namen an."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each line in the text, and its cells."""
    head = text.lstrip().partition("\n")[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(StringIO(text.replace("\x00", "")), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        yield reader.line_num, []


def _order(head: tuple[int, list[str]], columns: Sequence[str]) -> tuple[list[int], list[Fault]]:
    """At which place of a line each column stands."""
    number, cells = head
    names = [cell.strip().lower() for cell in cells]
    missing = [column for column in columns if column not in names]
    unknown = [name for name in names if name not in columns]
    faults = [Fault(number, _("Die Spalte „%(name)s“ fehlt in der ersten Zeile.") % {"name": n}) for n in missing]
    faults += [Fault(number, _("Die Spalte „%(name)s“ gibt es hier nicht.") % {"name": name}) for name in unknown]
    if not faults and len(set(names)) < len(names):
        faults = [Fault(number, _("Eine Spalte steht zweimal in der ersten Zeile."))]
    return [names.index(column) for column in columns] if not faults else [], faults


def _faults(lines: list[tuple[int, list[str]]], columns: Sequence[str], order: list[int]) -> Iterator[Fault]:
    for number, cells in lines:
        if len(cells) != len(columns):
            said = {"have": len(cells), "want": len(columns)}
            yield Fault(number, _("Hier stehen %(have)s Werte statt %(want)s.") % said)
            continue
        for column, message in check_row(columns, [cells[place] for place in order]).items():
            yield Fault(number, f"{column}: {message}")
