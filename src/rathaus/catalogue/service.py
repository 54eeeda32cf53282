"""The door of the catalogue: what other apps may import."""

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

__all__ = [
    "Card",
    "Hit",
    "Offer",
    "Publication",
    "ServiceVersion",
    "Topic",
    "compiled",
    "context_of",
    "definitions",
    "forget_shelves",
    "get_offer",
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
    "withdraw_offer",
]
