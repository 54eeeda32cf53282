"""What a new service and a new field begin with, as it stands in definitions/templates/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rathaus.formengine.expanding import Expander
from rathaus.formengine.loading import load_template, shared_fields
from rathaus.formengine.source import SourceDict, read_yaml
from rathaus.formengine.types.base import LANGUAGES
from rathaus.formengine.types.problems import DefinitionsInvalid, Problem

_TEMPLATES = "templates"
_BLOCKS = "bausteine.yaml"


@dataclass(frozen=True, slots=True)
class Block:
    """A field ready to be added; `words` by path within the field ("" its own), then by language."""

    definition: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Mapping[str, Any]]]


def template(root: Path, name: str) -> dict[str, Any]:
    """The content that a new service begins with. Raises DefinitionsInvalid."""
    return load_template(root, root / _TEMPLATES / name).model_dump(mode="json", exclude_unset=True)


def blocks(root: Path) -> dict[str, Block]:
    """Composites and what else comes with parts and words, by kind. Raises DefinitionsInvalid."""
    problems: list[Problem] = []
    source = read_yaml(root / _TEMPLATES / _BLOCKS, root, problems)
    expander = Expander(shared_fields(root, problems), problems)
    form = expander.form(source) if source is not None else SourceDict()
    texts = {lang: expander.words((source or form)["texts"][lang], lang)["fields"] for lang in LANGUAGES}
    if problems:
        raise DefinitionsInvalid(tuple(problems))
    return {field["kind"]: Block(_plain(field), _words(field["key"], texts)) for field in form["pages"][0]["fields"]}


def _words(key: str, texts: Mapping[Any, Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for lang, fields in texts.items():
        for path, words in fields.items():
            if path == key or path.startswith(f"{key}."):
                found.setdefault(path[len(key) + 1 :], {})[lang] = _plain(words)
    return found


def _plain(value: Any) -> Any:
    """Without files and lines."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
