"""The postbox in the header of each page, and its dates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.accounts.service import persona_of
from rathaus.postbox.service import unread_count as count_unread
from rathaus.ui import moments

register = template.Library()
_MOST = 99


@register.simple_tag(takes_context=True)
def unread_count(context: dict[str, Any]) -> SafeString:
    """How many entries are unread, in all municipalities, as a mark with words for who doesn't see it. Nothing for
    visitors who are not signed in, and no query either."""
    request = context.get("request")
    persona = persona_of(request) if request is not None else None
    if persona is None or not persona.may_read:
        return SafeString()
    known = context.get("unread")
    found = known if isinstance(known, int) else count_unread(persona.holder)
    return unread_mark(found)


@register.simple_tag(takes_context=True)
def postbox_link(context: dict[str, Any]) -> SafeString:
    """The entry of the main menu, for who is signed in."""
    request = context.get("request")
    if request is None or persona_of(request) is None:
        return SafeString()
    try:
        address = reverse("postbox")
    except NoReverseMatch:  # the platform's own pages have no postbox
        return SafeString()
    return format_html('<li><a href="{}">{}{}</a></li>', address, _("Postfach"), unread_count(context))


def unread_mark(found: int) -> SafeString:
    if not found:
        return SafeString()
    shown = f"{_MOST}+" if found > _MOST else str(found)
    words = ngettext("ungelesene Nachricht", "ungelesene Nachrichten", found)
    return format_html(' <span class="unread">{}<span class="kern-sr-only"> {}</span></span>', shown, words)


@register.filter
def moment(at: datetime) -> str:
    return moments.moment(at)


@register.filter
def day_words(day: date) -> str:
    return moments.day_words(day)
