"""One of several, several of several, yes or no."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .drawing import draws
from .parts import EMPTY, Field, attributes, block, dom_id, fieldset, flags, reactive

MANY_OPTIONS = 8  # above, a list to choose from is shorter to read than radio buttons


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
                attributes([("aria-describedby", f"{own}-hint" if hint else "")]) + mark_safe(reactive(field)),  # noqa: S308
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


@draws("choice")
def _choice(field: Field) -> SafeString:
    options = tuple(field.options or ())
    look = getattr(field, "look", "auto")
    if look == "select" or (look == "auto" and len(options) > MANY_OPTIONS):
        return _select(field, options)
    return fieldset(field, _checks(field, options, kind="radio", chosen=_chosen(field)))


def _select(field: Field, options: Sequence[Sequence[str]]) -> SafeString:
    chosen = _chosen(field)
    inner = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, mark_safe(" selected" if value in chosen else ""), label) for value, label, *_rest in options),  # noqa: S308
    )
    return block(
        field,
        format_html(
            '<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="{}" name="{}"'
            '{}{}><option value="">{}</option>{}</select></div>',
            dom_id(field.path),
            field.path,
            attributes([("autocomplete", getattr(field, "autocomplete", ""))]),
            flags(field),
            _("Bitte wählen"),
            inner,
        ),
    )


@draws("choices")
def _choices(field: Field) -> SafeString:
    return fieldset(field, _checks(field, field.options or (), kind="checkbox", chosen=_chosen(field)))


@draws("yesno")
def _yesno(field: Field) -> SafeString:
    options = field.options or (("ja", _("Ja")), ("nein", _("Nein")))
    return fieldset(field, _checks(field, options, kind="radio", chosen=_chosen(field)), kind="field--inline")
