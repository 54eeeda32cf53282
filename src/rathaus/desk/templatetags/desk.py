"""The desk's words as filters."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rathaus.cases.service import TimelineEvent
from rathaus.desk import wording

register = template.Library()


@register.filter
def due(day: date | None) -> SafeString:
    """The due date in words, coloured when it is near or over."""
    kind = wording.due_kind(day)
    return format_html('<span class="due{}">{}</span>', f" due--{kind}" if kind else "", wording.due_words(day))


@register.filter
def moment(at: datetime) -> str:
    return wording.moment(at)


@register.filter
def who(event: TimelineEvent) -> str:
    return wording.who(event)


@register.filter
def did(event: TimelineEvent) -> str:
    return wording.did(event)


@register.filter
def file_size(size: int) -> str:
    return wording.file_size(size)
