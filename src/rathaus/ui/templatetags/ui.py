"""The components as template tags; `docs/design.md` shows each with an example."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rathaus.core.money import format_eur
from rathaus.ui import fields, icons
from rathaus.ui.theme import DEFAULT_ACCENT, theme_name

register = template.Library()
_LONG_LABEL = 60
NO_CREST = "ui/crests/rathaus.svg"

# Public status of a case: word, kind of badge, icon. Whose turn it is decides the colour.
STATUS = {
    "INITIATED": (gettext_lazy("Begonnen"), "", "stift"),
    "SUBMITTED": (gettext_lazy("Eingereicht"), "info", "upload"),
    "RECEIVED": (gettext_lazy("Eingegangen"), "info", "eingang"),
    "PROCESSING": (gettext_lazy("In Bearbeitung"), "info", "uhr"),
    "ACTION_REQUIRED": (gettext_lazy("Ihre Antwort fehlt"), "warning", "nachricht"),
    "COMPLETED": (gettext_lazy("Abgeschlossen"), "success", "haken-kreis"),
}
# At the desk it is the other one's turn, and what has just come in is what one looks for.
DESK_WORDS = {
    "SUBMITTED": (gettext_lazy("Neu"), "warning"),
    "RECEIVED": (gettext_lazy("Neu"), "warning"),
    "ACTION_REQUIRED": (gettext_lazy("Wartet auf Antwort"), ""),
}


@register.simple_tag(name="icon")
def icon_tag(name: str, size: str = "") -> SafeString:
    return icons.icon(name, size)


@register.filter
def eur(amount: Decimal) -> str:
    """`1.234,50 €`, in the reader's language."""
    return format_eur(amount, get_language() or "de")


@register.simple_tag
def form_field(field: Any) -> SafeString:
    """One field of a form with question, help, error and input, whatever its kind."""
    return fields.draw(field)


@register.simple_tag
def form_fields(page_fields: Iterable[Any]) -> SafeString:
    return fields.draw_all(page_fields)


@register.simple_tag
def error_summary(errors: Sequence[Any], title: str = "") -> SafeString:
    """All errors of the page with links to their fields; takes the focus on load (scripts/common/errors.js).

    `errors` have `path`, `label` and `message`; nothing is drawn without errors.
    """
    if not errors:
        return fields.EMPTY
    heading = title or ngettext(
        "Eine Angabe fehlt noch oder stimmt nicht", "%(n)s Angaben fehlen noch oder stimmen nicht", len(errors)
    ) % {"n": len(errors)}
    return format_html(
        '<div class="kern-alert kern-alert--danger error-summary" role="alert" tabindex="-1" id="fehler">'
        '<div class="kern-alert__header">{}<h2 class="kern-title">{}</h2></div>'
        '<div class="kern-alert__body"><ul>{}</ul></div></div>',
        icons.icon("fehler"),
        heading,
        format_html_join(
            "",
            '<li><a class="kern-link" href="#{}">{}</a></li>',
            ((fields.dom_id(error.path), _error_line(error)) for error in errors),
        ),
    )


def _error_line(error: Any) -> str:
    """Most messages name their field; to one that doesn't, the field's name is put in front, unless it is long."""
    label, message = str(getattr(error, "label", "") or ""), str(error.message)
    if not label or label in message or len(label) > _LONG_LABEL:
        return message
    return f"{label.rstrip('?.:! ')}: {message}"


@register.simple_tag
def status_badge(status: str, label: str = "", *, small: bool = False, desk: bool = False) -> SafeString:
    """The public status as word, colour and icon; `desk` says it as staff see it, `label` in words of one's own."""
    word, kind, picture = STATUS.get(status, (status, "", "info"))
    if desk:
        word, kind = DESK_WORDS.get(status, (word, kind))
    return badge(label or str(word), kind, picture, small=small)


@register.simple_tag
def badge(label: str, kind: str = "", picture: str = "", *, small: bool = False) -> SafeString:
    """`kind`: info, success, warning, danger or nothing."""
    return format_html(
        '<span class="kern-badge kern-badge--{}{}">{}<span class="kern-label">{}</span></span>',
        kind or "plain",
        " kern-badge--small" if small else "",
        icons.icon(picture, "s") if picture else "",
        label,
    )


@register.simple_tag
def progress(step: int, total: int, title: str = "") -> SafeString:
    """`Schritt 2 von 4 · Ihr Hund` with a bar; the words carry the meaning, the bar is decoration."""
    return format_html(
        '<div class="kern-progress steps"><p class="steps__text">{}</p>'
        '<progress value="{}" max="{}" aria-hidden="true"></progress></div>',
        format_html(
            "{}{}",
            _("Schritt %(step)s von %(total)s") % {"step": step, "total": total},
            format_html(" · <strong>{}</strong>", title) if title else "",
        ),
        step,
        total,
    )


