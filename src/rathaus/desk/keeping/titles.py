"""What a service is called at the desk: in German, with the municipality's own words."""

from rathaus.catalogue.service import Offer, compiled, offer_context
from rathaus.formengine.service import CompiledTexts


def title_of(offer: Offer) -> str:
    return CompiledTexts(compiled(offer.current_version).definition, offer_context(offer, "de")).title
