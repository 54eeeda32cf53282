"""A postbox with 1,000 entries in two municipalities: its pages through HTTP, against the bare view."""

import sys

from bench.client import Client
from bench.installation import bench_installation, load
from bench.report import Side, print_table, run_interleaved

ROUNDS, WARM_UP = 300, 40
ENTRIES = 1000


def main() -> bool:
    """Prints the table; False if a page is over its limit."""
    with bench_installation() as installation:
        loaded = load(installation, "bench.postbox_data", str(ENTRIES))
        anybody, anna = (Client(installation.port, "tangerhuette.localhost") for _ in range(2))
        anna.cookies["sitzung"] = loaded["session"]
        sides = [
            Side("bare view, one query", lambda: anybody.get("/-/bare")),
            Side("postbox, 20 of 1,000", lambda: anna.get("/postfach/"), 5),
            Side("its tenth page", lambda: anna.get("/postfach/?seite=10")),
            Side("its messages", lambda: anna.get("/postfach/?art=nachrichten")),
            Side("search in it", lambda: anna.get("/postfach/?q=laterne")),
            Side("A–Z, signed in", lambda: anna.get("/leistungen/")),
            Side("A–Z, signed out", lambda: anybody.get("/leistungen/")),
        ]
        run_interleaved(sides, rounds=ROUNDS, warm_up=WARM_UP)
        over = print_table(sides)
    return not over


if __name__ == "__main__":
    sys.exit(not main())
