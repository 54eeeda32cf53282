"""The same list for feed readers and calendars, by topic and place: `?thema=freibad&ort=…`.

They are in German whoever asks, since caches keep one answer for all. An ETag of the content lets a reader that has
it already go with 304.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from rathaus.channel.service import (
    Kind,
    Publication,
    address,
    find_published,
    for_calendars,
    headline,
    label,
    publications_ics,
    when,
    where,
)
from rathaus.tenancy.service import base_url, current_municipality

from .filtering import Filters, read_filters

_MOST = 50
_SECONDS = 60
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # when an empty feed changed last: it needs some date, and always the same
View = Callable[..., HttpResponse]


def for_all(view: View) -> View:
    """In German, cached, with an ETag."""

    @require_safe
    @cache_control(public=True, max_age=_SECONDS)
    @conditional_page
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with translation.override("de"):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = "de"
        return response

    return answer


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)


@for_all
def atom(request: HttpRequest) -> HttpResponse:
    """RFC 4287."""
    wanted, town = read_filters(request), current_municipality().name
    own = own_address("channel_atom", wanted)
    feed = _Atom(
        title=_title(),
        link=own_address("channel_list", wanted),
        description="",
        language="de",
        author_name=town,
        feed_url=own,
        feed_guid=own,
    )
    for row in wanted.rows()[:_MOST]:
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


@for_all
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    wanted = read_filters(request)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "language": "de",
        "home_page_url": own_address("channel_list", wanted),
        "feed_url": own_address("channel_json", wanted),
        "authors": [{"name": current_municipality().name, "url": f"{base_url(current_municipality())}/"}],
        "items": [_item(row) for row in wanted.rows()[:_MOST]],
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@for_all
def calendar(request: HttpRequest) -> HttpResponse:
    """What has a beginning and an end."""
    content = publications_ics(for_calendars(read_filters(request).rows()), name=_title())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@for_all
def one_event(request: HttpRequest, pk: UUID) -> HttpResponse:  # noqa: ARG001 -- a view
    """A single one, to be put into one's own calendar once."""
    found = find_published(pk)
    if found is None or found.kind != Kind.EVENT:
        raise Http404
    content = publications_ics([found], name=found.title)
    named = {"Content-Disposition": 'attachment; filename="termin.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=named)


def _item(row: Publication) -> dict[str, object]:
    at = row.published_at or row.updated_at
    return {
        "id": f"urn:uuid:{row.pk}",
        "url": address(row),
        "title": _headline(row),
        "content_text": _text(row) or row.title,
        "date_published": at.isoformat(timespec="seconds"),
        "date_modified": row.updated_at.isoformat(timespec="seconds"),
        "tags": [row.topic.key, row.kind, *row.places],
    }


def own_address(name: str, wanted: Filters) -> str:
    """Always the same for a choice: feed readers know a feed by it."""
    whole = f"{base_url(current_municipality())}{reverse(name)}"
    return f"{whole}?{wanted.query}" if wanted.query else whole


def _title() -> str:
    return _("Meldungen: %(town)s") % {"town": current_municipality().name}


def _headline(row: Publication) -> str:
    return headline(row, "all_clear" if row.ended_at else "first")


def _text(row: Publication) -> str:
    return "\n\n".join(part for part in (where(row), when(row), row.text, row.instructions) if part)
