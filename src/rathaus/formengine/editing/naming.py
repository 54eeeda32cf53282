"""Who names a field: rules, the applicant, letters, examples. Asked before a field is removed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .tree import Content, find_line, lines, pages_of

_RULES = ("visible", "required", "default", "options", "rule")


def rule_name(content: Content, path: str, seen_from: str = "") -> str | None:
    """What a rule of the field `seen_from` calls the field `path`; None where it can't be named from there.

    The same row is `this`; what stands in the rows of a group can't be named from outside.
    """
    group = _group_of(content, path)
    if not group:
        return path
    if group == _group_of(content, seen_from):
        return "this." + path.removeprefix(f"{group}.")
    return None


def rules_of(definition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """All rules of a field with their names; those of validity as valid.<key>."""
    for name in _RULES:
        if isinstance(definition.get(name), str):
            yield name, definition[name]
    for key, rule in (definition.get("valid") or {}).items():
        yield f"valid.{key}", rule


def named_by(content: Content, path: str) -> list[tuple[str, str]]:
    """Who names this field or its parts: (field, page, outcome, fee, applicant or letter; its path or key)."""
    process, form = content.get("process") or {}, content.get("form") or {}
    found = [("field", one) for one in _fields_naming(content, path)]
    found += [("page", page["key"]) for page in pages_of(content) if _names(page.get("visible") or "", path)]
    found += _lists_naming("outcome", process.get("outcomes"), ("fee", "when"), path)
    found += _lists_naming("fee", form.get("fee"), ("rule", "visible"), path)
    applicant = [named for named in (content.get("applicant") or {}).values() if named]
    found += [("applicant", named) for named in applicant if named == path or named.startswith(f"{path}.")]
    value = re.compile(rf'value\("(words\.)?{re.escape(path)}[".]')
    return found + [("letter", key) for key, source in (content.get("notices") or {}).items() if value.search(source)]


def _fields_naming(content: Content, path: str) -> Iterator[str]:
    for line in lines(content):
        name = rule_name(content, path, line.path)
        is_itself = line.path == path or line.path.startswith(f"{path}.")
        if name and not is_itself and any(_names(rule, name) for _, rule in rules_of(line.definition)):
            yield line.path


def _lists_naming(what: str, items: Any, rules: tuple[str, ...], path: str) -> list[tuple[str, str]]:
    return [(what, item["key"]) for item in items or [] if any(_names(item.get(rule) or "", path) for rule in rules)]


def _names(rule: str, name: str) -> bool:
    bare = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "''", rule)
    return re.search(rf"(?<![\w.])(?:answered\.)?{re.escape(name)}(?!\w)", bare) is not None


def _group_of(content: Content, path: str) -> str:
    """The repeating group around a field; groups stand on pages, so the first key tells."""
    first = path.split(".", maxsplit=1)[0]
    if not path or "." not in path:
        return ""
    return first if find_line(content, first).definition.get("kind") == "group" else ""