@register.simple_tag
def summary_list(rows: Iterable[Any], change_url: str = "", title: str = "") -> SafeString:
    """Answers as a letter lists them. `rows` have `label` and `text`; `change_url` adds a link to change them."""
    items = format_html_join(
        "",
        '<div class="kern-description-list-item"><dt class="kern-description-list-item__key">{}</dt>'
        '<dd class="kern-description-list-item__value">{}</dd></div>',
        ((row.label, row.text) for row in rows),
    )
    header: SafeString | str = ""
    if title or change_url:
        link = (
            format_html(
                '<a class="kern-link" href="{}">{}{}<span class="kern-sr-only">: {}</span></a>',
                change_url,
                icons.icon("stift", "s"),
                _("Ändern"),
                title,
            )
            if change_url
            else ""
        )
        header = format_html(
            '<div class="summary__header"><h2 class="kern-heading-medium">{}</h2>{}</div>', title, link
        )
    return format_html(
        '<section class="summary">{}<dl class="kern-description-list">{}</dl></section>', header, items
    )


@register.simple_tag(takes_context=True)
def pagination(context: dict[str, Any], page: Any, parameter: str = "seite") -> SafeString:
    """Back and forth in a list; `page` is a Django Page or looks like one. Filters in the address stay."""
    if not (page.has_previous() or page.has_next()):
        return fields.EMPTY
    request = context.get("request")
    kept = [(k, v) for k, vs in request.GET.lists() for v in vs if k != parameter] if request else []

    def link(number: int, text: str, picture: str, rel: str) -> SafeString:
        return format_html(
            '<a class="pages__link" rel="{}" href="?{}">{}{}</a>',
            rel,
            urlencode([*kept, (parameter, number)]),
            icons.icon(picture, "s"),
            text,
        )

    return format_html(
        '<nav class="pages" aria-label="{}">{}<span class="pages__here">{}</span>{}</nav>',
        _("Seiten"),
        link(page.number - 1, _("Zurück"), "pfeil-links", "prev") if page.has_previous() else "",
        _("Seite %(page)s von %(total)s") % {"page": page.number, "total": page.paginator.num_pages},
        link(page.number + 1, _("Weiter"), "pfeil", "next") if page.has_next() else "",
    )


@register.simple_tag
def empty_state(title: str, text: str = "", url: str = "", action: str = "", picture: str = "info") -> SafeString:
    """What will be here, and the next step."""
    return format_html(
        '<div class="empty">{}<p class="empty__title">{}</p>{}{}</div>',
        icons.icon(picture, "xl"),
        title,
        format_html("<p>{}</p>", text) if text else "",
        format_html(
            '<a class="kern-btn kern-btn--secondary" href="{}"><span class="kern-label">{}</span></a>', url, action
        )
        if url
        else "",
    )


@register.simple_tag
def stat_tile(value: Any, label: str, url: str = "", kind: str = "") -> SafeString:
    """A number that says something, with what it counts; as a link when there is a list behind it."""
    inner = format_html('<span class="stat__value">{}</span><span class="stat__label">{}</span>', value, label)
    css = f"stat stat--{kind}" if kind else "stat"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, inner)
    return format_html('<div class="{}">{}</div>', css, inner)


@register.simple_tag
def tile(url: str, picture: str, verb: str, noun: str = "") -> SafeString:
    """An errand on the home page: icon, verb, noun (`Hund` `anmelden`)."""
    return format_html(
        '<a class="tile" href="{}">{}<span class="tile__text"><strong>{}</strong>{}</span></a>',
        url,
        icons.icon(picture, "l"),
        verb,
        format_html(" {}", noun) if noun else "",
    )


@register.simple_tag
def tabs(items: Iterable[Sequence[Any]], label: str = "") -> SafeString:
    """Links that look like tabs. `items`: (label, url, is_current[, count])."""
    links = format_html_join(
        "",
        '<li><a class="tabs__link" href="{}"{}>{}{}</a></li>',
        (
            (
                url,
                fields.attributes([("aria-current", "page" if current else "")]),
                text,
                format_html(' <span class="tabs__count">{}</span>', rest[0]) if rest and rest[0] is not None else "",
            )
            for text, url, current, *rest in items
        ),
    )
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label or _("Ansicht"), links)


@register.simple_tag
def theme_url(municipality: Any = None) -> str:
    """Address of the style sheet with the municipality's accent."""
    accent = getattr(municipality, "accent", "") or DEFAULT_ACCENT
    try:
        return reverse("theme", args=[theme_name(accent)])
    except NoReverseMatch:  # an error page under other addresses still shows, in the default colour
        return ""


@register.simple_tag
def crest_url(municipality: Any = None) -> str:
    """Address of the shield that the municipality's settings name; the house's own without one."""
    settings = getattr(municipality, "settings", None) or {}
    return static(settings.get("crest") or NO_CREST)


@register.simple_tag
def crest(municipality: Any = None, size: str = "") -> SafeString:
    """The municipality's shield; its name stands beside it, so it has no text of its own."""
    return format_html(
        '<img class="crest{}" src="{}" alt="" width="40" height="48">',
        f" crest--{size}" if size else "",
        crest_url(municipality),
    )
