"""The door of the catalogue: what other apps may import."""

from .availability import Availability, availability, give_place_back, take_place
from .drafting import (
    can_undo,
    create_draft,
    discard_draft,
    find_draft,
    problems_of,
    publish_draft,
    save_draft,
    undo_change,
)
from .editing import change_terms, discard_terms, publications, publish_terms, roll_back, terms_draft
from .errors import KeyTaken, Stale, TextsInvalid
from .facets import Choice, narrow, situations_of, topics_of
from .keeping import Kept, find_kept_offer, kept_services
from .lists import Grouped, by_letter, by_situation, by_topic, list_offers, most_used, titles_by_unit
from .log import events_of
from .maturity import FILLED_IN, MATURITIES, maturity_of
from .missed import Missed, missed_searches, note_missed
from .models import KeepingEvent, Offer, Publication, Register, ServiceDraft, ServiceVersion, TermsDraft
from .popularity import record_use
from .publishing import definitions, publish, publish_definitions, withdraw_offer
from .queries import (
    context_of,
    get_offer,
    internal_offers,
    offer_context,
    offer_title,
    overrides_for,
    published_versions,
)
from .registers import fill_register, find_register, list_registers, register_rows, save_register
from .searching import Found, Hit, find_offers, nearest_offers, search
from .shelf import Card, Topic, forget_shelves
from .terms import Terms, check_terms, own_words, terms_of
from .trial import Trial, make_trial
from .versions import compiled, run_examples, store_version
from .window import LimitPer, Window

__all__ = [
    "FILLED_IN",
    "MATURITIES",
    "Availability",
    "Card",
    "Choice",
    "Found",
    "Grouped",
    "Hit",
    "KeepingEvent",
    "Kept",
    "KeyTaken",
    "LimitPer",
    "Missed",
    "Offer",
    "Publication",
    "Register",
    "ServiceDraft",
    "ServiceVersion",
    "Stale",
    "Terms",
    "TermsDraft",
    "TextsInvalid",
    "Topic",
    "Trial",
    "Window",
    "availability",
    "by_letter",
    "by_situation",
    "by_topic",
    "can_undo",
    "change_terms",
    "check_terms",
    "compiled",
    "context_of",
    "create_draft",
    "definitions",
    "discard_draft",
    "discard_terms",
    "events_of",
    "fill_register",
    "find_draft",
    "find_kept_offer",
    "find_offers",
    "find_register",
    "forget_shelves",
    "get_offer",
    "give_place_back",
    "internal_offers",
    "kept_services",
    "list_offers",
    "list_registers",
    "make_trial",
    "maturity_of",
    "missed_searches",
    "most_used",
    "narrow",
    "nearest_offers",
    "note_missed",
    "offer_context",
    "offer_title",
    "overrides_for",
    "own_words",
    "problems_of",
    "publications",
    "publish",
    "publish_definitions",
    "publish_draft",
    "publish_terms",
    "published_versions",
    "record_use",
    "register_rows",
    "roll_back",
    "run_examples",
    "save_draft",
    "save_register",
    "search",
    "situations_of",
    "store_version",
    "take_place",
    "terms_draft",
    "terms_of",
    "titles_by_unit",
    "topics_of",
    "undo_change",
    "withdraw_offer",
]
