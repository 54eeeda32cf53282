"""The settings of a service: fees, periods, lists; for the municipality and for single members of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import Offer, TermsDraft, change_terms, compiled, terms_draft
from rathaus.formengine.service import FieldError, ParametersInvalid, ServiceDefinition, resolve_values
from rathaus.tenancy.service import current_municipality

from .frame import find_offer, service_page
from .parameterform import ParameterForm
from .sheets import Answers, Refused, Sheet, Shown, answer_sheet, language, seen_revision
from .titles import title_of

_MEMBER = "mitglied"


@dataclass(frozen=True)
class Setting:
    """The values of an offer, or those of one `member` over them."""

    offer: Offer
    draft: TermsDraft
    member: str

    @property
    def definition(self) -> ServiceDefinition:
        return compiled(self.offer.current_version).definition

    @property
    def own(self) -> dict[str, Any]:
        return dict(self.draft.members.get(self.member, {}) if self.member else self.draft.parameters)

    def form(self) -> ParameterForm:
        below = self.draft.parameters if self.member else {}
        shared, _wrong = resolve_values(self.definition.parameters, below)
        whose = current_municipality().name if self.member else ""
        return ParameterForm(self.definition, shared, language(), whose)

    def changes(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values that have no question on the page stay."""
        asked = {one.key for one in self.form().inputs}
        kept = {key: value for key, value in self.own.items() if key not in asked} | values
        if not self.member:
            return {"parameters": kept}
        others = {name: own for name, own in self.draft.members.items() if name != self.member}
        return {"members": others | ({self.member: kept} if kept else {})}


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def set_parameters(request: StaffRequest, key: str) -> HttpResponse:
    offer = find_offer(key)
    setting = Setting(offer, terms_draft(offer), _member(request))
    form = setting.form()

    def save(answers: Answers) -> None:
        changes = setting.changes(form.values(answers))
        try:
            change_terms(offer, changes, revision=seen_revision(request), by=request.staff)
        except ParametersInvalid as wrong:
            raise Refused(_errors(wrong, setting)) from wrong

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        return _page(request, setting, shown, status=status)

    if not form.inputs:
        return _page(request, setting, None)
    return answer_sheet(request, Sheet(form.form(), form.answers(setting.own)), draw=draw, save=save)


def _page(request: StaffRequest, setting: Setting, shown: Shown | None, *, status: int = 200) -> HttpResponse:
    offer = setting.offer
    context = {
        "offer": offer,
        "title": title_of(offer),
        "changes": setting.draft,
        "shown": shown,
        "groups": setting.form().groups(shown.page) if shown else (),
        "elsewhere": setting.form().elsewhere(),
        "member": setting.member,
        "whose": _whose(request, setting),
        "whose_label": _("Für wen"),
    }
    template = "desk/keeping/parameters.html"
    return service_page(request, template, context, key=offer.service_key, page="desk_parameters", status=status)


def _members() -> list[str]:
    return list(current_municipality().settings.get("members", ()))


def _member(request: StaffRequest) -> str:
    """The member municipality that the address names; none for a name that isn't one."""
    wanted = request.GET.get(_MEMBER, "")
    return wanted if wanted in _members() else ""


def _whose(request: StaffRequest, setting: Setting) -> list[tuple[str, str, bool]]:
    """Tabs for the members of a Verbandsgemeinde, where an answer of the form decides whose values hold."""
    members, member = _members(), setting.member
    if not members or not setting.definition.member_from:
        return []
    everybody = (current_municipality().short_name, request.path, not member)
    return [everybody, *((name, f"{request.path}?{urlencode({_MEMBER: name})}", name == member) for name in members)]


def _errors(wrong: ParametersInvalid, setting: Setting) -> list[FieldError]:
    """What only the whole check finds, for example a value of a member that no longer fits."""
    labels = {one.key: one.label for one in setting.form().inputs}
    paths = {reason: reason.rpartition(".")[2] for reason in wrong.reasons}
    return [
        FieldError(path, labels.get(path, path), _("Der Wert bei „%(place)s“ passt nicht.") % {"place": place})
        for place, path in paths.items()
    ]
