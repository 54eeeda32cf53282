"""The two ways in which staff fill in a form: recording somebody's application, and applying for oneself."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rathaus.cases.service import Channel
from rathaus.catalogue.service import Offer, compiled, get_offer


@dataclass(frozen=True)
class Way:
    """`name` begins the names of its addresses and is its entry in the rail; `channels` are those to choose from."""

    name: str
    title: Promise
    channels: tuple[Channel, ...]

    @property
    def is_internal(self) -> bool:
        return Channel.INTERNAL in self.channels


RECORDING = Way("desk_record", gettext_lazy("Antrag aufnehmen"), (Channel.COUNTER, Channel.PHONE, Channel.LETTER))
INTERNAL = Way("desk_internal", gettext_lazy("Interne Anträge"), (Channel.INTERNAL,))


def find_offer(key: str, way: Way) -> Offer:
    """An offer with a form that is filled in this way. Raises Http404: internal services are for staff alone."""
    offer = get_offer(key)
    if offer is None:
        raise Http404
    definition = compiled(offer.current_version).definition
    if definition.kind != "form" or definition.internal != way.is_internal or definition.about:
        raise Http404
    return offer
