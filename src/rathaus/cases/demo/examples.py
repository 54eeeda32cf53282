"""Filled-in forms from the examples of the definitions, as somebody would have typed them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from rathaus.formengine.service import CompiledService, Context

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
_NEAR = timedelta(days=500)


@dataclass(frozen=True)
class Example:
    """What is typed on each page, by field. Written on `today`; dates near it move with the day of filling in."""

    service_key: str
    name: str
    today: date
    pages: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, tuple[str, ...]]


def examples_of(service_key: str, folder: Path | None = None) -> list[Example]:
    """The examples of a service that an application could be: in German, and without expected errors."""
    found = (folder or Path(settings.DEFINITIONS)) / "services" / service_key / "examples"
    return [example for path in sorted(found.glob("*.yaml")) for example in _read(path, service_key)]


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


def _read(path: Path, service_key: str) -> Iterator[Example]:
    source = yaml.safe_load(path.read_text())
    if source.get("expect", {}).get("errors") or source.get("language", "de") != "de":
        return
    today = source["today"] if isinstance(source["today"], date) else date.fromisoformat(source["today"])
    files = {field: tuple(file["name"] for file in named) for field, named in source.get("files", {}).items()}
    yield Example(service_key, path.stem, today, source["pages"], files)


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
