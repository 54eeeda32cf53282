"""The desk as the place where a form is filled in, and who may go on with what was begun there."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rathaus.accounts.service import Level, Persona, StaffRequest
from rathaus.applying.service import Application, reader_language
from rathaus.cases.service import Draft, Receipt, draft_context, get_draft_of_staff
from rathaus.catalogue.service import compiled
from rathaus.desk.frame import desk_page

from .ways import Way


@dataclass(frozen=True)
class DeskFace:
    """Several drafts of one service can be open side by side, so the address names the draft."""

    way: Way
    draft: Draft
    by: Persona | None
    level: Level = Level.NONE  # what staff record needs none, see cases.trusting
    frame: str = "desk/recording/frame.html"
    keeps_times: bool = False  # a clerk books under /amt/termine/, in the same calendar

    @property
    def summary(self) -> str:
        return "applying/summary.html" if self.way.is_internal else "desk/recording/summary.html"

    @property
    def begin_url(self) -> str:
        return self.url("draft")

    @property
    def summary_url(self) -> str:
        return self.url("summary")

    @property
    def discard_url(self) -> str:
        return self.url("discard")

    @property
    def later_url(self) -> str:
        return reverse(self.way.name)

    @property
    def sent_url(self) -> str:
        return self.url("sent")

    def page_url(self, page: str) -> str:
        return self.url("page", page=page)

    def times_url(self, page: str) -> str:
        return self.page_url(page)

    def sent(self, _request: HttpRequest, _receipt: Receipt) -> HttpResponse:
        return redirect(self.url("receipt"))

    def render(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        context = {"way": self.way, "face": self, **context}
        return desk_page(cast("StaffRequest", request), template, context, current=self.way.name, status=status)

    def url(self, what: str, **more: str) -> str:
        """Of the address `what` of this draft."""
        names = {"key": self.draft.service_key, "draft_id": self.draft.pk, **more}
        return reverse(f"{self.way.name}_{what}", kwargs=names)


def find_draft(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> Draft:
    """A draft that this person began this way. Raises Http404, the same for a colleague's as for none."""
    draft = get_draft_of_staff(request.staff, draft_id)
    if draft is None or draft.service_key != key or draft.channel not in way.channels:
        raise Http404
    return draft


def find_application(request: StaffRequest, key: str, draft_id: UUID, way: Way) -> Application:
    """The form of such a draft, in the clerk's language; letters stay in the language that was chosen for them."""
    draft = find_draft(request, key, draft_id, way)
    by = Persona(request.staff.account) if way.is_internal else None
    context = draft_context(draft, language=reader_language())
    face = DeskFace(way, draft, by)
    return Application(draft, compiled(draft.version_id), context, face, letters_in=draft.language)
