"""A few dozen cases in all states, the same for every fresh demo but for the dates."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, zip_longest
from uuid import UUID

from rathaus.accounts.service import StaffMember
from rathaus.cases.effects import without_mail
from rathaus.cases.models import Case
from rathaus.catalogue.service import Card, Offer, availability, compiled, get_offer, list_offers, offer_context
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import Example
from rathaus.tenancy.service import Municipality

from .examples import examples_of, fill_in
from .people import applicant
from .sending import send_example
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
        case = send_example(plan.offer, plan.example, who, electronically=not by_post)
    if case is None:
        return False
    clerk = StaffMember.objects.filter(unit_id=case.unit_id, role=StaffMember.Role.CLERK).first()
    if clerk is not None:
        play(plan.story, case, clerk, plan.number)
    return True
