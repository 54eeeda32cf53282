"""SAML 2.0, Web Browser SSO Profile: our request by redirect, the provider's answer by POST.

The answer comes as a POST from a foreign site, to which browsers add no cookie of ours (SameSite=Lax). So it is
checked without a session, kept for two minutes, and the browser is sent on by GET: then its session comes along, and
with it the request that the answer must belong to.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from onelogin.saml2.auth import OneLogin_Saml2_Auth

from rathaus.accounts.models import Level, SamlAnswer, SignInMethod
from rathaus.core import clock

from .assertions import Assertion
from .claims import Claims, Refused
from .flows import Flow, begin_flow, take_flow
from .samlsettings import endpoints, request_data, toolkit_settings

_FETCHED_WITHIN = timedelta(minutes=2)


def leave(request: HttpRequest, next_url: str, wanted: Level) -> str:
    """Where the person is sent with our AuthnRequest, whose id the session remembers. Raises Refused."""
    auth = OneLogin_Saml2_Auth(request_data(), old_settings=toolkit_settings(wanted))
    # RelayState says nothing: what belongs to this sign-in stays in the session
    url: str = auth.login(return_to=endpoints().acs, set_nameid_policy=False)
    begin_flow(request, SignInMethod.SAML, next_url=next_url, state=auth.get_last_request_id())
    return url


@transaction.atomic
def keep_answer(assertion: Assertion) -> str:
    """Keep what an assertion says until the browser fetches it; returns the handle. Raises Refused for a replay."""
    now = clock.now()
    SamlAnswer.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    handle = secrets.token_urlsafe(32)
    row = SamlAnswer(
        issuer=assertion.claims.issuer,
        assertion_id=assertion.id,
        request_id=assertion.in_response_to,
        handle_hash=_hash(handle),
        claims=assertion.claims.to_json(),
        received_at=now,
        expires_at=_end(assertion.not_on_or_after),
    )
    SamlAnswer.objects.bulk_create([row], ignore_conflicts=True)
    if not SamlAnswer.objects.filter(handle_hash=row.handle_hash).exists():
        raise Refused("replayed assertion")
    return handle


@transaction.atomic
def take_answer(request: HttpRequest, handle: str) -> tuple[Claims, Flow]:
    """The answer to a request of this session, once. Raises Refused; whoever has the handle alone gets nothing."""
    row = SamlAnswer.objects.select_for_update().filter(handle_hash=_hash(handle), taken_at=None).first()
    if row is None or row.received_at < clock.now() - _FETCHED_WITHIN:
        raise Refused("no answer")
    flow = take_flow(request, SignInMethod.SAML, row.request_id)
    claims = Claims.from_json(row.claims)
    SamlAnswer.objects.filter(pk=row.pk).update(taken_at=clock.now(), claims={})
    return claims, flow


def _end(not_on_or_after: str) -> datetime:
    found = parse_datetime(not_on_or_after)
    if found is None or found.tzinfo is None:
        raise Refused("NotOnOrAfter")
    return found


def _hash(handle: str) -> str:
    return sha256(handle.encode()).hexdigest()
