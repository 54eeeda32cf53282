"""What to bring to a visit: from the offering itself, else from the page of its service."""

from rathaus.catalogue.service import compiled, get_offer, offer_context
from rathaus.formengine.service import CompiledTexts

from .models import Booking, Offering
from .wishes import offerings_of


def what_to_bring(booking: Booking, language: str) -> tuple[list[str], bool]:
    """The list in a language, each line once; and whether an e-mail should rather not tell it."""
    offerings = offerings_of(booking.offerings)
    return bring_list(offerings, language), any(offering.is_discreet for offering in offerings)


def bring_list(offerings: list[Offering], language: str) -> list[str]:
    lines = [line for offering in offerings for line in _lines(offering, language)]
    return list(dict.fromkeys(lines))


def _lines(offering: Offering, language: str) -> list[str]:
    own: list[str] = offering.bring_en if language == "en" and offering.bring_en else offering.bring
    if own or not offering.service_key:
        return own
    offer = get_offer(offering.service_key)
    if offer is None:
        return []
    definition = compiled(offer.current_version).definition
    return list(CompiledTexts(definition, offer_context(offer, language)).documents)
