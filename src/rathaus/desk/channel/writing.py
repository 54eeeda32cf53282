"""Writing a message: form, preview with the number of recipients, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
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
    Kind,
    Message,
    Publication,
    Topic,
    count_recipients,
    headline,
    may,
    places,
    preview_of,
    publish,
    push_words,
    takes_two,
    templates,
    topics,
    when,
    where,
)
from rathaus.core import clock
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
    "due_at": gettext_lazy("Dann ist es schon vorbei. Lassen Sie es früher hinausgehen."),
    "link": gettext_lazy("Ein Link beginnt mit https:// oder http://. Prüfen Sie ihn."),
    "over": gettext_lazy("Das Ende ist schon vorbei. Geben Sie ein späteres an."),
}
_AT = {
    "title": "titel",
    "topic": "thema",
    "severity": "stufe",
    "starts_at": "beginn",
    "ends_at": "ende",
    "due_at": "wann",
    "over": "ende",
}


@dataclass(frozen=True)
class Problem:
    """What is missing, and the id of the field where it is."""

    sentence: str
    at: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@publisher_required
def write(request: StaffRequest) -> HttpResponse:
    forbid_unless(may(request.staff).write)
    if request.method != "POST":
        return form(request, _begin(request))
    typed = read_typed(request.POST, str(uuid4()))
    if "zurueck" in request.POST:
        return form(request, typed)
    message = read_message(typed)
    if isinstance(message, Problem):
        return form(request, typed, problem=message)
    if "absenden" not in request.POST:
        return _preview(request, typed, message)
    try:
        found = publish(message, by=request.staff)
    except Incomplete as missing:
        return form(request, typed, problem=_problem(missing.field))
    messages.success(request, _told(found.published_at is not None, waits=found.needs_second))
    return redirect("desk_publication", pk=found.pk)


def read_message(typed: Typed, *, known: Publication | None = None) -> Message | Problem:
    """The message, or what is missing. What `known` says already keeps its instants."""
    try:
        message = typed.message(known)
        preview_of(message)
    except NoSuchTime as missing:
        return Problem(missing.sentence, missing.field)
    except ValueError:
        return Problem(_("Wählen Sie die Art, und geben Sie Zeiten mit Tag und Uhrzeit an."))
    except Incomplete as missing:
        return _problem(missing.field)
    is_over = message.ends_at is not None and message.ends_at <= clock.now()
    return _problem("over") if is_over else message


def _problem(name: str) -> Problem:
    return Problem(str(PROBLEMS[name]), _AT.get(name, ""))


def form(
    request: StaffRequest, typed: Typed, *, problem: Problem | None = None, template: str = "write", **more: Any
) -> HttpResponse:
    rights = may(request.staff)
    art = typed.values["art"]
    context = {
        "typed": typed.values,
        "chosen_places": typed.places,
        "key": typed.key,
        "kinds": [(word, f"?art={kind}", kind == art, None) for kind, word in KIND.items() if rights.publish(kind)],
        "severities": SEVERITY,
        "topics": _grouped(topics()),
        "places": places(),
        "templates": [one for one in templates() if rights.publish(one.kind)],
        "problem": problem.sentence if problem else "",
        "problem_at": problem.at if problem else "",
        **more,
    }
    return desk_page(
        request, f"desk/channel/{template}.html", context, current="channel", status=422 if problem else 200
    )


def _grouped(known: Sequence[Topic]) -> list[tuple[Topic | None, list[Topic]]]:
    """Leaves under their headings, those without one alone, in their order."""
    headings = {topic.pk: topic for topic in known if not topic.is_leaf}
    leaves = [topic for topic in known if topic.is_leaf]
    return [(headings.get(pk), list(group)) for pk, group in groupby(leaves, key=lambda topic: topic.parent_id)]


def _begin(request: StaffRequest) -> Typed:
    key = str(uuid4())
    chosen = next((t for t in templates() if t.key == request.GET.get("vorlage")), None)
    if chosen and may(request.staff).publish(chosen.kind):
        return from_template(chosen, key)
    typed = read_typed(request.GET, key)
    if typed.values["art"] not in Kind.values:
        typed.values["art"] = Kind.NEWS
    return typed


def _preview(request: StaffRequest, typed: Typed, message: Message) -> HttpResponse:
    """As it will look in each way, and how many it reaches."""
    shown = preview_of(message)
    counts = count_recipients(shown.topic_id, message.places)
    more: dict[str, Any] = {
        "shown": shown,
        "counts": counts,
        "later": _later(message),
        "takes_two": takes_two(shown, request.staff),
        "push": push_words(shown),
        **words_of(shown),
    }
    return form(request, typed, template="preview", **more)


def _later(message: Message) -> datetime | None:
    return message.due_at if message.due_at and message.due_at > clock.now() else None


def _told(is_out: bool, *, waits: bool) -> str:  # noqa: FBT001 -- one of two sentences
    if is_out:
        return _("Die Meldung geht jetzt hinaus.")
    return _("Jemand anders muss die Warnung noch freigeben.") if waits else _("Die Meldung ist geplant.")


def words_of(shown: Publication) -> dict[str, str]:
    return {"headline": headline(shown), "when": when(shown), "where": where(shown)}
