"""What happened to a demo case after it came in."""

from collections.abc import Callable
from dataclasses import dataclass

from rathaus.accounts.service import StaffMember
from rathaus.cases.acting import pinned
from rathaus.cases.deciding import decide_case, issue_notice
from rathaus.cases.delivery.events import note_notification, retrieve_notice
from rathaus.cases.models import Case, Query
from rathaus.cases.pages import notice_of
from rathaus.cases.working import add_note, answer_query, ask_applicant, take_over
from rathaus.core import clock

from .people import ANSWERS, NOTES, QUERIES, REASONS

Step = Callable[[Case, StaffMember, int], None]


@dataclass(frozen=True)
class Story:
    """Sent this many days ago; then the steps, evenly spread until today."""

    days_ago: int
    steps: tuple[Step, ...] = ()


def play(story: Story, case: Case, clerk: StaffMember, number: int) -> None:
    """Carry out the steps on the days on which they happened."""
    begun, pause = case.submitted_at, (clock.now() - case.submitted_at) / (len(story.steps) + 1)
    for index, act in enumerate(story.steps, 1):
        with clock.freeze(begun + pause * index):
            act(Case.objects.get(pk=case.pk), clerk, number)


def take(case: Case, clerk: StaffMember, _: int) -> None:
    take_over(case, by=clerk, revision=case.revision)


def _note(case: Case, clerk: StaffMember, number: int) -> None:
    add_note(case, text=NOTES[number % len(NOTES)], by=clerk)


def _ask(case: Case, clerk: StaffMember, number: int) -> None:
    ask_applicant(case, text=QUERIES[number % len(QUERIES)], by=clerk, revision=case.revision)


def _answer(case: Case, _: StaffMember, number: int) -> None:
    query = Query.objects.select_related("case").get(case=case, closed_at=None)
    answer_query(query, text=ANSWERS[number % len(ANSWERS)])


def decide(result: str) -> Step:
    def decide(case: Case, clerk: StaffMember, _: int) -> None:
        sent = pinned(case)
        offered = sent.service.process.outcomes(sent.answers, sent.context)
        chosen = next((outcome for outcome in offered if outcome.result == result), offered[0])
        reasons = REASONS if chosen.reasons == "required" else ""
        decide_case(case, outcome=chosen.key, reasons=reasons, by=clerk, revision=case.revision)
        issue_notice(str(case.pk))
        note_notification("case_notice", {"number": case.number}, clock.now())  # the demo sends no e-mail

    return decide


def _fetch(case: Case, _: StaffMember, __: int) -> None:
    notice = notice_of(case)
    if notice is not None:
        retrieve_notice(notice, by=None)


STORIES = (
    Story(0),
    Story(9, (take,)),
    Story(6, (take, _ask)),
    Story(20, (take, _ask, _answer)),
    Story(1),
    Story(26, (take, decide("grant"), _fetch)),
    Story(31, (take, _note)),
    Story(3),
    Story(15, (take, _note, _ask, _answer, decide("grant"))),
    Story(38),
    Story(17, (take, _ask, _answer, decide("refuse"), _fetch)),
    Story(12, (take, _note)),
    Story(21, (take, decide("grant_in_part"))),
)
