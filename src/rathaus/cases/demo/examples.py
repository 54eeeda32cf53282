"""Filled-in forms from the examples of the services, as somebody would have typed them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from rathaus.formengine.service import CompiledService, Context, Example, ServiceDefinition

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
_NEAR = timedelta(days=500)


def examples_of(definition: ServiceDefinition) -> list[Example]:
    """Those that an application from home could be: in German, sent online, and without expected errors."""
    return [
        example
        for example in definition.examples.values()
        if example.language == "de" and example.channel == "online" and not example.expect.errors
    ]


def fill_in(
    service: CompiledService,
    example: Example,
    context: Context,
    typed: Mapping[str, str] | None = None,
    uploaded: Mapping[str, list[dict[str, Any]]] | None = None,
) -> dict[str, Any]:
    """The answers after typing the example page by page; `typed` replaces fields that the example answers.

    `uploaded` are the file answers by path; the example's own files are only names.
    """
    answers: dict[str, Any] = {}
    for path, files in (uploaded or {}).items():
        _put(answers, path.split("."), files)
    state = next((page for page in service.form.evaluate(answers, context).pages if page.visible), None)
    while state is not None:
        page = {**example.pages.get(state.key, {})}
        page.update({path: text for path, text in (typed or {}).items() if path in page})
        posted = {path: _words(value, example.today, context.today) for path, value in page.items()}
        answers = service.form.read_page(state.key, posted, answers, context).answers
        state = service.form.evaluate(answers, context).after(state.key)
    return answers


def _put(target: Any, keys: list[str], value: Any) -> None:
    """Set answers["hunde"][0]["foto"], making what is missing on the way."""
    key, *deeper = keys
    if isinstance(target, list):
        target.extend({} for _ in range(int(key) + 1 - len(target)))
    if not deeper:
        target[key] = value
    elif isinstance(target, list):
        _put(target[int(key)], deeper, value)
    else:
        _put(target.setdefault(key, [] if deeper[0].isdigit() else {}), deeper, value)


def _words(value: Any, written: date, today: date) -> list[str]:
    if isinstance(value, list):
        return [word for item in value for word in _words(item, written, today)]
    if isinstance(value, bool):
        return ["ja" if value else "nein"]
    return [_DAY.sub(lambda match: _moved(match, written, today), str(value))]


def _moved(match: re.Match[str], written: date, today: date) -> str:
    day, month, year = (int(part) for part in match.groups())
    try:
        typed = date(year + 2000 if year < 100 else year, month, day)  # noqa: PLR2004 -- two digits
    except ValueError:
        return match.group()
    if abs(typed - written) > _NEAR:
        return match.group()
    return datetime.combine(typed + (today - written), datetime.min.time()).strftime("%d.%m.%Y")
