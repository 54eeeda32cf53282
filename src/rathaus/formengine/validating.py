"""From raw YAML to a definition type; what pydantic finds is told with file and line."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from .source import SourceDict, locate
from .types.problems import Problem

T = TypeVar("T")


def validate(kind: type[T], data: SourceDict, problems: list[Problem]) -> T | None:
    """The typed value, or None with the problems noted."""
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            file, line = locate(data, detail["loc"])
            problems.append(Problem(file, line, explain(dict(detail))))
        return None


def explain(detail: dict[str, Any]) -> str:
    """What pydantic found, in words that fit a definition."""
    name = detail["loc"][-1] if detail["loc"] else ""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key '{name}'"
        case "missing":
            return f"'{name}' is missing"
        case "union_tag_invalid":
            return f"unknown {_bare(context)} {context['tag']!r}; known are {context['expected_tags']}"
        case "union_tag_not_found":
            return f"'{_bare(context)}' is missing"
        case "string_pattern_mismatch":
            return f"'{name}': {detail['input']!r} has a form that isn't allowed here"
        case _:
            message = str(context["error"] if detail["type"] == "value_error" else detail["msg"])
            return f"'{name}': {message}" if name else message


def _bare(context: dict[str, Any]) -> str:
    """The name of the key that tells the kinds apart, without pydantic's quotes."""
    return str(context["discriminator"]).strip("'")
