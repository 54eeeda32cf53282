"""A form of 300 fields, through HTTP, against the bare view on the same server; and the check of all definitions."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.live import Installation
from tests.walk import Form

from bench.client import Client
from bench.installation import bench_installation, load
from bench.pages import flat
from bench.report import Side, print_table, run_interleaved
from bench.rules import FIELDS, PAGES, posted

ROUNDS, WARM_UP = 300, 40
KEY, PAGE = "probe", 7
DEFINITIONS = Path(__file__).parents[1] / "definitions"
CHECK_SECONDS = 10.0


def main() -> bool:
    """Prints both; False if a figure is over its limit."""
    with bench_installation() as installation:
        sides = list(pages(installation, prepare(installation)))
        run_interleaved(sides, rounds=ROUNDS, warm_up=WARM_UP)
        print(f"a form with {PAGES} pages of {FIELDS} fields")
        over = print_table(sides)
    return check() and not over


def prepare(installation: Installation) -> str:
    """The token of a draft that is filled in."""
    return str(load(installation, "bench.large"))


def pages(installation: Installation, token: str) -> Iterator[Side]:
    anybody = Client(installation.port, "tangerhuette.localhost")
    writer = Client(installation.port, "tangerhuette.localhost")
    writer.cookies[f"antrag-{KEY}"] = token
    address = f"/leistungen/{KEY}/antrag/seite{PAGE}/"
    shown = Form(writer.keep(writer.get(address)).body.decode())
    typed = {**flat(shown), **{name: values[0] for name, values in posted(PAGE).items()}}
    yield Side("bare view, one query", lambda: anybody.get("/-/bare"))
    yield Side("form page", lambda: writer.get(address), 8)
    yield Side("step: check and save", lambda: writer.post(address, typed), 10, expected=302)


def check() -> bool:
    """In a process of its own, as `rathaus check-definitions` runs; False if it takes too long."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "rathaus", "check-definitions", str(DEFINITIONS)], check=True, capture_output=True
    )
    seconds = time.perf_counter() - begun
    services = sum(1 for _ in DEFINITIONS.glob("services/*/service.yaml"))
    mark = "" if seconds <= CHECK_SECONDS else " !"
    print(f"check of {services} services with their examples: {seconds:.1f} s (limit {CHECK_SECONDS:.0f} s){mark}")
    return not mark


if __name__ == "__main__":
    sys.exit(not main())
