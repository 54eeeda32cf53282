"""Ready-made cases for tests: made through the real actions, from the example of a service's definition."""

import secrets
from typing import Any

from rathaus.accounts.service import Level, StaffMember
from rathaus.cases.demo.examples import fill_in
from rathaus.cases.service import Case, Draft, Receipt, save_answers, start_draft, submit_case
from rathaus.catalogue.service import Offer, compiled, get_offer, offer_context, publish_definitions
from rathaus.tenancy.service import current_municipality
from tests import cast

DOG = "hund-anmelden"


def publish_dog() -> Offer:
    """The dog on offer here, at the Bürgerservice, where Clara and Leo work."""
    offer = get_offer(DOG)
    if offer is None:
        publish_definitions(current_municipality())
        offer = get_offer(DOG)
        assert offer is not None
    return offer


def staff(person: cast.Person) -> StaffMember:
    return StaffMember.objects.select_related("account", "unit").get(account__email=person.email)


def dog_answers(offer: Offer | None = None) -> dict[str, Any]:
    """What Anna types: a young dog, the first in the household."""
    offer = offer or publish_dog()
    service, context = compiled(offer.current_version), offer_context(offer, "de")
    return fill_in(service, service.definition.examples["minimal"], context, {"email": cast.ANNA.email})


def dog_draft(language: str = "de") -> tuple[Draft, str]:
    """Anna's draft, filled in and ready to send, and its token."""
    offer = publish_dog()
    draft, token = start_draft(offer, language=language)
    return save_answers(draft, dog_answers(offer)), token


def dog_draft_at(level: Level) -> Draft:
    """The same, begun by somebody of whom it is this sure who they are."""
    offer = publish_dog()
    draft, _ = start_draft(offer, language="de", level=level)
    return save_answers(draft, dog_answers(offer))


def dog_receipt() -> Receipt:
    draft, _ = dog_draft()
    return submit_case(draft, idempotency_key=secrets.token_hex(8), by=None)


def dog_case() -> Case:
    """Anna's dog, received and waiting for a clerk of the Bürgerservice."""
    return dog_receipt().case
