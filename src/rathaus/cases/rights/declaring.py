"""The declarations of cases."""

from django.utils.translation import gettext_lazy

from rathaus.accounts.service import PersonalData, declare_personal_data

from .erasing import erase_drafts, let_go_of_cases
from .exporting import export_acts_for_others, export_cases, export_consents, export_drafts
from .keeping import kept_cases

_CASE_MODELS = frozenset(
    {
        "cases.AccessLog",
        "cases.Adoption",
        "cases.Case",
        "cases.CodeRenewal",
        "cases.QueryAnswer",
        "cases.RepresentationCheck",
        "cases.Submission",
        "cases.TimelineEvent",
    }
)


def declare() -> None:
    """Drafts before cases: erasing a draft waits for whoever is sending it, and the case that came of it is seen."""
    drafts = PersonalData(
        "drafts",
        gettext_lazy("Entwürfe"),
        frozenset({"cases.Draft", "cases.DraftFile"}),
        export=export_drafts,
        erase=erase_drafts,
        goes=gettext_lazy("Angefangene Anträge mit ihren Dateien"),
    )
    cases = PersonalData(
        "cases",
        gettext_lazy("Vorgänge"),
        _CASE_MODELS,
        export=export_cases,
        erase=let_go_of_cases,
        kept=kept_cases,
    )
    others = PersonalData(
        "acted_for_others", gettext_lazy("Was Sie für andere getan haben"), export=export_acts_for_others
    )
    consents = PersonalData(
        "consents",
        gettext_lazy("Einwilligungen zur Zustellung"),
        frozenset({"cases.DeliveryConsent"}),
        export=export_consents,
        goes=gettext_lazy("Einwilligungen zur elektronischen Zustellung: Sie gelten für nichts Neues mehr"),
    )
    for part in (drafts, cases, consents, others):
        declare_personal_data(part)
