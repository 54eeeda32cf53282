"""One line, several lines, a box to tick, and what is only shown."""

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from rathaus.ui.icons import icon
from rathaus.ui.values import as_typed

from .drawing import draws
from .parts import EMPTY, Field, attributes, block, dom_id, error_text, flags, help_text

_INPUT_TYPES = {"email": "email", "phone": "tel"}
_INPUT_MODES = {
    "integer": "numeric",
    "decimal": "decimal",
    "money": "decimal",
    "date": "numeric",
    "postcode": "numeric",
}
_SUGGESTIONS = {"strassen": "/strassen/"}  # where scripts/common/suggest.js asks for the entries of a register
_WIDTHS = {"integer": "s", "decimal": "s", "money": "s", "date": "s", "postcode": "s", "phone": "m", "iban": "l"}


@draws("text", "integer", "decimal", "money", "date", "email", "phone", "iban", "postcode")
def _line(field: Field) -> SafeString:
    """One line of text, and all kinds that are typed as one: numbers, dates, addresses of mail, IBAN."""
    kind = field.kind
    width = getattr(field, "width", "") or _WIDTHS.get(kind, "")
    tight = kind in {"email", "phone", "iban"}
    box = format_html(
        '<input class="kern-form-input__input{}" id="{}" name="{}" type="{}" value="{}"{}{}>',
        f" width-{width}" if width else "",
        dom_id(field.path),
        field.path,
        _INPUT_TYPES.get(kind, "text"),
        as_typed(field),
        attributes(
            [
                ("inputmode", getattr(field, "inputmode", "") or _INPUT_MODES.get(kind)),
                ("autocomplete", getattr(field, "autocomplete", "")),
                ("maxlength", getattr(field, "max_length", None)),
                ("data-suggest", _SUGGESTIONS.get(getattr(field, "suggest", ""))),
                ("spellcheck", "false" if tight else ""),
                ("autocapitalize", "off" if tight else ""),
            ]
        ),
        flags(field),
    )
    unit = "€" if kind == "money" else getattr(field, "unit", "")
    if unit:
        box = format_html(
            '<div class="kern-input-group">{}<div class="kern-input-group-text">{}</div></div>', box, unit
        )
    return block(field, box)


@draws("longtext")
def _longtext(field: Field) -> SafeString:
    """No `maxlength` here: what is pasted would be cut without a word. The server says what is too long."""
    limit = getattr(field, "max_length", None)
    return block(
        field,
        format_html(
            '<textarea class="kern-form-input__input" id="{}" name="{}" rows="5"{}{}>\n{}</textarea>',
            dom_id(field.path),
            field.path,
            attributes([("data-count-to", limit)]),
            flags(field),
            as_typed(field),
        ),
    )


@draws("declaration")
def _declaration(field: Field) -> SafeString:
    """A single box to tick, with the sentence that is declared as its label."""
    ticked = bool(field.value) if getattr(field, "raw", None) is None else field.raw not in {"", "nein"}
    inner = format_html(
        '{}<div class="kern-form-check"><input class="kern-form-check__checkbox{}" type="checkbox" id="{}" name="{}" '
        'value="ja"{}{}><label class="kern-label" for="{}">{}</label></div>',
        error_text(field),
        " kern-form-check__checkbox--error" if field.error else "",
        dom_id(field.path),
        field.path,
        mark_safe(" checked" if ticked else ""),  # noqa: S308
        flags(field),
        dom_id(field.path),
        getattr(field, "text", "") or field.label,
    )
    return format_html(
        '<div class="field declaration{}">{}{}</div>', " field--error" if field.error else "", inner, help_text(field)
    )


@draws("info")
def _info(field: Field) -> SafeString:
    text = getattr(field, "text", "") or field.help or ""
    title = format_html('<h2 class="kern-title">{}</h2>', field.label) if field.label else EMPTY
    return format_html(
        '<div class="note">{}<div class="note__body">{}{}</div></div>',
        icon("info"),
        title,
        mark_safe(linebreaks(text, autoescape=True)),  # noqa: S308 - escaped by linebreaks
    )


@draws("computed")
def _computed(field: Field) -> SafeString:
    """A value the form works out. Read out when it changes (`output` is a live region)."""
    value = getattr(field, "display", "") or as_typed(field) or "–"
    return format_html(
        '<div class="field computed"><span class="kern-label">{}</span>{}<output class="computed__value" id="{}">{}'
        "</output></div>",
        field.label,
        help_text(field),
        dom_id(field.path),
        value,
    )
