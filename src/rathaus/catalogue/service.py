"""The door of the catalogue: what other apps may import."""

from .availability import Availability, availability, give_place_back, take_place
from .models import Offer, Publication, ServiceVersion
from .publishing import definitions, publish, publish_definitions, withdraw_offer
from .queries import (
    Hit,
    context_of,
    get_offer,
    list_offers,
    offer_context,
    offers_by_letter,
    offers_by_topic,
    overrides_for,
    popular_offers,
    record_use,
    search,
)
from .shelf import Card, Topic, forget_shelves
from .versions import compiled, store_version
from .window import LimitPer, Window

__all__ = [
    "Availability",
    "Card",
    "Hit",
    "LimitPer",
    "Offer",
    "Publication",
    "ServiceVersion",
    "Topic",
    "Window",
    "availability",
    "compiled",
    "context_of",
    "definitions",
    "forget_shelves",
    "get_offer",
    "give_place_back",
    "list_offers",
    "offer_context",
    "offers_by_letter",
    "offers_by_topic",
    "overrides_for",
    "popular_offers",
    "publish",
    "publish_definitions",
    "record_use",
    "search",
    "store_version",
    "take_place",
    "withdraw_offer",
]
