"""Many citizens at once, over real HTTP."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import local
from typing import TypeVar

import httpx

from tests.cluster import environment
from tests.live import Installation

from .hall import HALL

TIMES = f"/termine/{HALL}/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_threads = local()
T = TypeVar("T")


@dataclass
class Crowd:
    """`at_once` requests are in flight; the connections are kept, the cookies are each person's own."""

    installation: Installation
    at_once: int = 32
    statuses: Counter[int] = field(default_factory=Counter)
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def prepare(self) -> None:
        """The hall, and one token against forged posts: a crowd may share it."""
        subprocess.run(
            [sys.executable, "-m", "tests.appointments.hall"], env=environment(self.installation.database), check=True
        )
        page = self.installation.client().get(TIMES)
        self.cookies, found = dict(page.cookies), _TOKEN.search(page.text)
        assert found, (page.status_code, page.headers, page.text)
        self.token = found[1]

    def post(
        self, path: str, data: dict[str, str], cookies: dict[str, str], seconds: list[float] | None = None
    ) -> httpx.Response:
        """Adds what the answer sets to the cookies, and how long it took to `seconds`."""
        if not hasattr(_threads, "client"):
            _threads.client = {}
        client: httpx.Client = _threads.client.setdefault(self.installation.port, self.installation.client())
        jar = "; ".join(f"{name}={value}" for name, value in {**self.cookies, **cookies}.items())
        answer = client.post(path, data={"csrfmiddlewaretoken": self.token, **data}, headers={"Cookie": jar})
        client.cookies.clear()
        if seconds is not None:
            seconds.append(answer.elapsed.total_seconds())
        cookies.update({name: value for name, value in answer.cookies.items() if name != "csrf"})
        self.statuses[answer.status_code] += 1
        return answer

    def book(self, who: str, start: datetime, seconds: list[float] | None = None) -> dict[str, str] | None:
        """The whole way; the person's cookies if the time became theirs."""
        cookies: dict[str, str] = {}
        if self.post(TIMES, {"wann": choice(start)}, cookies, seconds).status_code != 302:
            return None
        answer = self.post("/termine/reservierung/", {"name": who, "email": f"{who}@example.org"}, cookies, seconds)
        number = re.fullmatch(r"/termine/buchung/([^/]+)/", answer.headers.get("Location", ""))
        return {**cookies, "_number": number[1]} if number else None

    def hold_by_api(self, start: datetime, key: str) -> httpx.Response:
        wanted = {"offerings": [HALL], "office": HALL, "start": start.isoformat()}
        return self.installation.client().post("/api/v1/holds", json=wanted, headers={"Idempotency-Key": key})

    def move(self, cookies: dict[str, str], start: datetime) -> bool:
        number = cookies["_number"]
        answer = self.post(f"/termine/buchung/{number}/verschieben/", {"wann": choice(start)}, dict(cookies))
        return answer.status_code == 302

    def together(self, acts: Iterable[Callable[[], T]]) -> list[T]:
        with ThreadPoolExecutor(self.at_once) as threads:
            return list(threads.map(lambda act: act(), acts))


def choice(start: datetime) -> str:
    return f"{HALL} {start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def start_of_round(number: int) -> datetime:
    """From the day after tomorrow on, a time for each round, on any day on which this runs."""
    day = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return day + timedelta(minutes=15 * number)
