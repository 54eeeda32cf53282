"""Somebody who buys a plot together with others, each of whom must confirm."""

import secrets
from collections.abc import Sequence

from rathaus.cases.confirming import confirmation_code
from rathaus.cases.demo.examples import fill_in
from rathaus.cases.demo.papers import store_specimen
from rathaus.cases.models import Confirmer
from rathaus.cases.service import Case, Draft, attach_file, find_confirmer, save_answers, start_draft, submit_case
from rathaus.catalogue.service import Offer, compiled, get_offer, offer_context, publish
from tests import cast
from tests.cases import factories
from tests.catalogue.changing import changed_version

PLOT = "kaufantrag-grundstueck"
OTHERS = (cast.BILAL, cast.VERA)


def plot_offer(order: str = "any") -> Offer:
    factories.publish_dog()
    offer = get_offer(PLOT)
    assert offer is not None
    if order != "any":
        publish(offer, changed_version(offer, lambda c: c["form"]["confirmations"].update(order=order)), by=None)
    return offer


def joint_draft(others: Sequence[cast.Person] = OTHERS, *, offer: Offer | None = None, language: str = "de") -> Draft:
    """Anna's, ready to send."""
    offer = offer or plot_offer()
    service, context = compiled(offer.current_version), offer_context(offer, language)
    example = service.definition.examples["gemeinsam"]
    draft, _ = start_draft(offer, language=language)
    map_file = store_specimen("karte.pdf")
    attach_file(draft, "karte", map_file)
    uploaded = {"karte": [{"id": str(map_file.pk), "name": map_file.name, "size": map_file.size}]}
    ortsteil = str(context.parameters["ortsteile"][0])
    typed = {"email": cast.ANNA.email, "ortsteil": ortsteil}
    answers = fill_in(service, example, context, typed, uploaded)
    answers["weitere"] = [
        {"vorname": p.name.split()[0], "nachname": p.name.split()[1], "email": p.email} for p in others
    ]
    return save_answers(draft, answers)


def joint_case(others: Sequence[cast.Person] = OTHERS, *, offer: Offer | None = None, language: str = "de") -> Case:
    draft = joint_draft(others, offer=offer, language=language)
    return submit_case(draft, idempotency_key=secrets.token_hex(8), by=None).case


def code_of(person: cast.Person) -> str:
    """The code of the link that was sent to somebody's address."""
    return confirmation_code(Confirmer.objects.get(email=person.email))


def link_of(person: cast.Person) -> Confirmer:
    """What the link of somebody leads to."""
    found = find_confirmer(code_of(person))
    assert found is not None
    return found
