"""A few dozen cases in all states, the same for every fresh demo but for the dates."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, zip_longest
from typing import Any
from uuid import UUID

from rathaus.accounts.service import Level, StaffMember
from rathaus.cases.confirming import confirm
from rathaus.cases.drafts import attach_file, discard_draft, save_answers, start_draft
from rathaus.cases.effects import without_mail
from rathaus.cases.errors import NotAvailable, NotReady
from rathaus.cases.models import Case, Confirmer, Draft
from rathaus.cases.submitting import submit_case
from rathaus.catalogue.service import Card, Offer, availability, compiled, get_offer, list_offers, offer_context
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import Applicant, Example
from rathaus.tenancy.service import Municipality

from .examples import examples_of, fill_in
from .papers import store_specimen
from .people import DemoApplicant, applicant
from .stories import STORIES, Story, play

_CASES = {"tangerhuette": 36, "thale": 12}
_ELSEWHERE = 4
_TRIES = 4  # plans for each case: not every example could be sent on its day


def create_demo_cases(municipality: Municipality) -> int:
    """Fill the inbox of the scope's municipality once; returns how many cases were made. Sends no e-mails."""
    if Case.objects.exists():
        return 0
    wanted = _CASES.get(municipality.key, _ELSEWHERE)
    # Oldest first, so that the numbers follow the days.
    planned = sorted(islice(_plans(_TRIES * wanted), wanted), key=lambda plan: plan.sent_ago, reverse=True)
    with without_mail():
        return sum(map(_create, planned))


@dataclass(frozen=True)
class Plan:
    """One case to be: who sends which example, and what happens then."""

    number: int
    offer: Offer
    example: Example
    story: Story

    @property
    def sent_on(self) -> date:
        return (clock.now() - self.sent_ago).astimezone(BERLIN).date()

    @property
    def sent_ago(self) -> timedelta:
        days = self.story.days_ago + self.number % 3
        return timedelta(days=days, hours=self.number % 7, minutes=self.number * 13 % 60)


def _plans(most: int) -> Iterator[Plan]:
    """Each service's examples in turn, so that a short list has something of everything; over and over.

    Each unit goes through the stories by itself, so that its clerks have something of everything too.
    """
    mixed = [found for column in zip_longest(*map(_suitable, list_offers("de"))) for found in column if found]
    told: Counter[UUID] = Counter()
    for number in range(most) if mixed else ():
        offer, example = mixed[number % len(mixed)]
        plan = Plan(number, offer, example, STORIES[told[offer.unit_id] % len(STORIES)])
        if _suits(offer, example, plan.sent_on):
            yield plan
            told[offer.unit_id] += 1


def _suitable(card: Card) -> list[tuple[Offer, Example]]:
    """The offer with each of its examples."""
    offer = get_offer(card.key)
    if offer is None:
        return []
    definition = compiled(offer.current_version).definition
    return [(offer, example) for example in examples_of(definition)]


def _suits(offer: Offer, example: Example, day: date) -> bool:
    """Whether this municipality's parameters and the offer's window let the example be sent on that day."""
    service, context = compiled(offer.current_version), offer_context(offer, "de", today=day)
    if not availability(offer, day).open:
        return False
    specimens = {
        path: [{"id": file.name, "name": file.name, "size": 1} for file in files]
        for path, files in example.files.items()
    }
    return not service.form.check(fill_in(service, example, context, uploaded=specimens), context)


def _create(plan: Plan) -> bool:
    """False for an example that could not be sent on its day."""
    with clock.freeze(clock.now() - plan.sent_ago):
        who, by_post = applicant(plan.number), plan.number % 4 == 0
        case = _submit(plan.offer, plan.example, who, electronically=not by_post)
    if case is None:
        return False
    clerk = StaffMember.objects.filter(unit_id=case.unit_id, role=StaffMember.Role.CLERK).first()
    if clerk is not None:
        play(plan.story, case, clerk, plan.number)
    return True


def _submit(offer: Offer, example: Example, who: DemoApplicant, *, electronically: bool) -> Case | None:
    service, context = compiled(offer.current_version), offer_context(offer, "de")
    typed = _person(service.definition.applicant, who)
    try:
        draft, _ = start_draft(offer, language="de", level=_sure(offer))
    except NotAvailable:
        return None
    uploaded = {path: [_upload(draft, path, f.name) for f in files] for path, files in example.files.items()}
    save_answers(draft, fill_in(service, example, context, typed, uploaded))
    try:
        receipt = submit_case(
            draft,
            idempotency_key=f"demo:{draft.pk}",
            by=None,
            level=_sure(offer),
            electronically=electronically,
        )
        return _confirmed(receipt.case)
    except (NotReady, NotAvailable):
        discard_draft(draft)
        return None


def _sure(offer: Offer) -> Level:
    """Who applies in a story has proved as much as the service asks for."""
    return Level(compiled(offer.current_version).definition.trust_level)


def _person(paths: Applicant | None, who: DemoApplicant) -> dict[str, str]:
    """What the applicant types about themselves, by field."""
    if paths is None:
        return {}
    name = {f"{paths.person}.vorname": who.first, f"{paths.person}.nachname": who.last} if paths.person else {}
    return {paths.email: who.email, **name}


def _confirmed(case: Case) -> Case:
    """Everybody whom the case waits for agrees at once."""
    while case.withheld:
        asked = Confirmer.objects.filter(case=case, confirmation=None, asked_at__isnull=False)
        case = confirm(asked.select_related("case")[0])
    return case


def _upload(draft: Draft, path: str, name: str) -> dict[str, Any]:
    file = store_specimen(name)
    attach_file(draft, path, file)
    return {"id": str(file.pk), "name": file.name, "size": file.size}
