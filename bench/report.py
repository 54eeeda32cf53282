"""Interleaved measuring and the table that is printed."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.client import Answer


@dataclass
class Side:
    """One thing to measure: `act` sends one request; `limit` is its ratio to the bare view that the issue names."""

    name: str
    act: Callable[[], Answer]
    limit: float | None = None
    expected: int = 200
    seconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)

    def measure(self) -> None:
        answer = self.act()
        if answer.status != self.expected:
            raise RuntimeError(f"{self.name}: {answer.status}\n{answer.body[:2000].decode(errors='replace')}")
        self.seconds.append(answer.seconds)
        self.queries.add(int(answer.headers.get("x-queries", "0")))


def run_interleaved(sides: Sequence[Side], *, rounds: int, warm_up: int = 30) -> None:
    """Every side once a round, in turn, so that noise of the machine meets them all alike."""
    for round_number in range(rounds + warm_up):
        for side in sides:
            side.measure()
        if round_number == warm_up - 1:
            for side in sides:
                side.seconds.clear()
                side.queries.clear()


def print_table(sides: Sequence[Side]) -> list[str]:
    """Prints milliseconds, ratios of the medians to the first side, and queries; returns those over their limit."""
    base = statistics.median(sides[0].seconds)
    over = []
    print(f"{'':28} {'p50 ms':>8} {'p95 ms':>8} {'ratio':>7} {'limit':>7} {'queries':>8}")
    for side in sides:
        p50, p95 = statistics.median(side.seconds), statistics.quantiles(side.seconds, n=20)[-1]
        ratio = p50 / base
        queries = "–".join(str(q) for q in sorted({min(side.queries), max(side.queries)}))
        limit = f"{side.limit:.0f}×" if side.limit else ""
        mark = " !" if side.limit and ratio > side.limit else ""
        print(f"{side.name:28} {p50 * 1000:8.2f} {p95 * 1000:8.2f} {ratio:6.2f}× {limit:>7} {queries:>8}{mark}")
        if mark:
            over.append(side.name)
    return over
