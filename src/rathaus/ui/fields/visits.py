"""An appointment within a form: the time that is kept, or free times and the way to all of them.

Each button posts `_visit` with the form, so what was typed is saved first, with or without scripts.
"""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.ui.icons import icon

from .drawing import draws
from .parts import EMPTY, Field, fieldset


@draws("appointment")
def _appointment(field: Field) -> SafeString:
    visit = getattr(field, "visit", None)
    if visit is None:
        note = _("Hier wird online eine Zeit gewählt. Am Schalter vereinbaren Sie den Termin unter „Termine“.")
        inner = format_html("<p>{}</p>", field.raw or note)
    elif field.value:
        inner = _kept(field, visit)
    else:
        inner = _free(field, visit)
    return fieldset(field, inner, kind="field--visit", focusable=True)


def _kept(field: Field, visit: Any) -> SafeString:
    if visit.is_kept:
        told = format_html(
            '<span>{} <strong data-countdown="{}" data-over="{}" data-soon="{}"></strong></span>',
            _("Wir halten die Zeit bis %(until)s Uhr für Sie frei.") % {"until": visit.until},
            visit.until_seconds,
            _("Die Zeit ist um."),
            _("Noch zwei Minuten."),
        )
    else:
        sentence = _(
            "Wir halten diese Zeit nicht mehr frei. Solange niemand anders sie nimmt, können Sie noch absenden."
        )
        told = format_html("<span>{}</span>", sentence)
    more = _button(field, "mehr", _("10 Minuten mehr"), "tertiary") if visit.may_extend else EMPTY
    return format_html(
        '<p class="visit__when">{}<strong>{}</strong></p><div class="times__hold"><p>{}{}</p>{}</div>'
        '<p class="actions">{}{}</p>',
        icon("kalender"),
        field.raw,
        icon("uhr"),
        told,
        more,
        _button(field, "alle", _("Andere Zeit wählen"), "secondary"),
        _button(field, "keine", _("Zeit wieder freigeben"), "tertiary"),
    )


def _free(field: Field, visit: Any) -> SafeString:
    if not visit.times:
        return format_html("<p>{}</p>", _("Hier ist gerade nichts frei. Schauen Sie später wieder herein."))
    rows = format_html_join(
        "",
        '<li><button class="times__time" type="submit" name="_visit" value="{} {}" formnovalidate>{}</button></li>',
        ((field.path, value, label) for value, label in visit.times),
    )
    return format_html(
        '<p id="{}-frei">{}</p><ul class="times" aria-labelledby="{}-frei">{}</ul><p class="actions">{}</p>',
        field.id,
        _("Die nächsten freien Zeiten:"),
        field.id,
        rows,
        _button(field, "alle", _("Alle freien Zeiten zeigen"), "secondary"),
    )


def _button(field: Field, what: str, label: str, look: str) -> SafeString:
    return format_html(
        '<button class="kern-btn kern-btn--{}" type="submit" name="_visit" value="{} {}" formnovalidate>'
        '<span class="kern-label">{}</span></button>',
        mark_safe(look),  # noqa: S308 -- one of our own words
        field.path,
        what,
        label,
    )
