"""Where a finding stands: in a file, or in the JSON of a definition that has no files."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .source import SourceDict, locate
from .types.problems import Finding, Loc, Problem

_FILES = {"form": "form.yaml", "process": "process.yaml", "plain": "texts.de-simple.yaml"}


def in_files(source: SourceDict, findings: Iterable[Finding]) -> Iterator[Problem]:
    """With file and line, from the whole of a service as it was read."""
    for loc, message in findings:
        yield Problem(*locate(source, loc), message, place_of(loc))


def without_files(key: str, findings: Iterable[Finding]) -> Iterator[Problem]:
    """With the file that the place would stand in, line 1."""
    for loc, message in findings:
        yield Problem(f"services/{key}/{_file(loc)}", 1, message, place_of(loc))


def place_of(loc: Loc) -> str:
    return ".".join(map(str, loc))


def real_place(data: Any, loc: Loc) -> Loc:
    """A place as pydantic tells it without the names of types in between; a missing key at the end stays."""
    place: list[str | int] = []
    for number, step in enumerate(loc, 1):
        inside = isinstance(data, Mapping) and step in data
        if not inside and isinstance(data, list | tuple) and isinstance(step, int):
            inside = step < len(data)
        if inside:
            data = data[step]
        if inside or number == len(loc):
            place.append(step)
    return tuple(place)


def _file(loc: Loc) -> str:
    first = str(loc[0]) if loc else ""
    if first in ("texts", "examples") and len(loc) > 1:
        return f"texts.{loc[1]}.yaml" if first == "texts" else f"examples/{loc[1]}.yaml"
    return _FILES.get(first, "service.yaml")
