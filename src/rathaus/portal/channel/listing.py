"""/meldungen/: what holds now on top, then everything, newest first; and each on its own page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.channel.service import (
    KIND,
    Kind,
    Publication,
    current_statuses,
    find_published,
    headline,
    label,
    moved_from,
    places,
    topics,
    when,
    where,
)

from .filtering import read_filters

_PAGE = 20


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    wanted = read_filters(request)
    page = Paginator(wanted.rows(), _PAGE).get_page(request.GET.get("seite"))
    offered = topics()
    context = {
        "page": page,
        "rows": [row_of(publication) for publication in page],
        "statuses": [] if wanted.query else [row_of(row) for row in current_statuses()],
        "topics": [t for t in offered if t.is_leaf],
        "has_meetings": any(t.has_meetings for t in offered),
        "places": places(),
        "topic": wanted.topics[0] if wanted.topics else "",
        "place": wanted.places[0] if wanted.places else "",
        "query": wanted.query,
        "kinds": KIND,
        "frame_url": request.build_absolute_uri(reverse("channel_widget_frame")),
        "widget_url": request.build_absolute_uri(reverse("channel_widget_script")),
    }
    return render(request, "portal/channel/list.html", context)


@require_safe
def show_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_published(pk)
    if found is None:
        raise Http404
    context = {
        **row_of(found),
        "is_warning": found.kind == Kind.WARNING,
        "query": urlencode({"thema": found.topic.key}),
        "topic_name": found.topic.local_name,
        "moved_from": moved_from([found]).get(found.pk) if found.kind == Kind.EVENT else None,
    }
    return render(request, "portal/channel/item.html", context)


def row_of(publication: Publication) -> dict[str, Any]:
    colour = {"warning": "danger", "status": "warning", "event": "info"}.get(publication.kind, "")
    if publication.status == "open" or not publication.holds:
        colour = ""
    return {
        "publication": publication,
        "headline": headline(publication, "all_clear" if publication.ended_at else "first"),
        "label": label(publication),
        "colour": colour,
        "when": when(publication),
        "where": where(publication),
    }
