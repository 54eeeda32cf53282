"""A service as it would be once what was changed is published. Nothing of a trial is stored or on offer."""

from copy import copy
from dataclasses import dataclass

from rathaus.accounts.service import Unit
from rathaus.formengine.service import CompiledService, Context, compile_service, with_members

from .drafting import find_draft
from .editing import terms_draft
from .keeping import find_kept_offer
from .models import Offer
from .queries import context_for
from .terms import fitting, own_words, terms_of, write_terms
from .versions import check_content, compiled


@dataclass(frozen=True)
class Trial:
    """`offer` is in memory only, on the changed terms, and published whatever its state."""

    offer: Offer
    service: CompiledService
    context: Context


def make_trial(
    key: str, *, language: str, unit: Unit, of_draft: bool = False, channel: str = "online"
) -> Trial | None:
    """The version on offer on the changed terms, or the draft of the form; None where there is no sound one.

    `unit` is responsible for a service that was never on offer.
    """
    stored = find_kept_offer(key)
    service = _drafted(key) if of_draft else compiled(stored.current_version) if stored else None
    if service is None:
        return None
    offer = copy(stored) if stored else Offer(service_key=key, unit=unit)
    terms = fitting(terms_of(terms_draft(stored) if stored else offer), service.definition)
    write_terms(terms, offer)
    offer.state = Offer.State.PUBLISHED
    words = own_words(terms.texts, language)
    values = with_members(terms.parameters, terms.members)
    return Trial(offer, service, context_for(service, values, language, words=words, channel=channel))


def _drafted(key: str) -> CompiledService | None:
    draft = find_draft(key)
    definition = check_content(draft.content)[0] if draft else None
    return compile_service(definition) if definition else None
