"""Why something is refused, as RFC 9457 says it: application/problem+json, in the language that was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, tuple[int, Promise]] = {
    "not-found": (404, _("Hier ist nichts.")),
    "not-allowed": (405, _("Das geht an dieser Adresse nicht.")),
    "unreadable": (400, _("Die Anfrage ist nicht lesbar. Schicken Sie JSON.")),
    "invalid": (422, _("Einige Angaben stimmen nicht.")),
    "too-large": (413, _("Die Anfrage ist zu groß.")),
    "who": (401, _("Schicken Sie den Schlüssel dazu mit: Authorization: Bearer …")),
    "unknown-key": (401, _("Diesen Schlüssel gibt es nicht, oder er gilt nicht mehr.")),
    "too-many": (429, _("Das war zu oft. Versuchen Sie es später noch einmal.")),
    "too-many-visits": (429, _("Mit dieser Adresse oder Nummer sind schon genug Termine gebucht.")),
    "proof-needed": (
        429,
        _("Gerade fragen sehr viele an. Lösen Sie die Rechenaufgabe, und fragen Sie noch einmal."),
    ),
    "no-such-offering": (404, _("Dieses Anliegen gibt es nicht, oder nicht zusammen, oder nicht für so viele.")),
    "no-such-office": (422, _("An diesem Standort geht das nicht.")),
    "wrong-length": (422, _("So lange dauert der Termin nicht.")),
    "not-open": (422, _("Zu dieser Zeit kann man keinen Termin buchen.")),
    "gone": (409, _("Diese Zeit ist nicht frei. Nehmen Sie eine andere.")),
    "hold-gone": (410, _("Die Zeit war abgelaufen und ist jetzt vergeben.")),
    "needs-confirmation": (409, _("Diesen Termin buchen Sie auf unserer Seite, mit dem Link aus einer E-Mail.")),
    "already-extended": (409, _("Verlängern geht nur einmal.")),
    "not-changeable": (409, _("Dieser Termin lässt sich nicht mehr ändern.")),
    "key-used": (422, _("Dieser Idempotency-Key gehört zu einer anderen Anfrage.")),
    "failed": (500, _("Da ist uns etwas kaputtgegangen. Es ist nichts geändert.")),
}


class Problem(Exception):
    """`key` of TITLES; `more` are members of the answer."""

    def __init__(self, key: str, **more: Any) -> None:
        super().__init__(key)
        self.key, self.more = key, more


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001 -- as handlers are called
    status, title = TITLES[problem.key]
    body = {"type": f"urn:rathaus:problem:{problem.key}", "title": str(title), "status": status, **problem.more}
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    if status == 401:  # noqa: PLR2004 -- unauthorized
        response["WWW-Authenticate"] = "Bearer"
    if "retry_after" in problem.more:
        response["Retry-After"] = str(problem.more["retry_after"])
    return response
