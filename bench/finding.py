"""Suggestions and search over 5,000 services more, through HTTP, against the bare view on the same server."""

import itertools
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

from tests.live import Installation

from bench.client import Answer, Client
from bench.installation import bench_installation, load
from bench.report import Side, print_table, run_interleaved

ROUNDS, WARM_UP = 330, 44  # each query as often as the others
QUERIES = (
    "hund anmelden", "hundesteur", "strasse sperren", "haus nummer", "kita kündigen", "zuschuss", "erlaubnis gewerbe",
    "perso weg", "abfall", "genehmigung für eine veranstaltung", "xyzzy",
)  # fmt: skip
SUGGESTION, SEARCH = "/suche/vorschlaege/?q=", "/suche/?q="


def main() -> bool:
    """Prints the table; False if one is over its limit."""
    with bench_installation() as installation:
        load(installation, "bench.services")
        sides = list(pages(installation))
        run_interleaved(sides, rounds=ROUNDS, warm_up=WARM_UP)
        over = print_table(sides)
    return not over


def pages(installation: Installation) -> Iterator[Side]:
    client = Client(installation.port, "tangerhuette.localhost")
    yield Side("bare view, one query", lambda: client.get("/-/bare"))
    yield Side("suggestion of 5,000", _asking(client, SUGGESTION), 3)
    yield Side("search of 5,000", _asking(client, SEARCH), 4)


def _asking(client: Client, address: str) -> Callable[[], Answer]:
    queries = itertools.cycle(quote(q) for q in QUERIES)
    return lambda: client.get(address + next(queries))


if __name__ == "__main__":
    sys.exit(not main())
