"""Draws the fields of a form. Duck-typed on the form engine's FieldState, which this app must not import.

Python functions instead of one template per kind: a page of eight fields takes well under a millisecond. Every value
goes through `format_html`, so what somebody typed is never markup.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.ui.icons import icon
from rathaus.ui.values import as_typed

Field = Any  # a FieldState, see the module's docstring
EMPTY = mark_safe("")
MANY_OPTIONS = 8  # above, a list to choose from is shorter to read than radio buttons
_MEGABYTE = 1_000_000
_INPUT_TYPES = {"email": "email", "phone": "tel"}
_INPUT_MODES = {
    "integer": "numeric",
    "decimal": "decimal",
    "money": "decimal",
    "date": "numeric",
    "postcode": "numeric",
}
_WIDTHS = {"integer": "s", "decimal": "s", "money": "s", "date": "s", "postcode": "s", "phone": "m", "iban": "l"}


def dom_id(path: str) -> str:
    """`hunde.0.name` as an id that needs no escaping in style sheets and scripts: `f-hunde-0-name`."""
    return "f-" + path.replace(".", "-")


def draw(field: Field) -> SafeString:
    """The whole field: question, help, error and input. A field that is not visible is not drawn at all."""
    if not getattr(field, "visible", True):
        return EMPTY
    return _KINDS.get(field.kind, _line)(field)


def draw_all(fields: Iterable[Field]) -> SafeString:
    return mark_safe("".join(map(draw, fields)))  # noqa: S308 - joins what draw() escaped


# -- parts ------------------------------------------------------------------------------------------------------


def _optional(field: Field) -> SafeString:
    if field.required or field.kind in {"info", "computed", "declaration"}:
        return EMPTY
    return format_html(' <span class="kern-label__optional">– {}</span>', _("freiwillig"))


def _help(field: Field) -> SafeString:
    if not field.help:
        return EMPTY
    return format_html('<div class="kern-hint" id="{}-help">{}</div>', dom_id(field.path), field.help)


def _error(field: Field) -> SafeString:
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


def _flags(field: Field) -> SafeString:
    """The attributes that tell help and error to who cannot see them, and ask the server when others depend on it."""
    text = ""
    if ids := described_by(field):
        text += f' aria-describedby="{ids}"'
    if field.error:
        text += ' aria-invalid="true"'
    return mark_safe(text + _reactive(field))  # noqa: S308 - ids are made of the definition's keys


def _reactive(field: Field) -> str:
    return ' data-reactive=""' if getattr(field, "reactive", False) else ""


def _attributes(pairs: Sequence[tuple[str, Any]]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in pairs if value))


def _block(field: Field, inner: SafeString) -> SafeString:
    """Label, help and error around one input."""
    return format_html(
        '<div class="kern-form-input field{}"><label class="kern-label" for="{}">{}{}</label>{}{}{}</div>',
        " field--error" if field.error else "",
        dom_id(field.path),
        field.label,
        _optional(field),
        _help(field),
        _error(field),
        inner,
    )


def _fieldset(field: Field, inner: SafeString, *, kind: str = "", focusable: bool = False) -> SafeString:
    """Legend, help and error around several inputs; `focusable` when none of them carries the field's id."""
    return format_html(
        '<fieldset class="kern-fieldset field{}{}"{}{}><legend class="kern-label">{}{}</legend>'
        '{}{}<div class="kern-fieldset__body">{}</div></fieldset>',
        " field--error" if field.error else "",
        f" {kind}" if kind else "",
        format_html(' id="{}" tabindex="-1"', dom_id(field.path)) if focusable else "",
        _attributes([("aria-describedby", described_by(field))]),
        field.label,
        _optional(field),
        _help(field),
        _error(field),
        inner,
    )


