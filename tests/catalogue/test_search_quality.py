"""How well the search finds what people mean, over everyday queries of which it has not seen the half.

`python -m pytest tests/catalogue/test_search_quality.py -s` prints the figures, and which queries of the tuning half
went wrong. Those of the other half are not told: who sees them begins to tune on them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from rathaus.catalogue.service import list_offers, search
from rathaus.tenancy.service import Municipality

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
TUNING, HELD_OUT = HERE / "queries_tuning.yaml", HERE / "queries_heldout.yaml"
LIMITS = {"hit@1": 0.90, "hit@3": 0.98}
LOWEST = 10  # places that count for MRR

Find = Callable[[str], list[str]]


@dataclass(frozen=True)
class Query:
    q: str
    expect: frozenset[str]
    language: str = "de"

    def place(self, keys: list[str]) -> int:
        """Where the first service that was meant stands, from 1; 0 if it is not there."""
        return next((n for n, key in enumerate(keys[:LOWEST], 1) if key in self.expect), 0)


def queries(path: Path) -> list[Query]:
    def read(row: dict[str, object]) -> Query:
        expect = row["expect"]
        keys = expect if isinstance(expect, list) else [expect]
        return Query(str(row["q"]), frozenset(map(str, keys)), str(row.get("language", "de")))

    return [read(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def figures(asked: list[Query], find: Find) -> dict[str, float]:
    places = [query.place(find(query.q)) for query in asked]
    return {
        "hit@1": sum(place == 1 for place in places) / len(places),
        "hit@3": sum(0 < place <= 3 for place in places) / len(places),
        "MRR": sum(1 / place for place in places if place) / len(places),
    }


def found(q: str) -> list[str]:
    return [hit.offer.key for hit in search(q)]


def report(name: str, asked: list[Query], *, tells: bool) -> dict[str, float]:
    measured = figures(asked, found)
    print(f"\n{name}, {len(asked)} queries: " + ", ".join(f"{key} {value:.3f}" for key, value in measured.items()))
    for query in asked if tells else ():
        keys = found(query.q)
        if query.place(keys) != 1:
            print(f"  {query.place(keys) or '-'} {query.q!r}: {', '.join(sorted(query.expect))} ≠ {keys[:3]}")
    return measured


@pytest.mark.parametrize("path", [p for p in (TUNING, HELD_OUT) if p.exists()], ids=lambda path: str(path.stem))
def test_what_people_mean_is_found(offered: Municipality, path: Path) -> None:
    asked = queries(path)
    assert {key for query in asked for key in query.expect} - {card.key for card in list_offers()} == set()
    measured = report(path.stem, asked, tells=path == TUNING)
    assert {key: measured[key] >= limit for key, limit in LIMITS.items()} == dict.fromkeys(LIMITS, True)


def test_the_figures_tell_a_search_that_fails_from_one_that_does_not() -> None:
    asked = [Query("a", frozenset({"x"})), Query("b", frozenset({"y", "z"}))]
    assert figures(asked, lambda q: []) == {"hit@1": 0.0, "hit@3": 0.0, "MRR": 0.0}
    assert figures(asked, lambda q: ["x", "z"]) == {"hit@1": 0.5, "hit@3": 1.0, "MRR": 0.75}
    assert figures(asked, lambda q: ["n", "n", "n", "y"])["MRR"] == 0.125


def test_no_query_is_in_both_halves() -> None:
    if HELD_OUT.exists():
        halves = [{query.q.casefold() for query in queries(path)} for path in (TUNING, HELD_OUT)]
        assert halves[0] & halves[1] == set()
