"""How often staff may look for an account by its address."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_RATE = {"identity_lookup": "60/h/user"}


def count_lookup(request: HttpRequest) -> bool:
    """Note one more; False when it was one too many: nobody tries a list of addresses at the desk."""
    return bool(ratelimit.consume(request, app="rathaus.accounts", action="identity_lookup", config=_RATE))
