"""How often one may ask and try. All counts are per sender, or per sender and address: nobody locks out another."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from .access import client_address

# A library or a school is one network.
RATES = {
    "code_asked": "60/h/ip,5/10m/key",
    "reset_asked": "5/10m/key",
    "code_tried": "60/10m/ip",
    "passkey_failed": "60/10m/ip",
}


def may(request: HttpRequest, action: str, *, email: str = "") -> bool:
    """Count one try of this sender; False if it was one too many."""
    key = f"{client_address(request)}:{email}"
    return bool(ratelimit.consume(request, app="rathaus.accounts", action=action, config=RATES, key=key))
