"""Writing a message: form, preview with the number of recipients, out."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest
from rathaus.channel.service import (
    KIND,
    SEVERITY,
    Incomplete,
    Message,
    Publication,
    count_recipients,
    headline,
    may,
    places,
    preview_of,
    publish,
    templates,
    topics,
    when,
    where,
)
from rathaus.desk.frame import desk_page

from .access import forbid_unless, publisher_required
from .reading import NoSuchTime, Typed, from_template, read_typed

PROBLEMS = {
    "title": gettext_lazy("Geben Sie eine Überschrift an."),
    "topic": gettext_lazy("Wählen Sie ein Thema."),
    "severity": gettext_lazy("Wählen Sie, wie ernst die Warnung ist."),
    "starts_at": gettext_lazy("Geben Sie den Beginn an."),
    "ends_at": gettext_lazy("Geben Sie ein Ende an, das nach dem Beginn liegt."),
    "places": gettext_lazy("Wählen Sie Orte aus der Liste."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@publisher_required
def write(request: StaffRequest) -> HttpResponse:
    forbid_unless(may(request.staff).write)
    if request.method != "POST":
        return form(request, _begin(request))
    typed = read_typed(request.POST, str(uuid4()))
    if "zurueck" in request.POST:
        return form(request, typed)
    message, problem = read_message(typed)
    if message is None:
        return form(request, typed, problem=problem)
    if "absenden" not in request.POST:
        return _preview(request, typed, message)
    try:
        found = publish(message, by=request.staff)
    except Incomplete as missing:
        return form(request, typed, problem=str(PROBLEMS[missing.field]))
    messages.success(request, _told(found.published_at is not None, waits=found.needs_second))
    return redirect("desk_publication", pk=found.pk)


def read_message(typed: Typed, *, known: Publication | None = None) -> tuple[Message | None, str]:
    """The message, or what is missing. What `known` says already keeps its instants."""
    try:
        message = typed.message(known)
    except NoSuchTime as missing:
        return None, missing.sentence
    except ValueError:
        return None, _("Wählen Sie die Art, und geben Sie Zeiten mit Tag und Uhrzeit an.")
    try:
        preview_of(message)
    except Incomplete as missing:
        return None, str(PROBLEMS[missing.field])
    return message, ""


def form(
    request: StaffRequest, typed: Typed, *, problem: str = "", template: str = "write", **more: Any
) -> HttpResponse:
    rights = may(request.staff)
    context = {
        "typed": typed.values,
        "chosen_places": typed.places,
        "key": typed.key,
        "kinds": {value: word for value, word in KIND.items() if rights.publish(value)},
        "severities": SEVERITY,
        "topics": [topic for topic in topics() if topic.is_leaf],
        "places": places(),
        "templates": [one for one in templates() if rights.publish(one.kind)],
        "problem": problem,
        **more,
    }
    return desk_page(
        request, f"desk/channel/{template}.html", context, current="channel", status=422 if problem else 200
    )


def _begin(request: StaffRequest) -> Typed:
    key = str(uuid4())
    chosen = next((t for t in templates() if t.key == request.GET.get("vorlage")), None)
    return from_template(chosen, key) if chosen else read_typed(request.GET, key)


def _preview(request: StaffRequest, typed: Typed, message: Message) -> HttpResponse:
    """As it will look in each way, and how many it reaches."""
    shown = preview_of(message)
    counts = count_recipients(shown.topic_id, message.places)
    return form(
        request, typed, template="preview", shown=shown, counts=counts, later=message.due_at, **words_of(shown)
    )


def _told(is_out: bool, *, waits: bool) -> str:  # noqa: FBT001 -- one of two sentences
    if is_out:
        return _("Die Meldung geht jetzt hinaus.")
    return _("Jemand anders muss die Warnung noch freigeben.") if waits else _("Die Meldung ist geplant.")


def words_of(shown: Publication) -> dict[str, str]:
    return {"headline": headline(shown), "when": when(shown), "where": where(shown)}
