"""The pages people wait for, through HTTP, against the bare view on the same server. Limits are ratios."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from tests.cluster import CLUSTER
from tests.live import Installation
from tests.walk import Form, example

from bench.client import Answer, Client
from bench.installation import bench_installation, load
from bench.report import Side, print_table, run_interleaved

ROUNDS, WARM_UP = 300, 40
SERVICE = "hund-anmelden"
APPLY = f"/leistungen/{SERVICE}/antrag/"


@dataclass
class Loaded:
    """What `bench.load` tells: tokens of drafts that wait to be sent, a case's number, Clara's session."""

    tokens: list[str]
    number: str
    session: str


def main() -> bool:
    """Prints the table; False if a page is over its limit."""
    with bench_installation() as installation:
        loaded = fill(installation, drafts=ROUNDS + WARM_UP + 2)
        sides = list(pages(installation, loaded))
        run_interleaved(sides, rounds=ROUNDS, warm_up=WARM_UP)
        over = print_table(sides)
    return not over


def fill(installation: Installation, *, drafts: int) -> Loaded:
    done = load(installation, "bench.load", str(drafts))
    with psycopg.connect(CLUSTER.url("postgres", installation.database), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return Loaded(**done)


def pages(installation: Installation, loaded: Loaded) -> Iterator[Side]:
    def client(**cookies: str) -> Client:
        made = Client(installation.port, "tangerhuette.localhost")
        made.cookies.update(cookies)
        return made

    anybody, clara = client(), client(sitzung=loaded.session)
    writer = client(**{f"antrag-{SERVICE}": loaded.tokens.pop()})
    yield Side("bare view, one query", lambda: anybody.get("/-/bare"))
    yield Side("home", lambda: anybody.get("/"))
    yield Side("service page", lambda: anybody.get(f"/leistungen/{SERVICE}/"))
    yield Side("search", lambda: anybody.get("/suche/?q=hundesteur"), 4)
    yield Side("form page", lambda: writer.get(f"{APPLY}hund/"), 4)
    page = writer.keep(writer.get(f"{APPLY}hund/")).body.decode()
    typed = {**flat(Form(page)), **example_page("hund")}
    yield Side("step: check and save", lambda: writer.post(f"{APPLY}hund/", typed), 6, expected=302)
    yield Side("submit", Sending(client, loaded.tokens), 10, expected=302)
    yield Side("inbox, 20 of 10,000", lambda: clara.get("/amt/"), 5)
    yield Side("case page", lambda: clara.get(f"/amt/vorgaenge/{loaded.number}/"), 5)


class Sending:
    """Sends one prepared application after the other; only the post that sends is timed."""

    def __init__(self, client: Callable[..., Client], tokens: list[str]) -> None:
        self.client, self.tokens = client, tokens

    def __call__(self) -> Answer:
        with self.client(**{f"antrag-{SERVICE}": self.tokens.pop()}) as sender:
            address = f"{APPLY}pruefen-und-absenden/"
            page = sender.keep(sender.get(address)).body.decode()
            return sender.post(address, {**flat(Form(page)), "richtigkeit": "ja"})


def flat(form: Form) -> dict[str, str]:
    return {name: values[-1] for name, values in form.values.items()}


def example_page(key: str) -> dict[str, str]:
    typed = example(SERVICE)["pages"][key]
    return {name: {True: "ja", False: "nein"}.get(value, str(value)) for name, value in typed.items()}


if __name__ == "__main__":
    sys.exit(not main())
