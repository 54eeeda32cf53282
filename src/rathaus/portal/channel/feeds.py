"""The same list for feed readers and calendars, by topic and place: `?thema=freibad&ort=…`."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rathaus.channel.service import (
    Kind,
    Publication,
    address,
    find_published,
    for_calendars,
    headline,
    label,
    publications_ics,
    published,
    when,
    where,
)
from rathaus.tenancy.service import base_url, current_municipality

from .listing import filters

_MOST = 50
_MINUTES = 60


@require_safe
@cache_control(public=True, max_age=_MINUTES)
def atom(request: HttpRequest) -> HttpResponse:
    """RFC 4287."""
    feed = Atom1Feed(
        title=_title(),
        link=f"{base_url(current_municipality())}{reverse('channel_list')}",
        description="",
        language="de",
        feed_url=request.build_absolute_uri(),
    )
    for row in _rows(request):
        feed.add_item(
            title=_headline(row),
            link=address(row),
            description=linebreaks(_text(row), autoescape=True),
            unique_id=f"urn:uuid:{row.pk}",
            pubdate=row.published_at,
            updateddate=row.updated_at,
            categories=[row.topic.name, label(row)],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=_MINUTES)
def json_feed(request: HttpRequest) -> JsonResponse:
    """JSON Feed 1.1."""
    items = [
        {
            "id": str(row.pk),
            "url": address(row),
            "title": _headline(row),
            "content_text": _text(row),
            "date_published": row.published_at.isoformat() if row.published_at else "",
            "date_modified": row.updated_at.isoformat(),
            "tags": [row.topic.key, row.kind, *row.places],
        }
        for row in _rows(request)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "language": "de",
        "home_page_url": f"{base_url(current_municipality())}{reverse('channel_list')}",
        "feed_url": request.build_absolute_uri(),
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=_MINUTES)
def calendar(request: HttpRequest) -> HttpResponse:
    """What has a beginning and an end."""
    topic, place = filters(request)
    content = publications_ics(for_calendars(published(topic=topic, place=place)), name=_title())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@require_safe
def one_event(request: HttpRequest, pk: UUID) -> HttpResponse:  # noqa: ARG001 -- a view
    """A single one, to be put into one's own calendar once."""
    found = find_published(pk)
    if found is None or found.kind != Kind.EVENT:
        raise Http404
    content = publications_ics([found], name=found.title)
    named = {"Content-Disposition": 'attachment; filename="termin.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=named)


def _rows(request: HttpRequest) -> list[Publication]:
    topic, place = filters(request)
    return list(published(topic=topic, place=place)[:_MOST])


def _title() -> str:
    return _("Meldungen: %(town)s") % {"town": current_municipality().name}


def _headline(row: Publication) -> str:
    return headline(row, "all_clear" if row.ended_at else "first")


def _text(row: Publication) -> str:
    return "\n\n".join(part for part in (where(row), when(row), row.text, row.instructions) if part)
