"""Signing in with a passkey: the post that does it, through HTTP, against the bare view on the same server."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.client import Answer, Client
from bench.installation import bench_installation, load
from bench.report import Side, print_table, run_interleaved

ROUNDS, WARM_UP, LIMIT = 300, 40, 6
HOST, PASSKEY = "tangerhuette.localhost", "/anmelden/passkey/"


@dataclass
class Ready:
    """What `bench.signing_in` tells: for each person the session that holds the question, and the answer to it."""

    cookie: str
    people: list[dict[str, str]]


def main() -> bool:
    """Prints the table; False if signing in is over its limit."""
    with bench_installation() as installation:
        ready = Ready(
            **load(installation, "bench.signing_in", str(ROUNDS + WARM_UP), f"http://{HOST}:{installation.port}")
        )
        anybody = Client(installation.port, HOST)
        sides = [
            Side("bare view, one query", lambda: anybody.get("/-/bare")),
            Side("sign-in page", lambda: anybody.get("/anmelden/")),
            Side("sign in by passkey", SigningIn(lambda: Client(installation.port, HOST), ready), LIMIT, 302),
        ]
        run_interleaved(sides, rounds=ROUNDS, warm_up=WARM_UP)
        over = print_table(sides)
    return not over


class SigningIn:
    """One person after the other; only the post is timed. Whoever isn't signed in by it ends the bench."""

    def __init__(self, client: Callable[[], Client], ready: Ready) -> None:
        self.client, self.ready = client, ready

    def __call__(self) -> Answer:
        person = self.ready.people.pop()
        with self.client() as browser:
            browser.cookies[self.ready.cookie] = person["session"]
            token = _csrf(browser.keep(browser.get("/anmelden/")).body.decode())
            answer = browser.post(PASSKEY, {"csrfmiddlewaretoken": token, "credential": person["credential"]})
            if answer.headers.get("location") == "/anmelden/":
                raise RuntimeError("the passkey was refused")
            return answer


def _csrf(page: str) -> str:
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


if __name__ == "__main__":
    sys.exit(not main())