# -- kinds ------------------------------------------------------------------------------------------------------


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
        _attributes(
            [
                ("inputmode", getattr(field, "inputmode", "") or _INPUT_MODES.get(kind)),
                ("autocomplete", getattr(field, "autocomplete", "")),
                ("maxlength", getattr(field, "max_length", None)),
                ("spellcheck", "false" if tight else ""),
                ("autocapitalize", "off" if tight else ""),
            ]
        ),
        _flags(field),
    )
    unit = "€" if kind == "money" else getattr(field, "unit", "")
    if unit:
        box = format_html(
            '<div class="kern-input-group">{}<div class="kern-input-group-text">{}</div></div>', box, unit
        )
    return _block(field, box)


def _longtext(field: Field) -> SafeString:
    """No `maxlength` here: what is pasted would be cut without a word. The server says what is too long."""
    limit = getattr(field, "max_length", None)
    return _block(
        field,
        format_html(
            '<textarea class="kern-form-input__input" id="{}" name="{}" rows="5"{}{}>\n{}</textarea>',
            dom_id(field.path),
            field.path,
            _attributes([("data-count-to", limit)]),
            _flags(field),
            as_typed(field),
        ),
    )


def _checks(field: Field, options: Iterable[Sequence[str]], *, kind: str, chosen: set[str]) -> SafeString:
    """Radio buttons or checkboxes. The first carries the field's id, so that the error summary can lead to it."""
    base, parts = dom_id(field.path), []
    for number, (value, label, *rest) in enumerate(options):
        own = base if number == 0 else f"{base}-{number}"
        hint = rest[0] if rest else ""
        parts.append(
            format_html(
                '<div class="kern-form-check"><input class="kern-form-check__{}{}" type="{}" id="{}" name="{}" '
                'value="{}"{}{}><label class="kern-label" for="{}">{}</label>{}</div>',
                kind,
                f" kern-form-check__{kind}--error" if field.error else "",
                kind,
                own,
                field.path,
                value,
                mark_safe(" checked" if value in chosen else ""),  # noqa: S308
                _attributes([("aria-describedby", f"{own}-hint" if hint else "")]) + mark_safe(_reactive(field)),  # noqa: S308
                own,
                label,
                format_html('<div class="kern-hint check-hint" id="{}-hint">{}</div>', own, hint) if hint else EMPTY,
            )
        )
    return mark_safe("".join(parts))  # noqa: S308 - format_html made the parts


def _chosen(field: Field) -> set[str]:
    raw = getattr(field, "raw", None)
    value = field.value if raw is None else raw
    if isinstance(value, bool):
        return {"ja" if value else "nein"}
    if value is None:
        return set()
    return {str(part) for part in value} if isinstance(value, (list, tuple, set)) else {str(value)}


def _choice(field: Field) -> SafeString:
    options = tuple(field.options or ())
    look = getattr(field, "look", "auto")
    if look == "select" or (look == "auto" and len(options) > MANY_OPTIONS):
        return _select(field, options)
    return _fieldset(field, _checks(field, options, kind="radio", chosen=_chosen(field)))


def _select(field: Field, options: Sequence[Sequence[str]]) -> SafeString:
    chosen = _chosen(field)
    inner = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, mark_safe(" selected" if value in chosen else ""), label) for value, label, *_rest in options),  # noqa: S308
    )
    return _block(
        field,
        format_html(
            '<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="{}" name="{}"'
            '{}{}><option value="">{}</option>{}</select></div>',
            dom_id(field.path),
            field.path,
            _attributes([("autocomplete", getattr(field, "autocomplete", ""))]),
            _flags(field),
            _("Bitte wählen"),
            inner,
        ),
    )


def _choices(field: Field) -> SafeString:
    return _fieldset(field, _checks(field, field.options or (), kind="checkbox", chosen=_chosen(field)))


def _yesno(field: Field) -> SafeString:
    options = field.options or (("ja", _("Ja")), ("nein", _("Nein")))
    return _fieldset(field, _checks(field, options, kind="radio", chosen=_chosen(field)), kind="field--inline")


