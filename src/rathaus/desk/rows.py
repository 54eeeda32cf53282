"""The rows of the inbox. Drawn by a function: twenty rows in a template cost four times as much."""

from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.cases.service import InboxPage, InboxRow
from rathaus.ui.icons import icon
from rathaus.ui.templatetags.ui import status_badge

from . import wording

_ROW = (
    '<tr><td><a class="list__link number" href="/amt/vorgaenge/{}/">{}</a></td><td>{}</td><td>{}</td><td>{}</td>{}'
    '<td class="list__soft">{}</td><td>{}</td></tr>'
)


def draw_rows(page: InboxPage, *, with_units: bool) -> SafeString:
    """All rows; with the unit for who sees several, with the day of receipt where nothing is due any more."""
    is_done, language, free = page.filters.state == "done", get_language() or "de", _("noch frei")
    nameless = format_html('<span class="muted">{}</span>', _("ohne Namen"))
    return format_html_join(
        "\n", _ROW, (_cells(row, is_done, language, free, nameless, with_units) for row in page.rows)
    )


def draw_due(day: date | None) -> SafeString:
    """The due date in words, coloured when it is near or over."""
    kind = wording.due_kind(day)
    return format_html('<span class="due{}">{}</span>', f" due--{kind}" if kind else "", wording.due_words(day))


def _cells(  # noqa: PLR0917 -- positional for speed
    row: InboxRow,
    is_done: bool,  # noqa: FBT001 -- positional for speed
    language: str,
    free: str,
    nameless: str,
    with_units: bool,  # noqa: FBT001 -- as above
) -> tuple[object, ...]:
    return (
        row.number,
        row.number,
        _title(row),
        row.applicant or nameless,
        _badge(row.status, language),
        format_html('<td class="list__soft">{}</td>', row.unit) if with_units else "",
        row.assignee or free,
        date_format(row.submitted_on, "SHORT_DATE_FORMAT") if is_done else draw_due(row.due_on),
    )


def _title(row: InboxRow) -> str:
    if row.waiting_since is None:
        return row.title
    words = _("neue Nachricht, %(when)s") % {"when": wording.moment(row.waiting_since)}
    return format_html('{} <span class="mark">{}{}</span>', row.title, icon("nachricht", "s"), words)


@cache
def _badge(status: str, _language: str) -> SafeString:
    """A badge has six looks in each language."""
    return status_badge(status, small=True, desk=True)
