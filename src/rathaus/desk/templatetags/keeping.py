"""Words and marks of the pages for administrators."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.ui.templatetags.ui import badge

register = template.Library()

_STATES = {
    "published": (gettext_lazy("Veröffentlicht"), "success", "haken-kreis"),
    "withdrawn": (gettext_lazy("Zurückgezogen"), "warning", "minus"),
    "draft": (gettext_lazy("Entwurf"), "", "stift"),
}
_MATURITIES = {
    "information": gettext_lazy("Information"),
    "appointment": gettext_lazy("Termin"),
    "form": gettext_lazy("Antrag online"),
    "full": gettext_lazy("Bescheid online"),
}


@register.simple_tag
def state_badge(kept: Any) -> SafeString:
    """Where a service stands, and whether something waits to be published."""
    return _draw_state(kept.state, is_changed=kept.is_changed)


def _draw_state(name: str, *, is_changed: bool) -> SafeString:
    word, kind, picture = _STATES[name]
    state = badge(str(word), kind, picture, small=True)
    if not is_changed:
        return state
    return format_html("{} {}", state, badge(_("Änderungen offen"), "info", "stift", small=True))


@register.simple_tag
def offer_badge(offer: Any, changes: Any = None) -> SafeString:
    """The same for an offer and the draft of its terms."""
    return _draw_state(offer.state, is_changed=bool(changes and changes.is_open))


@register.filter
def maturity(key: str) -> str:
    """How far a service goes online; nothing for what isn't known yet."""
    return str(_MATURITIES.get(key, "–"))
