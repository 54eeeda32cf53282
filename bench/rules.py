"""A step of a form with 300 fields and 65 rules: reading the page, evaluating the form. The aim is 2 ms."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.formengine.making import make_service

from rathaus.formengine.service import CompiledService, Context, compile_service

PAGES, FIELDS, ROUNDS = 15, 20, 400
TODAY = date(2026, 11, 22)


def large_form() -> CompiledService:
    """15 pages of 20 fields, 300 in all; 65 rules of every sort, among them a chain through the pages."""
    pages: list[dict[str, Any]] = []
    for page in range(PAGES):
        fields: list[dict[str, Any]] = []
        for place in range(FIELDS - 5):
            kind = ("text", "integer", "date", "yesno", "money")[place % 5]
            fields.append({"key": f"f{page}_{place}", "kind": kind})
        before = f"f{page - 1}_1" if page else "f0_1"
        fields += [
            {"key": f"sichtbar{page}", "kind": "text", "visible": f"f{page}_3 && {before} > 2"},
            {"key": f"noetig{page}", "kind": "text", "required": f"f{page}_0 == 'ja' || f{page}_1 > 5"},
            {"key": f"gueltig{page}", "kind": "date", "valid": {"spaeter": f"gueltig{page} > f{page}_2"}},
            {"key": f"summe{page}", "kind": "computed", "type": "money", "rule": _sum(page)},
            {"key": f"frei{page}", "kind": "text"},
        ]
        pages.append({"key": f"seite{page}", "fields": fields})
    for page in range(5):
        pages[page + 10]["visible"] = f"f{page}_3"
    return compile_service(make_service(pages=pages))


def _sum(page: int) -> str:
    chain = f" + summe{page - 1}" if page else ""
    return f"f{page}_4 * 2.0 + double(f{page}_1){chain}"


def filled(service: CompiledService, context: Context) -> dict[str, Any]:
    """Every page answered as somebody would type it."""
    answers: dict[str, Any] = {}
    for page in range(PAGES):
        answers = service.form.read_page(f"seite{page}", posted(page), answers, context).answers
    return answers


def posted(page: int) -> dict[str, list[str]]:
    typed = ("ja", "7", "1.2.2026", "ja", "12,50")
    values = {f"f{page}_{place}": [typed[place % 5]] for place in range(FIELDS - 5)}
    extra = {"sichtbar": "da", "noetig": "da", "gueltig": "1.3.2026", "frei": "Text"}
    return values | {f"{name}{page}": [text] for name, text in extra.items()}


def measure(name: str, act: Callable[[], object], *, limit: float | None) -> bool:
    """Prints the line; False where the median is over the limit (in milliseconds)."""
    for _ in range(20):
        act()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    over = limit is not None and p50 > limit
    aim = f"(aim {limit:g} ms)" if limit else ""
    mark = " !" if over else ""
    print(f"rules, 300 fields and 65 rules: {name:28} p50 {p50:.2f} ms, p95 {p95:.2f} ms {aim}{mark}")
    return not over


def main() -> bool:
    """A step is read_page: it evaluates before and after reading, checks the page and builds its state."""
    service = large_form()
    context = Context({}, TODAY, "de", "Stadt Muster")
    answers = filled(service, context)
    if service.form.check(answers, context):
        raise RuntimeError("the form of this benchmark must be filled in soundly")
    page = posted(7)
    results = [
        measure(
            "a step (read, check, show)", lambda: service.form.read_page("seite7", page, answers, context), limit=2
        ),
        measure("evaluate", lambda: service.form.evaluate(answers, context), limit=2),
        measure("check of the whole form", lambda: service.form.check(answers, context), limit=None),
        measure("summary", lambda: service.form.summary(answers, context), limit=None),
    ]
    return all(results)


if __name__ == "__main__":
    sys.exit(not main())
