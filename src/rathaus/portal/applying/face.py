"""The portal as the place where a form is filled in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rathaus.accounts.service import Level, Persona, choose_persona, persona_of
from rathaus.cases.service import Case, Receipt
from rathaus.portal.tracking.grants import grant

from .tokens import remember_sent


def _opens_by_cookie(request: HttpRequest, case: Case) -> bool:
    """Only what somebody sent without an account, or for themselves.

    Who sent it for another acts for them from now on and reads it as such, so that a representation that ends closes
    it at once.
    """
    by = persona_of(request)
    if by is not None and case.holder not in {None, by.account.pk}:
        choose_persona(request, case.holder)
    return case.holder is None or (by is not None and case.holder == by.account.pk)


@dataclass(frozen=True)
class PortalFace:
    """One draft per service and browser, so that the address needs the service's key only."""

    key: str
    frame: str = "portal/applying/frame.html"
    summary: str = "applying/summary.html"
    by: Persona | None = None
    level: Level = Level.NONE
    keeps_times: bool = True

    @property
    def begin_url(self) -> str:
        return self._url("apply")

    @property
    def summary_url(self) -> str:
        return self._url("apply_summary")

    @property
    def discard_url(self) -> str:
        return self._url("apply_discard")

    @property
    def later_url(self) -> str:
        return self._url("apply_later")

    @property
    def sent_url(self) -> str:
        return self._url("apply_sent")

    def page_url(self, page: str) -> str:
        return reverse("apply_page", kwargs={"key": self.key, "page": page})

    def times_url(self, page: str) -> str:
        return reverse("apply_times", kwargs={"key": self.key, "page": page})

    def sent(self, request: HttpRequest, receipt: Receipt) -> HttpResponse:
        """To the receipt, which this browser may see from now on; unless its holder has renewed the code since."""
        if receipt.case.access_generation != 1:
            return redirect("case_status", number=receipt.case.number)
        response = redirect("case_receipt", number=receipt.case.number)
        if _opens_by_cookie(request, receipt.case):
            grant(request, response, receipt.case)
        remember_sent(request, response, self.key)
        return response

    def render(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        return render(request, template, context, status=status)

    def _url(self, name: str) -> str:
        return reverse(name, kwargs={"key": self.key})
