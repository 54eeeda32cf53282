"""Who may write on which draft: whoever holds its token."""

from django.http import Http404, HttpRequest

from rathaus.accounts.service import Account
from rathaus.applying.service import Application, reader_language
from rathaus.cases.service import draft_context, get_draft
from rathaus.catalogue.service import Offer, compiled, get_offer

from .face import PortalFace
from .tokens import held_tokens


def find_offer(key: str, *, withdrawn: bool = False) -> Offer:
    """What the municipality offers the public under this key, or offered, if `withdrawn`. Raises Http404."""
    offer = get_offer(key, withdrawn=withdrawn)
    if offer is None or compiled(offer.current_version).definition.internal:
        raise Http404
    return offer


def account_of(request: HttpRequest) -> Account | None:
    """Who is signed in, if anybody: nobody needs to be."""
    return request.user if isinstance(request.user, Account) else None


def find_application(request: HttpRequest, key: str) -> Application | None:
    """The draft that this browser works on; None if there is none or it expired.

    A draft that was sent is found as long as its cookie lives (`draft.case_id` tells): a resend leads to its receipt.
    """
    for token in held_tokens(request, key):
        draft = get_draft(token)
        if draft is not None and draft.service_key == key:
            context = draft_context(draft, language=reader_language())
            face = PortalFace(key, by=account_of(request))
            return Application(draft, compiled(draft.version_id), context, face, letters_in=context.language)
    return None
