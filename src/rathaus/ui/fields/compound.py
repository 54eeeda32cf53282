"""Fields made of fields: a person, an address, a range of dates, and rows that repeat."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.ui.icons import icon

from .drawing import draw_all, draws
from .parts import EMPTY, Field, dom_id, fieldset


@draws("person", "address", "organisation", "daterange")
def _composite(field: Field) -> SafeString:
    """Person, address, organisation, date range: several inputs under one question."""
    kind = "field--inline field--range" if field.kind == "daterange" else "field--group"
    return fieldset(field, draw_all(field.children or ()), kind=kind, focusable=True)


@draws("group")
def _group(field: Field) -> SafeString:
    """Repeating rows, each with a way to remove it, and one to add another; both submit the form."""
    rows = mark_safe("".join(_row(field, number, *row) for number, row in enumerate(field.rows, 1)))  # noqa: S308
    add = EMPTY
    if field.can_add:
        add = _row_button("_add", field.path, field.add_label or _("Weiteren Eintrag hinzufügen"), "plus")
    return fieldset(field, rows + add, kind="rows", focusable=True)


def _row(field: Field, number: int, index: int, children: Iterable[Field]) -> SafeString:
    title = str(field.row_label or _("Eintrag"))
    if field.can_add or number > 1 or len(field.rows) > 1:
        title = f"{title} {number}"  # where there can be but one, nobody counts
    remove = EMPTY
    if field.can_remove:
        label = _("%(title)s entfernen") % {"title": title}
        remove = _row_button("_remove", f"{field.path}.{index}", label, "muelleimer")
    return format_html(
        '<fieldset class="kern-fieldset row" id="{}-{}"><legend class="kern-label">{}</legend>'
        '<div class="kern-fieldset__body">{}</div>{}</fieldset>',
        dom_id(field.path),
        index,
        title,
        draw_all(children),
        remove,
    )


def _row_button(name: str, value: str, label: str, picture: str) -> SafeString:
    return format_html(
        '<div class="row__action"><button class="kern-btn {}" type="submit" name="{}" value="{}" formnovalidate>'
        '{}<span class="kern-label">{}</span></button></div>',
        "kern-btn--secondary" if name == "_add" else "kern-btn--tertiary",
        name,
        value,
        icon(picture),
        label,
    )
