"""Where an account is signed in: kept from sign-in on, shown to its owner, ended by them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from rathaus.core import clock

from .models import Account, OpenSession

_STATE = "open_session"
_STEP = timedelta(minutes=5)  # between two notes that a session is in use
# The order matters: Edge and Opera call themselves Chrome, Chrome calls itself Safari, and all phones are X.
_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"), ("Opera", r"OPR/"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"), ("ChromeOS", r"CrOS"), ("Linux", r"Linux"),
)  # fmt: skip


def list_sessions(account: Account) -> list[OpenSession]:
    """Those that live, at all hosts of the platform, the last used first."""
    return list(_living(account).order_by("-last_used_at", "-id"))


@transaction.atomic
def end_session(account: Account, key: UUID) -> bool:
    """End one of the account's own; False if it has no such session."""
    return bool(_end(OpenSession.objects.filter(account=account, pk=key)))


@transaction.atomic
def end_other_sessions(account: Account, *, but: str | None) -> int:
    """End all except the session of this key; all with None. Returns how many lived."""
    rows = OpenSession.objects.filter(account=account)
    return _end(rows.exclude(session_key=but) if but else rows)


def _end(rows: QuerySet[OpenSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended


def _living(account: Account) -> QuerySet[OpenSession]:
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now())
    return OpenSession.objects.filter(Exists(alive), account=account)


@receiver(user_logged_in, dispatch_uid="rathaus.accounts.open_sessions")
def _note_sign_in(request: HttpRequest, user: Account, **_: Any) -> None:
    session = request.session
    if session.session_key is None:  # somebody else was signed in here, whose session Django has emptied
        session.create()
    agent = request.META.get("HTTP_USER_AGENT", "")[:500]
    # Who signs in once more in the same session keeps its key, and so its row.
    row, _made = OpenSession.objects.update_or_create(
        session_key=str(session.session_key),
        defaults={
            "account": user,
            "host": request.META.get("HTTP_HOST", "").partition(":")[0][:253].lower(),
            "browser": _first(_BROWSERS, agent),
            "system": _first(_SYSTEMS, agent),
            "last_used_at": clock.now(),
        },
    )
    session[_STATE] = [str(row.pk), session.session_key, clock.now().timestamp()]


def _first(kinds: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in kinds if re.search(pattern, agent)), "")


class OpenSessionMiddleware:
    """Notes every few minutes that a session is in use, and its new key when it changes (a new password does that).

    What somebody signed in sees names them, on public pages too (whom they act for, what is unread), so no cache
    keeps it: "back" on a shared device shows nothing after signing out. Costs nothing where nobody has asked for the
    session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and response.status_code < 500:  # noqa: PLR2004 -- those are rolled back
            _note_use(request)
        if request.session.accessed and SESSION_KEY in request.session:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _note_use(request: HttpRequest) -> None:
    session, now = request.session, clock.now()
    key, known_key, seen = session.get(_STATE) or ("", "", 0)
    if not key or (known_key == session.session_key and now.timestamp() - seen < _STEP.total_seconds()):
        return
    OpenSession.objects.filter(pk=key).update(session_key=session.session_key, last_used_at=now)
    session[_STATE] = [key, session.session_key, now.timestamp()]
