"""The declarations of cases."""

from django.utils.translation import gettext_lazy

from rathaus.accounts.service import PersonalData, declare_personal_data

from .erasing import erase_drafts, let_go_of_cases
from .exporting import export_acts_for_others, export_cases, export_drafts
from .keeping import kept_cases


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
        frozenset({"cases.Case", "cases.Submission", "cases.QueryAnswer", "cases.TimelineEvent", "cases.AccessLog"}),
        export=export_cases,
        erase=let_go_of_cases,
        kept=kept_cases,
    )
    others = PersonalData(
        "acted_for_others", gettext_lazy("Was Sie für andere getan haben"), export=export_acts_for_others
    )
    for part in (drafts, cases, others):
        declare_personal_data(part)
