"""What kinds of fields have in common: question, help, error, and the frame around one input or several."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.ui.icons import icon

Field = Any  # a FieldState of the form engine, which this app must not import
EMPTY = mark_safe("")


def dom_id(path: str) -> str:
    """`hunde.0.name` as an id that needs no escaping in style sheets and scripts: `f-hunde-0-name`."""
    return "f-" + path.replace(".", "-")


def optional(field: Field) -> SafeString:
    if field.required or field.kind in {"info", "computed", "declaration"}:
        return EMPTY
    words = _("darf hier offen bleiben") if getattr(field, "may_stay_open", False) else _("freiwillig")
    return format_html(' <span class="kern-label__optional">– {}</span>', words)


def help_text(field: Field) -> SafeString:
    if not field.help:
        return EMPTY
    return format_html('<div class="kern-hint" id="{}-help">{}</div>', dom_id(field.path), field.help)


def error_text(field: Field) -> SafeString:
    if not field.error:
        return EMPTY
    return format_html(
        '<p class="kern-error" id="{}-error">{}<span class="kern-body">'
        '<span class="kern-sr-only">{} </span>{}</span></p>',
        dom_id(field.path),
        icon("fehler", "s"),
        _("Fehler:"),
        field.error,
    )


def described_by(field: Field) -> str:
    parts = [f"{dom_id(field.path)}-{part}" for part in ("help", "error") if getattr(field, part, None)]
    return " ".join(parts)


def flags(field: Field) -> SafeString:
    """The attributes that tell help and error to who cannot see them, and ask the server when others depend on it."""
    text = ""
    if ids := described_by(field):
        text += f' aria-describedby="{ids}"'
    if field.error:
        text += ' aria-invalid="true"'
    return mark_safe(text + reactive(field))  # noqa: S308 - ids are made of the definition's keys


def reactive(field: Field) -> str:
    return ' data-reactive=""' if getattr(field, "reactive", False) else ""


def attributes(pairs: Sequence[tuple[str, Any]]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in pairs if value))


def block(field: Field, inner: SafeString) -> SafeString:
    """Label, help and error around one input."""
    return format_html(
        '<div class="kern-form-input field{}"><label class="kern-label" for="{}">{}{}</label>{}{}{}</div>',
        " field--error" if field.error else "",
        dom_id(field.path),
        field.label,
        optional(field),
        help_text(field),
        error_text(field),
        inner,
    )


def fieldset(field: Field, inner: SafeString, *, kind: str = "", focusable: bool = False) -> SafeString:
    """Legend, help and error around several inputs; `focusable` when none of them carries the field's id."""
    return format_html(
        '<fieldset class="kern-fieldset field{}{}"{}{}><legend class="kern-label">{}{}</legend>'
        '{}{}<div class="kern-fieldset__body">{}</div></fieldset>',
        " field--error" if field.error else "",
        f" {kind}" if kind else "",
        format_html(' id="{}" tabindex="-1"', dom_id(field.path)) if focusable else "",
        attributes([("aria-describedby", described_by(field))]),
        field.label,
        optional(field),
        help_text(field),
        error_text(field),
        inner,
    )
