"""Asking a source: a few answers, each bounded, together within a time. Nothing here touches the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from rathaus.core import clock
from rathaus.core.fetching import FetchError, NotAllowed, TooBig, TooSlow, fetch

from .parsing.items import MOST_BYTES, Item, Page, Unreadable
from .parsing.problems import SourceProblem
from .reading import read_answer

SECONDS = 30.0
"""For all answers of one source together; reading the last one may take `reading.SECONDS` more."""
MOST_PAGES = 20
_OVERLAP = timedelta(hours=1)  # clocks differ, and a change may become visible after its time stamp
_FIRST_LOOK = timedelta(days=30)


class SourceFailed(SourceProblem):
    """Nothing can be said about what the source knows."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a source said. `cursor`: from when to ask next time. `is_whole`: what is missing is no longer so."""

    items: tuple[Item, ...]
    skipped: int = 0
    cursor: str = ""
    is_whole: bool = False


@dataclass
class Asking:
    """One visit to a source: asks addresses until its time is over. Raises SourceFailed."""

    allowed: tuple[str, ...] = ()
    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def get(self, url: str, form: str) -> Page:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise SourceFailed("too-slow")
        try:
            answer = fetch(
                url, most_bytes=MOST_BYTES, seconds=left, allowed=[*settings.RATHAUS_FETCH_ALLOWED, *self.allowed]
            )
        except FetchError as problem:
            raise SourceFailed(_code_of(problem)) from problem
        if not answer.is_good:
            raise SourceFailed("status", status=answer.status)
        try:
            return read_answer(form, answer.body)
        except Unreadable as problem:
            raise SourceFailed(problem.code, **problem.details) from problem


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a source's kind, address, cursor and NINA's region."""

    kind: str
    url: str
    cursor: str = ""
    region: str = ""


def collect(request: Request) -> Harvest:
    """Ask the source for what is new. Raises SourceFailed."""
    asking = Asking(_demo_host() if request.url.startswith("demo:") else ())
    return _COLLECTORS[request.kind](asking, real_address(request.url), request)


def real_address(url: str) -> str:
    return settings.RATHAUS_DEMO_SOURCES + url.removeprefix("demo:") if url.startswith("demo:") else url


def _demo_host() -> tuple[str, ...]:
    return (urlsplit(settings.RATHAUS_DEMO_SOURCES).netloc,)


def _one_answer(form: str, *, is_whole: bool = False) -> Callable[[Asking, str, Request], Harvest]:
    def collect_one(asking: Asking, url: str, _request: Request) -> Harvest:
        page = asking.get(url, form)
        return Harvest(page.items, page.skipped, is_whole=is_whole and not page.skipped)

    return collect_one


def _oparl(asking: Asking, url: str, request: Request) -> Harvest:
    """All pages of what changed since the cursor. A list that never ends, or comes back to itself, is an error."""
    now = clock.now()
    since = datetime.fromisoformat(request.cursor) - _OVERLAP if request.cursor else now - _FIRST_LOOK
    (meetings,) = asking.get(url, "oparl").links or ("",)
    if not meetings:
        raise SourceFailed("no-body")
    sign = "&" if "?" in meetings else "?"
    following = f"{meetings}{sign}{urlencode({'modified_since': since.isoformat(timespec='seconds')})}"
    items: dict[str, Item] = {}
    seen: set[str] = set()
    skipped = 0
    while following:
        if following in seen or len(seen) == MOST_PAGES:
            raise SourceFailed("endless", n=MOST_PAGES)
        seen.add(following)
        page = asking.get(following, "oparl")
        skipped += page.skipped
        items |= {item.reference: item for item in page.items}
        following = page.links[0] if page.links else ""
    return Harvest(tuple(items.values()), skipped, cursor=now.isoformat())


def _nina(asking: Asking, url: str, request: Request) -> Harvest:
    """The dashboard tells what holds now, so what it no longer names is over."""
    dashboard = asking.get(f"{url}/dashboard/{request.region}.json", "nina")
    pages = [asking.get(f"{url}/warnings/{key}.json", "nina-details") for key in dashboard.links]
    items = tuple(item for page in pages for item in page.items)
    skipped = dashboard.skipped + sum(page.skipped for page in pages)
    return Harvest(items, skipped, is_whole=not skipped)  # what can't be read is not over


_COLLECTORS: dict[str, Callable[[Asking, str, Request], Harvest]] = {
    "oparl": _oparl,
    "nina": _nina,
    "cap": _one_answer("cap"),
    "ical": _one_answer("ical", is_whole=True),
    "feed": _one_answer("feed"),
}


def _code_of(problem: FetchError) -> str:
    if isinstance(problem, TooSlow):
        return "too-slow"
    if isinstance(problem, TooBig):
        return "too-big"
    if isinstance(problem, NotAllowed):
        return "not-allowed"
    return "unreachable"
