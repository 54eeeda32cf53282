"""Who may write on which draft: whoever holds its token."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest

from rathaus.accounts.service import find_persona, level_of, persona_of, was_represented
from rathaus.applying.service import Application, reader_language, sending_key
from rathaus.cases.service import Draft, draft_context, get_draft, was_sent_with
from rathaus.catalogue.service import Offer, compiled, get_offer

from .face import PortalFace
from .tokens import held_tokens


def find_offer(key: str, *, withdrawn: bool = False) -> Offer:
    """What the municipality offers the public under this key, or offered, if `withdrawn`. Raises Http404.

    What is begun from a notice has no page of its own either.
    """
    offer = get_offer(key, withdrawn=withdrawn)
    if offer is None:
        raise Http404
    definition = compiled(offer.current_version).definition
    if definition.internal or definition.about:
        raise Http404
    return offer


def find_application(request: HttpRequest, key: str) -> Application | None:
    """The draft that this browser works on; None if there is none or it expired.

    A draft that was sent is found by the browser that sent it, as long as its cookie lives (`draft.case_id` tells),
    and by the same post once more: both lead to its receipt, which the token alone never does.
    """
    for draft, is_sender in _held_drafts(request, key):
        if draft.case_id is None or is_sender or was_sent_with(draft, sending_key(request, draft)):
            context = draft_context(draft, language=reader_language())
            face = PortalFace(key, by=persona_of(request), level=level_of(request))
            return Application(draft, compiled(draft.version_id), context, face, letters_in=context.language)
    return None


def was_sent_elsewhere(request: HttpRequest, key: str) -> bool:
    """Whether the draft that this browser holds was sent, but from another device. Says nothing of the case."""
    return any(draft.case_id is not None and not is_sender for draft, is_sender in _held_drafts(request, key))


def _held_drafts(request: HttpRequest, key: str) -> Iterator[tuple[Draft, bool]]:
    """The drafts of this service whose token the browser holds; and whether it sent them."""
    for token, is_sender in held_tokens(request, key):
        draft = get_draft(token)
        if draft is not None and draft.service_key == key and _may_open(request, draft):
            yield draft, is_sender


def _may_open(request: HttpRequest, draft: Draft) -> bool:
    """Who holds the token of a draft without a holder, or of one's own, on a device where nobody is signed in, too.

    What belongs to an organisation, or to somebody who ever gave a power of attorney, is for those who may apply in
    that name now: the token alone opens nothing, so that it ends with the representation. Whoever is signed in opens
    nothing of a person for whom they may not apply.
    """
    if draft.holder is None:
        return True
    by = persona_of(request)
    if by is None:
        return not was_represented(draft.holder)
    persona = find_persona(by.account, draft.holder)
    return persona is not None and persona.may_apply_for(draft.service_key)
