"""/konto/meldungen/: what somebody subscribed to with the address of their account, and how to change it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.accounts.service import confirmed_address
from rathaus.channel.service import RHYTHM, Choice, choices_of, private_link, subscriber_of, subscriber_token
from rathaus.portal.account.access import PersonaRequest, persona_required

from .choosing import in_words


@require_safe
@persona_required
def own_subscription(request: PersonaRequest) -> HttpResponse:
    """Of the person, whomever they act for: an organisation subscribes to nothing. An address that nobody proved
    shows nothing, since somebody else may have subscribed with it."""
    account = request.persona.account
    address = confirmed_address(account)
    found = subscriber_of(address) if address else None
    context = {
        "address": account.email,
        "is_proved": bool(address),
        "found": found,
        "chosen": in_words(choices_of(found)) if found else [],
        "waiting": in_words([Choice(*pair) for pair in found.wanted]) if found else [],
        "rhythm": RHYTHM[found.rhythm] if found else "",
        "link": private_link(subscriber_token(found.pk, found.generation)) if found else "",
    }
    return render(request, "portal/channel/own.html", context)
