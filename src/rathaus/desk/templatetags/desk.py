"""The desk's words as filters."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from rathaus.cases.service import InboxPage, TimelineEvent
from rathaus.desk import rows, wording

register = template.Library()


@register.simple_tag
def case_rows(page: InboxPage, with_units: bool) -> SafeString:  # noqa: FBT001 -- a template's arguments
    return rows.draw_rows(page, with_units=with_units)


@register.filter
def due(day: date | None) -> SafeString:
    return rows.draw_due(day)


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
def channel(name: str) -> str:
    return wording.channel_words(name)


@register.filter
def file_size(size: int) -> str:
    return wording.file_size(size)
