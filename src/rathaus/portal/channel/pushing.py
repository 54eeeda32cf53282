"""Push messages in the browser: its subscription, and the service worker that shows them."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from rathaus.applying.service import reader_language
from rathaus.channel.service import (
    BadKeys,
    Choice,
    NothingChosen,
    check_keys,
    may_be_endpoint,
    private_link,
    subscribe_browser,
    subscriber_token,
)

from .choosing import Chosen

_MOST_BYTES, _MOST_ADDRESS = 20_000, 1000


@require_POST
def subscribe(request: HttpRequest) -> JsonResponse:
    """The browser's PushSubscription as JSON, with `topics` and `places`. Answers with the page to change it."""
    given = _read(request)
    if given is None:
        return JsonResponse({"problem": "unreadable"}, status=400)
    endpoint, keys, choices = given
    try:
        check_keys(keys["p256dh"], keys["auth"])
        found = subscribe_browser(endpoint, **keys, choices=choices, language=reader_language())
    except BadKeys:
        return JsonResponse({"problem": "keys"}, status=400)
    except NothingChosen:
        return JsonResponse({"problem": "topics"}, status=422)
    return JsonResponse({"manage": private_link(subscriber_token(found.pk, found.generation))}, status=201)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    return HttpResponse(_WORKER, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _read(request: HttpRequest) -> tuple[str, dict[str, str], list[Choice]] | None:
    if len(request.body) > _MOST_BYTES:
        return None
    try:
        told: Any = json.loads(request.body)
        endpoint, keys = told["endpoint"], {name: told["keys"][name] for name in ("p256dh", "auth")}
        chosen = Chosen(frozenset(map(str, told["topics"])), frozenset(map(str, told["places"])))
    except (ValueError, KeyError, TypeError):
        return None
    if not all(isinstance(value, str) for value in (endpoint, *keys.values())):
        return None
    if len(endpoint) > _MOST_ADDRESS or not may_be_endpoint(endpoint):
        return None
    return endpoint, keys, chosen.choices


_WORKER = """self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : { title: "Rathaus", body: "", url: "/meldungen/" };
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body, tag: told.tag, data: told.url, lang: "de", renotify: Boolean(told.tag),
    requireInteraction: Boolean(told.urgent),
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/meldungen/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
"""
