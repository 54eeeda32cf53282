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
    "visit_tried": "60/10m/ip",  # numbers of appointments at a kiosk that there are not
}


def may(request: HttpRequest, action: str, *, email: str = "") -> bool:
    """Count one try of this sender; False if it was one too many."""
    return _consume(request, action, email)


def may_go_on(request: HttpRequest, action: str) -> bool:
    """Whether this sender may try once more, without counting it: for what is counted only when it fails."""
    return _consume(request, action, dry_run=True)


def _consume(request: HttpRequest, action: str, email: str = "", *, dry_run: bool = False) -> bool:
    key = f"{client_address(request)}:{email}"
    return bool(
        ratelimit.consume(request, app="rathaus.accounts", action=action, config=RATES, key=key, dry_run=dry_run)
    )
