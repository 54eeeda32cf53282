"""An application that is being written, and the place where that happens."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from rathaus.accounts.service import Level, Need, Persona
from rathaus.cases.service import Draft, Receipt, form_errors, need_for
from rathaus.formengine.service import (
    CompiledForm,
    CompiledService,
    CompiledTexts,
    Context,
    Fee,
    FieldError,
    FormState,
    Language,
)


class Face(Protocol):
    """Where a form is filled in: the portal, or the desk. It knows the addresses and what surrounds the pages."""

    @property
    def frame(self) -> str:
        """The template around each page, with a block `form_page`."""
        ...

    @property
    def summary(self) -> str:
        """`applying/summary.html`, or a template that extends it where the words differ."""
        ...

    @property
    def keeps_times(self) -> bool:
        """Whether an appointment in the form is chosen here."""
        ...

    def times_url(self, page: str) -> str:
        """Where all free times for the appointment on this page stand."""
        ...

    @property
    def by(self) -> Persona | None:
        """Who is signed in, and for whom they apply; None for who fills it in for somebody else, too."""
        ...

    @property
    def level(self) -> Level:
        """How sure it is who that is."""
        ...

    @property
    def begin_url(self) -> str:
        """Where it begins, and from where it resumes."""
        ...

    @property
    def summary_url(self) -> str: ...

    @property
    def discard_url(self) -> str: ...

    @property
    def later_url(self) -> str:
        """Where somebody goes who leaves the application for later."""
        ...

    @property
    def sent_url(self) -> str:
        """Leads whoever comes back to an application that was sent to what they got for it."""
        ...

    def page_url(self, page: str) -> str: ...

    def sent(self, request: HttpRequest, receipt: Receipt) -> HttpResponse:
        """What somebody sees who has just sent it."""
        ...

    def render(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse: ...


@dataclass(frozen=True)
class Application:
    """A draft with its running form, in the reader's language, at the place where it is filled in.

    `letters_in` is the language of what the applicant will get.
    """

    draft: Draft
    service: CompiledService
    context: Context
    face: Face
    letters_in: str

    @property
    def key(self) -> str:
        """Of the service."""
        return self.draft.service_key

    @property
    def form(self) -> CompiledForm:
        return self.service.form

    def state(self) -> FormState:
        return self.form.evaluate(self.draft.answers, self.context)

    def fee(self) -> Fee | None:
        """What it costs after the answers so far; None where the form names no fee."""
        if not self.form.layout.fee:
            return None
        return self.form.fee(self.draft.answers, self.context)

    def need(self) -> Need:
        """How sure it must be who sends it, and how sure it is."""
        return need_for(self.draft.version_id, self.face.level, channel=self.draft.channel)

    def errors(self) -> tuple[FieldError, ...]:
        """What keeps it from being sent."""
        return form_errors(self.service, self.draft.answers, self.context)

    def title(self) -> str:
        return CompiledTexts(self.service.definition, self.context).title


def reader_language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "de"