def _declaration(field: Field) -> SafeString:
    """A single box to tick, with the sentence that is declared as its label."""
    inner = format_html(
        '{}<div class="kern-form-check"><input class="kern-form-check__checkbox{}" type="checkbox" id="{}" name="{}" '
        'value="ja"{}{}><label class="kern-label" for="{}">{}</label></div>',
        _error(field),
        " kern-form-check__checkbox--error" if field.error else "",
        dom_id(field.path),
        field.path,
        mark_safe(" checked" if _chosen(field) & {"ja", "true", "on"} else ""),  # noqa: S308
        _flags(field),
        dom_id(field.path),
        getattr(field, "text", "") or field.label,
    )
    return format_html(
        '<div class="field declaration{}">{}{}</div>', " field--error" if field.error else "", inner, _help(field)
    )


def _file(field: Field) -> SafeString:
    """What is already there with a way to remove it, then the input, unless no more files may be added."""
    stored = [entry for entry in (field.value or ()) if isinstance(entry, dict)]
    listing = EMPTY
    if stored:
        rows = format_html_join("", '<li class="upload">{}</li>', ((_stored_file(field, entry),) for entry in stored))
        listing = format_html('<ul class="uploads">{}</ul>', rows)
    most = getattr(field, "max_files", 1)
    if stored and len(stored) >= most:
        return _fieldset(field, listing, focusable=True)
    box = format_html(
        '{}<input class="kern-form-input__input" type="file" id="{}" name="{}" data-upload=""{}{}{}>',
        listing,
        dom_id(field.path),
        field.path,
        mark_safe(" multiple" if most > 1 else ""),  # noqa: S308
        _attributes(
            [
                ("accept", ",".join(getattr(field, "accept", ()))),
                ("data-limit", getattr(field, "max_mb", 0) * _MEGABYTE),
            ]
        ),
        _flags(field),
    )
    return _block(field, box)


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


def _composite(field: Field) -> SafeString:
    """Person, address, organisation, date range: several inputs under one question."""
    kind = "field--inline field--range" if field.kind == "daterange" else "field--group"
    return _fieldset(field, draw_all(field.children or ()), kind=kind, focusable=True)


def _group(field: Field) -> SafeString:
    """Repeating rows, each with a way to remove it, and one to add another; both submit the form."""
    rows = mark_safe("".join(_row(field, number, *row) for number, row in enumerate(field.rows, 1)))  # noqa: S308
    add = EMPTY
    if field.can_add:
        add = _row_button("_add", field.path, field.add_label or _("Weiteren Eintrag hinzufügen"), "plus")
    return _fieldset(field, rows + add, kind="rows", focusable=True)


def _row(field: Field, number: int, index: int, children: Iterable[Field]) -> SafeString:
    title = f"{field.row_label or _('Eintrag')} {number}"
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


def _info(field: Field) -> SafeString:
    text = getattr(field, "text", "") or field.help or ""
    title = format_html('<h2 class="kern-title">{}</h2>', field.label) if field.label else EMPTY
    return format_html(
        '<div class="note">{}<div class="note__body">{}{}</div></div>',
        icon("info"),
        title,
        mark_safe(linebreaks(text, autoescape=True)),  # noqa: S308 - escaped by linebreaks
    )


def _computed(field: Field) -> SafeString:
    """A value the form works out. Read out when it changes (`output` is a live region)."""
    value = getattr(field, "display", "") or as_typed(field) or "–"
    return format_html(
        '<div class="field computed"><span class="kern-label">{}</span>{}<output class="computed__value" id="{}">{}'
        "</output></div>",
        field.label,
        _help(field),
        dom_id(field.path),
        value,
    )


_KINDS: dict[str, Callable[[Field], SafeString]] = {
    "longtext": _longtext,
    "choice": _choice,
    "choices": _choices,
    "yesno": _yesno,
    "declaration": _declaration,
    "file": _file,
    "daterange": _composite,
    "person": _composite,
    "address": _composite,
    "organisation": _composite,
    "group": _group,
    "info": _info,
    "computed": _computed,
}
