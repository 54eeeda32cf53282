"""Every template of every service makes a valid document from every example that its form accepts."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rathaus.formengine.examples import ExampleWalk
from rathaus.formengine.service import Catalogue, CompiledService, Context, Language, compile_service, load_catalogue
from rathaus.notices.service import render_letter, render_receipt
from tests.notices.reading import findings, words
from tests.notices.samples import CASE, TOWN, letter, receipt

DEFINITIONS = Path(__file__).parents[2] / "definitions"
RESULTS = {"grant": "granted", "grant_in_part": "granted_in_part", "refuse": "refused"}
SERVICES = DEFINITIONS / "services"
EXAMPLES = sorted(path.relative_to(SERVICES) for path in SERVICES.glob("*/examples/*.yaml"))


@cache
def catalogue() -> Catalogue:
    return load_catalogue(DEFINITIONS)


def accepted(path: Path) -> tuple[CompiledService, dict[str, Any], Context] | None:
    """The service, the answers and their context after the example was typed in; None where it shows errors."""
    service = compile_service(catalogue().services[path.parts[0]])
    if service.definition.examples[path.stem].expect.errors:
        return None
    walk = ExampleWalk(service, path.stem, catalogue().municipalities)
    assert list(walk.findings()) == []
    return service, walk.answers, replace(walk.context, language="de")


@cache
def letters(path: Path, language: Language) -> tuple[tuple[str, bytes], ...]:
    """Each way in which the example's case can be decided, as its letter."""
    found = accepted(path)
    if found is None:
        return ()
    service, answers, context = found
    context = replace(context, language=language)
    common = {
        "case": {**CASE, "service": service.text("title", language)},
        "language": language,
        "values": service.form.letter_values(answers, context),
    }
    return tuple(
        (
            outcome.notice,
            render_letter(
                service.definition.notices[outcome.notice], letter(**common, outcome=RESULTS[outcome.result])
            ),
        )
        for outcome in service.process.outcomes(answers, context)
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_every_decision_about_every_example_becomes_a_valid_letter(path: Path) -> None:
    for notice, pdf in letters(path, "de"):
        assert (notice, findings(pdf)) == (notice, [])
        assert "Sehr geehrte Damen und Herren," in words(pdf)


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_every_template_speaks_english(path: Path) -> None:
    for notice, pdf in letters(path, "en"):
        said = words(pdf).partition("Dear Sir or Madam,")[2].partition("Reasons")[0]
        assert notice
        assert len(said) > 40
        assert " wird " not in said


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_every_example_becomes_a_valid_receipt_with_every_answer(path: Path) -> None:
    found = accepted(path)
    if found is None:
        return
    service, answers, context = found
    pages = service.form.summary(answers, context)
    groups = [{"page": page.title, "rows": [{"label": r.label, "text": r.text} for r in page.rows]} for page in pages]
    pdf = render_receipt(receipt(municipality=TOWN, answers=groups))
    text = "".join(words(pdf).split())
    lines = [line for page in pages for row in page.rows for line in row.text.splitlines()]
    missing = [line for line in lines if "".join(line.split()) not in text]
    assert (missing, findings(pdf)) == ([], [])


def test_every_template_is_reached_by_an_example() -> None:
    reached = {(path.parts[0], notice) for path in EXAMPLES for notice, _ in letters(path, "de")}
    there = {(path.parts[-3], path.stem) for path in SERVICES.glob("*/notices/*.typ")}
    assert there - reached == set()
