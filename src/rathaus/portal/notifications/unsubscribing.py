"""/abbestellen/: where the link of an e-mail leads, and where mail programs send their one-click POST (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.notifying.service import CHOOSABLE, Kind, Subscription, find_subscription


# Mail providers POST without a cookie. The signed token of the address is the whole permission, and no cookie adds to
# it: a forged request would have to know the token, and could then ask directly.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, since scanners open every link of an e-mail; only POST switches off.

    The answer to a POST is the page itself: RFC 8058 forbids to redirect it.
    """
    found = find_subscription(token)
    if found is not None and request.method == "POST":
        found.switch(on=False)
    return _page(request, token, found)


@never_cache
@require_POST
def subscribe_again(request: HttpRequest, token: str) -> HttpResponse:
    """Takes it back. A person does this on our page, so here the usual protection holds."""
    found = find_subscription(token)
    if found is not None:
        found.switch(on=True)
    return _page(request, token, found, is_back=True)


def _page(request: HttpRequest, token: str, found: Subscription | None, *, is_back: bool = False) -> HttpResponse:
    if found is None:
        return render(request, "portal/notifications/unknown.html", status=404)
    context = {"token": token, "name": _name(found), "is_on": found.is_on, "is_back": is_back, "found": found}
    return render(request, "portal/notifications/unsubscribe.html", context)


def _name(found: Subscription) -> str:
    """What the e-mails are about; empty for the daily one."""
    return next((str(row.name) for row in CHOOSABLE if row.kind == found.kind and found.kind != Kind.DIGEST), "")
