"""Who may write on which draft: whoever holds its token, which their browser keeps in one cookie per service."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from rathaus.cases.service import Draft, draft_context, get_draft
from rathaus.catalogue.service import Offer, compiled, get_offer
from rathaus.formengine.service import CompiledForm, CompiledService, Context, FormState, Language
from rathaus.portal.tracking.grants import HOURS as GRANT_HOURS

_PREFIX = "__Host-" if settings.RATHAUS_HTTPS else ""
_COOKIE_SECONDS = 30 * 24 * 3600  # as long as a draft is kept without use
_SENT_SECONDS = GRANT_HOURS * 3600  # it leads to the receipt, so it must not outlive the grant
_OPEN, _SENT = f"{_PREFIX}antrag-", f"{_PREFIX}gesendet-"


@dataclass(frozen=True)
class Application:
    """A draft with its running form, in the reader's language."""

    key: str
    draft: Draft
    service: CompiledService
    context: Context

    @property
    def form(self) -> CompiledForm:
        return self.service.form

    def state(self) -> FormState:
        return self.form.evaluate(self.draft.answers, self.context)

    def title(self) -> str:
        return self.service.texts(self.context.language, self.context.parameters).title


def reader_language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "de"


def find_offer(key: str) -> Offer:
    """What the municipality offers under this key. Raises Http404."""
    offer = get_offer(key)
    if offer is None:
        raise Http404
    return offer


def find_application(request: HttpRequest, key: str) -> Application | None:
    """The draft that this browser works on; None if there is none or it expired.

    A draft that was sent is found as long as its cookie lives (`draft.case_id` tells): a resend leads to its receipt.
    """
    for name in (_OPEN + key, _SENT + key):
        draft = get_draft(request.COOKIES[name]) if name in request.COOKIES else None
        if draft is not None and draft.service_key == key:
            language = reader_language()
            return Application(key, draft, compiled(draft.version_id), draft_context(draft, language=language))
    return None


def begun_keys(request: HttpRequest) -> list[str]:
    """Services for which this browser holds a draft's token. Asks no database, so a draft may have expired."""
    held = request.COOKIES.items()
    return [name.removeprefix(_OPEN) for name, token in held if token and name.startswith(_OPEN)]


def remember_draft(response: HttpResponseBase, key: str, token: str) -> None:
    _set(response, _OPEN + key, token, _COOKIE_SECONDS)
    response.delete_cookie(_SENT + key)


def remember_sent(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    """The token no longer opens a draft to write on, but still leads a resend or "back" to the receipt."""
    token = request.COOKIES.get(_OPEN + key)
    if token:
        _set(response, _SENT + key, token, _SENT_SECONDS)
        response.delete_cookie(_OPEN + key)


def forget_draft(response: HttpResponseBase, key: str) -> None:
    response.delete_cookie(_OPEN + key)
    response.delete_cookie(_SENT + key)


def forget_sent(request: HttpRequest, response: HttpResponseBase) -> None:
    """On a shared device: nothing here leads back to what was sent. What is begun stays to be finished."""
    for name in request.COOKIES:
        if name.startswith(_SENT):
            response.delete_cookie(name)


def _set(response: HttpResponseBase, name: str, token: str, seconds: int) -> None:
    response.set_cookie(
        name,
        token,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.RATHAUS_HTTPS,
    )
