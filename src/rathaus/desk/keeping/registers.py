"""Registers at the desk: tables that forms choose from or suggest by, changed row by row or as a whole."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import Register, Stale, find_register, list_registers, save_register
from rathaus.core.text import clean_text, fold

from .frame import keeping_page
from .registercsv import Fault, check_row, decode, read_table, table_response, write_table
from .sheets import seen_revision

_PER_PAGE = 50
_HEADINGS = {"strassen": gettext_lazy("Straßen"), "plz": gettext_lazy("Postleitzahl")}
Row = tuple[int, Sequence[str]]


@require_safe
@admin_required
def show_registers(request: StaffRequest) -> HttpResponse:
    context = {"registers": [(one, heading(one.key), len(one.rows)) for one in list_registers()]}
    return keeping_page(request, "desk/keeping/registers.html", context, area="desk_registers")


@require_safe
@admin_required
def show_register(request: StaffRequest, register: str) -> HttpResponse:
    table = _find(register)
    q = clean_text(request.GET.get("q", ""))[:100]
    found = [row for row in enumerate(table.rows) if fold(q) in fold(" ".join(row[1]))]
    context = {"q": q, "rows": Paginator(found, _PER_PAGE).get_page(request.GET.get("seite")), "total": len(found)}
    return _page(request, "desk/keeping/register.html", table, context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit_row(request: StaffRequest, register: str, number: int | None = None) -> HttpResponse:
    """Change or remove a row, or add one where there is no number."""
    table = _find(register)
    if number is not None and number >= len(table.rows):
        raise Http404
    saved = table.rows[number] if number is not None else [""] * len(table.columns)
    if request.method != "POST":
        return _row_page(request, table, number, saved)
    typed = [clean_text(request.POST.get(f"spalte-{column}", "")).strip() for column in table.columns]
    removes = "entfernen" in request.POST
    wrong = {} if removes else check_row(table.columns, typed)
    if wrong:
        return _row_page(request, table, number, typed, wrong=wrong, status=422)
    rows = [row for index, row in enumerate(table.rows) if index != number]
    if not removes:
        rows.insert(len(rows) if number is None else number, typed)
    try:
        save_register(table, rows=rows, revision=seen_revision(request), by=request.staff)
    except Stale:
        return _row_page(request, _find(register), number, typed, is_stale=True, status=409)
    messages.success(request, _("Gespeichert. Formulare nutzen ab sofort die neue Tabelle."))
    return HttpResponseRedirect(reverse("desk_register", args=[register]))


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def replace_rows(request: StaffRequest, register: str) -> HttpResponse:
    """Paste or upload the whole table; with one fault nothing is replaced."""
    table = _find(register)
    if request.method != "POST":
        return _csv_page(request, table, write_table(table.columns, table.rows))
    upload = request.FILES.get("datei")
    text = decode(upload.read(5_000_000)) if upload else request.POST.get("tabelle", "")
    read = read_table(text, table.columns)
    if read.faults:
        return _csv_page(request, table, text, faults=read.faults, status=422)
    try:
        save_register(table, rows=read.rows, revision=seen_revision(request), by=request.staff)
    except Stale:
        return _csv_page(request, _find(register), text, is_stale=True, status=409)
    count = len(read.rows)
    said = ngettext(
        "Gespeichert: Die Tabelle hat jetzt %(n)s Zeile.", "Gespeichert: Die Tabelle hat jetzt %(n)s Zeilen.", count
    )
    messages.success(request, said % {"n": count})
    return HttpResponseRedirect(reverse("desk_register", args=[register]))


@require_safe
@admin_required
def download(request: StaffRequest, register: str) -> HttpResponse:  # noqa: ARG001 -- the decorator needs it
    """The whole table."""
    table = _find(register)
    return table_response(table.key, table.columns, table.rows)


def heading(key: str) -> str:
    """A register or column by its key."""
    return str(_HEADINGS.get(key) or key.replace("_", " ").capitalize())


def _find(key: str) -> Register:
    found = find_register(key)
    if found is None:
        raise Http404
    return found


def _row_page(
    request: StaffRequest,
    table: Register,
    number: int | None,
    cells: Sequence[str],
    *,
    wrong: dict[str, str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    saved = table.rows[number] if number is not None and number < len(table.rows) else None
    context = {
        "number": number,
        "cells": [
            (c, heading(c), cell, (wrong or {}).get(c, "")) for c, cell in zip(table.columns, cells, strict=True)
        ],
        "is_stale": is_stale,
        "saved": saved,
    }
    return _page(request, "desk/keeping/register_row.html", table, context, status=status)


def _csv_page(
    request: StaffRequest,
    table: Register,
    text: str,
    *,
    faults: tuple[Fault, ...] = (),
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"text": text, "faults": faults, "is_stale": is_stale}
    return _page(request, "desk/keeping/register_csv.html", table, context, status=status)


def _page(
    request: StaffRequest, template: str, table: Register, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {"register": table, "title": heading(table.key), "columns": [heading(c) for c in table.columns]}
    return keeping_page(request, template, {**around, **context}, area="desk_registers", status=status)
