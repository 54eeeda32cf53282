"""Uploads: what is already there, and the input for more."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.ui.icons import icon

from .drawing import draws
from .parts import EMPTY, Field, attributes, block, dom_id, fieldset, flags

_MEGABYTE = 1_000_000


@draws("file")
def _file(field: Field) -> SafeString:
    """What is already there with a way to remove it, then the input, unless no more files may be added.

    The button is for browsers without scripts; with them a chosen file is sent at once, and it isn't shown.
    """
    stored = [entry for entry in (field.value or ()) if isinstance(entry, dict)]
    listing = EMPTY
    if stored:
        rows = format_html_join("", '<li class="upload">{}</li>', ((_stored_file(field, entry),) for entry in stored))
        listing = format_html('<ul class="uploads">{}</ul>', rows)
    most = getattr(field, "max_files", 1)
    if stored and len(stored) >= most:
        return fieldset(field, listing, focusable=True)
    box = format_html(
        '{}<input class="kern-form-input__input" type="file" id="{}" name="{}" data-upload=""{}{}{}>'
        '<button class="kern-btn kern-btn--secondary upload__send" type="submit" name="_upload" value="{}" '
        'formnovalidate><span class="kern-label">{}</span></button>',
        listing,
        dom_id(field.path),
        field.path,
        mark_safe(" multiple" if most > 1 else ""),  # noqa: S308
        attributes(
            [
                ("accept", ",".join(getattr(field, "accept", ()))),
                ("data-limit", getattr(field, "max_mb", 0) * _MEGABYTE),
            ]
        ),
        flags(field),
        field.path,
        _("Datei hochladen"),
    )
    return block(field, box)


def _stored_file(field: Field, entry: dict[str, Any]) -> SafeString:
    """The button posts `_remove=<path>.<id of the file>`; by id, so that an old page never removes another file."""
    return format_html(
        '{}<span class="upload__name">{}</span><span class="muted small">{}</span>'
        '<button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit" name="_remove" value="{}.{}" '
        'formnovalidate><span class="kern-label">{}<span class="kern-sr-only">: {}</span></span></button>',
        icon("dokument"),
        entry.get("name", ""),
        file_size(int(entry.get("size", 0))),
        field.path,
        entry.get("id", ""),
        _("Entfernen"),
        entry.get("name", ""),
    )


def file_size(size: int) -> str:
    """`1,2 MB`, `340 kB`: sizes as people know them, with a thousand as the step."""
    if size >= _MEGABYTE:
        return f"{size / _MEGABYTE:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1000))} kB"
