"""Who may come to the desk: members of this town hall, signed in with a second factor, and not gone for long."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts import second_factor
from rathaus.accounts.models import Account, StaffMember
from rathaus.core import clock

P = ParamSpec("P")
_SEEN = "staff_seen"
_SEEN_STEP = 60  # seconds between two writes of the session


class StaffRequest(HttpRequest):
    """A request behind `staff_required`."""

    staff: StaffMember


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as all limits count it: before the proxies, an IPv6 address without its end."""
    address: str = get_ip(request)
    return address


def current_staff(request: HttpRequest) -> StaffMember | None:
    """The signed-in person's place in this municipality, or None. Says nothing about the second factor."""
    if not isinstance(request.user, Account):
        return None
    return request.user.staff_here


def staff_required(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let only this municipality's staff in; sets `request.staff`.

    Nobody signed in → sign-in page. Signed in elsewhere → 404, as if there were nothing. No second factor in this
    session → the page to enrol or confirm one. Away for longer than STAFF_IDLE_MINUTES → signed out. What was
    typed into a form is shown again instead of being lost.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = current_staff(request)
        if staff is None:
            if request.user.is_authenticated:
                raise Http404
            return _ask_to_sign_in(request)
        if not second_factor.used_in_session(request):
            return _ask_for_second_factor(request)
        if _was_away(request):
            logout(request)
            return _ask_to_sign_in(request, _("Sie waren länger nicht aktiv und wurden deshalb abgemeldet."))
        request.staff = staff  # type: ignore[attr-defined]  # makes it a StaffRequest
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def admin_required(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let only this town hall's administrators in; for other staff there is nothing, as for outsiders (404)."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.staff.role != StaffMember.Role.ADMIN:
            raise Http404
        return view(request, *args, **kwargs)

    return staff_required(guarded)  # type: ignore[arg-type]  # wraps() hides the request's type


def own_factor_required(view: Callable[P, HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For the pages of one's own factors: who has one must have used it in this session.

    Else a session that knows the password alone, open since before the first factor was enrolled, could add a
    factor of its own or read the recovery codes.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = request.user
        has_factor = isinstance(account, Account) and second_factor.enrolled(account)
        if has_factor and not second_factor.used_in_session(request):
            return _ask_for_second_factor(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def _ask_to_sign_in(request: HttpRequest, why: str = "") -> HttpResponse:
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else settings.LOGIN_REDIRECT_URL
    sign_in = f"{reverse('account_login')}?{urlencode({'next': here})}"
    typed = [text for key, text in request.POST.items() if key != "csrfmiddlewaretoken" and len(str(text)) > 1]
    if typed:
        page = {"sign_in": sign_in, "why": why, "typed": "\n\n".join(map(str, typed))}
        return render(request, "accounts/signed_out.html", page, status=401)
    if why:
        messages.info(request, why)
    return HttpResponseRedirect(sign_in)


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    if not second_factor.enrolled(request.user):  # type: ignore[arg-type]  # anonymous ones were sent away
        return HttpResponseRedirect(reverse("mfa_index"))
    by_code = second_factor.has_code(request.user)  # type: ignore[arg-type]
    page = reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.path})}")


def _was_away(request: HttpRequest) -> bool:
    now = int(clock.now().timestamp())
    seen = request.session.get(_SEEN, now)
    if now - seen > settings.STAFF_IDLE_MINUTES * 60:
        return True
    if _SEEN not in request.session or now - seen >= _SEEN_STEP:
        request.session[_SEEN] = now
    return False
