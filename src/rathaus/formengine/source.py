"""YAML with line numbers, so that every problem says where it is.

Only `true`, `false`, `null` and whole numbers are more than text: no surprise
from "no", "08:30", "01234" or a date.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .types.problems import Problem

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_HINT = "; put a text with ', ', ': ' or '?' in quotes"
_DEPTH = 40
_TOO_DEEP = f"lists and mappings stand in one another more than {_DEPTH} deep"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class SourceDict(dict[str, Any]):
    """A mapping that knows its file and lines."""

    file: str
    line: int
    lines: dict[str, int]


class SourceList(list[Any]):
    """A list that knows its file and lines."""

    file: str
    line: int
    lines: list[int]


if TYPE_CHECKING:
    _Parser = yaml.SafeLoader
else:
    _Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it was built: ten times faster


class _Loader(_Parser):
    """Resolves nothing by itself: scalars are read in _scalar."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def read_yaml(path: Path, root: Path, problems: list[Problem]) -> SourceDict | None:
    """The mapping in a file; None, with a problem noted, where there is none."""
    name = path.relative_to(root).as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        problems.append(Problem(name, 1, "the file is missing"))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(name, line, f"not readable as YAML: {error.problem or error.context}{_HINT}"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 1, f"not readable as YAML: {error}"))
        return None
    except RecursionError:
        problems.append(Problem(name, 1, _TOO_DEEP))
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(name, 1, "a mapping (key: value) is needed here"))
        return None
    value = _convert(node, name, problems, ())
    assert isinstance(value, SourceDict)
    return value


def _convert(node: yaml.Node, file: str, problems: list[Problem], above: tuple[yaml.Node, ...]) -> Any:
    """`above`: in which it is. A repetition (*name) of one of them would never end."""
    line = node.start_mark.line + 1
    if any(node is one for one in above):
        problems.append(Problem(file, line, "this stands in itself: it goes round in a circle"))
        return None
    if len(above) == _DEPTH:
        problems.append(Problem(file, line, _TOO_DEEP))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, problems, above)
    if isinstance(node, yaml.SequenceNode):
        result = SourceList(_convert(item, file, problems, (*above, node)) for item in node.value)
        result.file, result.line = file, node.start_mark.line + 1
        result.lines = [item.start_mark.line + 1 for item in node.value]
        return result
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, file: str, problems: list[Problem], above: tuple[yaml.Node, ...]) -> SourceDict:
    result = SourceDict()
    result.file, result.line, result.lines = file, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in result:
            problems.append(Problem(file, line, f"'{key}' stands here twice (first in line {result.lines[key]})"))
        result[key] = _convert(value_node, file, problems, (*above, node))
        result.lines[key] = line
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def locate(data: Any, loc: tuple[Any, ...]) -> tuple[str, int]:
    """File and line of a place in loaded data; for what isn't there (a missing key), those of its owner."""
    file, line = data.file, data.line
    for step in loc:
        if isinstance(data, SourceDict) and isinstance(step, str) and step in data:
            line = data.lines.get(step, line)
            data = data[step]
        elif isinstance(data, SourceList) and isinstance(step, int) and step < len(data):
            line = data.lines[step]
            data = data[step]
        else:
            continue
        if isinstance(data, SourceDict | SourceList):
            file = data.file
            if isinstance(data, SourceDict) and isinstance(step, int):
                line = data.line
    return file, line
