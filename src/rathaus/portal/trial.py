"""A service on trial, for administrators: its page and its form as people would see them.

Nothing is stored or sent. The answers travel with the page, signed, and files are only named.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.applying.service import put, reader_language
from rathaus.catalogue.service import Trial, make_trial
from rathaus.core import clock
from rathaus.core.money import format_eur
from rathaus.formengine.service import CompiledTexts, FieldError, FormState, PageState

from .service_page import page_context

_SALT = "rathaus.portal.trial"
_ANSWERS, _PAGE = "_antworten", "_seite"
_HOURS = 12 * 3600


@dataclass(frozen=True)
class Look:
    """Which state is tried, and as whom: the address says both."""

    key: str
    of_draft: bool
    as_clerk: bool

    @classmethod
    def of(cls, request: HttpRequest, key: str) -> "Look":
        return cls(key, request.GET.get("fassung") == "entwurf", request.GET.get("als") == "amt")

    @property
    def query(self) -> str:
        parts = [part for part, wanted in (("fassung=entwurf", self.of_draft), ("als=amt", self.as_clerk)) if wanted]
        return "?" + "&".join(parts) if parts else ""

    @property
    def page_url(self) -> str:
        return reverse("trial", args=[self.key]) + self.query

    @property
    def form_url(self) -> str:
        return reverse("trial_form", args=[self.key]) + self.query

    @property
    def desk_url(self) -> str:
        """Back to where services are kept; the desk is another face, so its address is only named."""
        return f"/amt/leistungen/{self.key}/vorschau/"

    @property
    def whose(self) -> str:
        return _("als Mitarbeiterin oder Mitarbeiter am Schalter") if self.as_clerk else _("als Bürgerin oder Bürger")


@require_safe
@admin_required
def trial_page(request: StaffRequest, key: str) -> HttpResponse:
    look = Look.of(request, key)
    trial = _trial(request, look)
    context = page_context(trial.offer, CompiledTexts(trial.service.definition, trial.context))
    return render(request, "portal/service.html", {**context, "trial": look, "has_plain": False})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def trial_form(request: StaffRequest, key: str) -> HttpResponse:
    look = Look.of(request, key)
    trial = _trial(request, look)
    if not trial.service.has_form:
        raise Http404
    walk = Walk(look, trial, _answers(request))
    return walk.answer(request) if request.method == "POST" else walk.show(request, walk.first())


@dataclass(frozen=True)
class Walk:
    """The way through the form with the answers so far."""

    look: Look
    trial: Trial
    answers: Mapping[str, Any]

    def first(self) -> PageState:
        return self._state().visible_pages[0]

    def answer(self, request: StaffRequest) -> HttpResponse:
        """Read the page; go on, back, or stay while something is wrong or a button of the page was pressed."""
        page = self._state().page(request.POST.get(_PAGE, ""))
        if page is None or not page.visible:
            return self.show(request, self.first())
        answers = _with_files(request, page, self.answers)
        result = self.trial.service.form.read_page(page.key, dict(request.POST.lists()), answers, self.trial.context)
        onward = Walk(self.look, self.trial, result.answers)
        if result.stay:
            return onward.show(request, result.state)
        if request.POST.get("_go") == "back":
            return onward.show(request, onward._state().before(page.key) or onward.first())
        if result.errors:
            return onward.show(request, result.state, result.errors, status=422)
        following = onward._state().after(page.key)
        return onward.show(request, following) if following else onward.finish(request)

    def show(
        self, request: StaffRequest, page: PageState, errors: tuple[FieldError, ...] = (), *, status: int = 200
    ) -> HttpResponse:
        state = self._state()
        context = {
            "page": page,
            "errors": errors,
            "total": state.count + 1,
            "previous": state.before(page.key),
            "takes_files": bool(self.trial.service.form.file_fields()),
        }
        return self._render(request, "portal/trial/step.html", context, status=status)

    def finish(self, request: StaffRequest) -> HttpResponse:
        """What the form says at its end: the answers, what is still wrong, the fee, the possible decisions."""
        form, process, context = self.trial.service.form, self.trial.service.process, self.trial.context
        texts = CompiledTexts(self.trial.service.definition, context)
        offered = process.outcomes(self.answers, context)
        fee = form.fee(self.answers, context)
        shown = {
            "parts": [part for part in form.summary(self.answers, context) if part.rows],
            "open_errors": form.check(self.answers, context),
            "fee": [(item.label, self._amount(item.amount)) for item in fee.items] if fee else (),
            "fee_total": self._amount(fee.total) if fee else "",
            "outcomes": [
                (texts.outcome(one.key).label, self._amount(process.fee(one.key, self.answers, context)))
                for one in offered
            ],
            "page": self._state().visible_pages[-1],
        }
        return self._render(request, "portal/trial/end.html", shown)

    def _amount(self, amount: Decimal | None) -> str:
        return "" if amount is None else format_eur(amount, self.trial.context.language)

    def _state(self) -> FormState:
        return self.trial.service.form.evaluate(self.answers, self.trial.context)

    def _render(
        self, request: StaffRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        around = {
            "trial": self.look,
            "title": CompiledTexts(self.trial.service.definition, self.trial.context).title,
            "answers": signing.dumps(self.answers, salt=_SALT, compress=True),
        }
        return render(request, template, {**around, **context}, status=status)


def _trial(request: StaffRequest, look: Look) -> Trial:
    """Raises Http404 where there is no sound state to try."""
    channel = "counter" if look.as_clerk else "online"
    unit, language = request.staff.unit, reader_language()
    trial = make_trial(look.key, language=language, unit=unit, of_draft=look.of_draft, channel=channel)
    if trial is None:
        raise Http404
    return trial


def _answers(request: HttpRequest) -> dict[str, Any]:
    """What was answered on the pages before; nothing where it isn't ours or too old."""
    try:
        answers = signing.loads(request.POST.get(_ANSWERS, ""), salt=_SALT, max_age=_HOURS)
    except signing.BadSignature:
        return {}
    return dict(answers)


def _with_files(request: HttpRequest, page: PageState, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Uploads count as there, by name and size; their content is dropped. No time is kept for a trial."""
    kept = deepcopy(dict(answers))
    for path in request.FILES:
        field = page.field(path)
        if field is not None and field.kind == "file":
            files = request.FILES.getlist(path)[: field.max_files]
            named = [{"id": f"probe-{n}", "name": f.name, "size": f.size} for n, f in enumerate(files)]
            put(kept, path, named)
    for field in page.fields:
        if field.kind == "appointment" and field.required:
            put(
                kept,
                field.path,
                {"hold": str(uuid4()), "start": f"{clock.today()}T10:00:00+00:00", "office": "Rathaus"},
            )
    return kept
