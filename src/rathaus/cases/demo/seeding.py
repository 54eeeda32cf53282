"""A few dozen cases in all states, the same for every fresh demo but for the dates."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, zip_longest
from typing import Any

from rathaus.accounts.service import StaffMember
from rathaus.cases.drafts import attach_file, discard_draft, save_answers, start_draft
from rathaus.cases.effects import without_mail
from rathaus.cases.errors import NotReady
from rathaus.cases.models import Case, Draft
from rathaus.cases.submitting import submit_case
from rathaus.catalogue.service import Card, Offer, compiled, get_offer, list_offers, offer_context
from rathaus.core import clock
from rathaus.tenancy.service import Municipality

from .examples import Example, examples_of, fill_in
from .papers import store_specimen
from .people import DemoApplicant, applicant
from .stories import STORIES, play

_CASES = {"tangerhuette": 36, "thale": 12}
_ELSEWHERE = 4


def create_demo_cases(municipality: Municipality) -> int:
    """Fill the inbox of the scope's municipality once; returns how many cases were made. Sends no e-mails."""
    if Case.objects.exists():
        return 0
    wanted = _CASES.get(municipality.key, _ELSEWHERE)
    # Oldest first, so that the numbers follow the days.
    planned = sorted(islice(_applications(), wanted), key=lambda application: _sent_ago(application[0]), reverse=True)
    with without_mail():
        return sum(_create(number, offer, example) for number, offer, example in planned)


def _applications() -> Iterator[tuple[int, Offer, Example]]:
    """Each service's examples in turn, so that a short list has something of everything; over and over."""
    rows = [[(card, example) for example in examples_of(card.key)] for card in list_offers("de")]
    mixed: list[tuple[Card, Example]] = [entry for column in zip_longest(*rows) for entry in column if entry]
    offers = {card.key: get_offer(card.key) for card, _ in mixed}
    number = 0
    while mixed:
        for card, example in mixed:
            offer = offers[card.key]
            if offer is not None:
                yield number, offer, example
            number += 1


def _create(number: int, offer: Offer, example: Example) -> bool:
    """False for an example that this municipality's parameters don't accept."""
    story = STORIES[number % len(STORIES)]
    with clock.freeze(clock.now() - _sent_ago(number)):
        case = _submit(offer, example, applicant(number))
    if case is None:
        return False
    clerk = StaffMember.objects.filter(unit_id=case.unit_id, role=StaffMember.Role.CLERK).first()
    if clerk is not None:
        play(story, case, clerk, number)
    return True


def _sent_ago(number: int) -> timedelta:
    days = STORIES[number % len(STORIES)].days_ago + number % 3
    return timedelta(days=days, hours=number % 7, minutes=number * 13 % 60)


def _submit(offer: Offer, example: Example, who: DemoApplicant) -> Case | None:
    service, context = compiled(offer.current_version), offer_context(offer, "de")
    paths = service.definition.applicant
    typed = {paths.email: who.email}
    if paths.person:
        typed |= {f"{paths.person}.vorname": who.first, f"{paths.person}.nachname": who.last}
    draft, _ = start_draft(offer, language="de")
    uploaded = {path: [_upload(draft, path, name) for name in names] for path, names in example.files.items()}
    save_answers(draft, fill_in(service, example, context, typed, uploaded))
    try:
        return submit_case(draft, idempotency_key=f"demo:{draft.pk}", by=None).case
    except NotReady:
        discard_draft(draft)
        return None


def _upload(draft: Draft, path: str, name: str) -> dict[str, Any]:
    file = store_specimen(name)
    attach_file(draft, path, file)
    return {"id": str(file.pk), "name": file.name, "size": file.size}
