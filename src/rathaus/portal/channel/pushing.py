"""Push messages in the browser: its subscription, and the service worker that shows them."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.service import client_address
from rathaus.applying.service import reader_language
from rathaus.channel.service import (
    BadKeys,
    Choice,
    NothingChosen,
    TooMany,
    check_keys,
    find_browser,
    may_be_endpoint,
    move_browser,
    note_asked,
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
        note_asked(client_address(request))
        found = subscribe_browser(endpoint, **keys, choices=choices, language=reader_language())
    except BadKeys:
        return JsonResponse({"problem": "keys"}, status=400)
    except NothingChosen:
        return JsonResponse({"problem": "topics"}, status=422)
    except TooMany:
        return JsonResponse({"problem": "too-many"}, status=429, headers={"Retry-After": "3600"})
    messages.success(request, _("Dieses Gerät bekommt jetzt Meldungen."))
    return JsonResponse({"manage": private_link(subscriber_token(found.pk, found.generation))}, status=201)


# Changes nothing, and tells something only to who knows the browser's secret; the page after leaving has no form.
@csrf_exempt
@require_POST
def stand(request: HttpRequest) -> JsonResponse:
    """Whether this browser gets messages: the page to change that, or an empty answer."""
    given = _read(request)
    found = given and find_browser(given[0], given[1]["auth"])
    if not found:
        return JsonResponse({})
    return JsonResponse({"manage": private_link(subscriber_token(found.pk, found.generation))})


# The worker has no form and so no token; who knows the secret of the old endpoint is the browser.
@csrf_exempt
@require_POST
def move(request: HttpRequest) -> JsonResponse:
    """The browser's new PushSubscription, with `old`: the one that it had until now."""
    new = _read(request)
    old = new and _read(request, "old")
    found = old and find_browser(old[0], old[1]["auth"])
    if not new or not found:
        return JsonResponse({"problem": "unknown"}, status=404)
    try:
        check_keys(**new[1])
    except BadKeys:
        return JsonResponse({"problem": "keys"}, status=400)
    move_browser(found, new[0], **new[1])
    return JsonResponse({})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    return HttpResponse(_WORKER, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _read(request: HttpRequest, name: str = "") -> tuple[str, dict[str, str], list[Choice]] | None:
    if len(request.body) > _MOST_BYTES:
        return None
    try:
        told: Any = json.loads(request.body)
        told = told[name] if name else told
        endpoint, keys = told["endpoint"], {name: told["keys"][name] for name in ("p256dh", "auth")}
        chosen = Chosen(frozenset(map(str, told.get("topics", []))), frozenset(map(str, told.get("places", []))))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not all(isinstance(value, str) for value in (endpoint, *keys.values())):
        return None
    if len(endpoint) > _MOST_ADDRESS or not may_be_endpoint(endpoint):
        return None
    return endpoint, keys, chosen.choices


_WORKER = """// A copy, as after a crash, replaces the first without a sound; a correction rings.
self.addEventListener("push", (event) => event.waitUntil((async () => {
  const told = event.data ? event.data.json() : { title: "Rathaus", body: "", url: "/meldungen/" };
  const there = told.tag ? await self.registration.getNotifications({ tag: told.tag }) : [];
  const isCopy = there.some((one) => one.data.id === told.id);
  await self.registration.showNotification(told.title, {
    body: told.body, tag: told.tag, data: { url: told.url, id: told.id }, lang: told.lang || "de",
    renotify: Boolean(told.tag) && !isCopy, requireInteraction: Boolean(told.urgent),
  });
})()));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil((async () => {
  const old = event.oldSubscription;
  if (!old) return;
  const wish = { userVisibleOnly: true, applicationServerKey: old.options.applicationServerKey };
  const now = event.newSubscription || await self.registration.pushManager.subscribe(wish);
  const told = JSON.stringify({ ...now.toJSON(), old: old.toJSON() });
  await fetch("/abo/push/umzug/", { method: "POST", headers: { "Content-Type": "application/json" }, body: told });
})()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url || "/meldungen/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
"""
