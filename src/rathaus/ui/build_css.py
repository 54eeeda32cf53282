"""Reduces the style sheet of KERN to what the house uses, and joins it with our own.

The whole of KERN is 340 kB, most of it a grid, utilities and icons that no page of ours mentions. A rule stays
when every `kern-` class in one of its selectors is written somewhere in our templates, Python or scripts;
a custom property stays when something that stays reads it. KERN sits in a cascade layer, so that our own rules
win without fighting its specificity.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KERN_CLASS = re.compile(r"kern-[A-Za-z0-9_-]+")
_VAR_READ = re.compile(r"var\(\s*(--[A-Za-z0-9_-]+)")
# A declaration begins after `{` or `;`: `.kern-btn--small:hover` is a selector, not a property.
_PROPERTY = re.compile(r"(?<=[{;])(--[A-Za-z0-9_-]+):([^;{}]*);?")
_GROUPS = ("@media", "@supports", "@layer", "@container")


@dataclass(frozen=True)
class Rule:
    """One rule (`selectors { body }`), a group of rules (`@media … { rules }`) or a bare statement (`@import …;`)."""

    head: str
    body: str = ""
    rules: tuple["Rule", ...] = ()

    def __str__(self) -> str:
        if self.rules:
            return self.head + "{" + "".join(map(str, self.rules)) + "}"
        return self.head + "{" + self.body + "}" if self.body else self.head + ";"


def minify(css: str) -> str:
    """Drops comments and needless white space. Strings with runs of blanks in them would suffer; we have none."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def parse(css: str) -> tuple[Rule, ...]:
    """Parses minified CSS; nested style rules are kept as they are, inside the body of their parent."""
    return tuple(_parse(css))


def _parse(css: str) -> Iterator[Rule]:
    start = position = 0
    while position < len(css):
        sign = css[position]
        if sign in "\"'":
            position = css.index(sign, position + 1)
        elif sign == "(":
            position = _closing(css, position, "()")
        elif sign == ";":
            yield Rule(css[start:position].strip())
            start = position + 1
        elif sign == "{":
            end = _closing(css, position, "{}")
            head, body = css[start:position].strip(), css[position + 1 : end]
            yield Rule(head, rules=parse(body)) if head.startswith(_GROUPS) else Rule(head, body)
            position, start = end, end + 1
        position += 1


def _closing(css: str, position: int, pair: str) -> int:
    depth = 0
    while True:
        sign = css[position]
        if sign in "\"'":
            position = css.index(sign, position + 1)
        depth += (sign == pair[0]) - (sign == pair[1])
        if depth == 0:
            return position
        position += 1


def split_selectors(head: str) -> list[str]:
    """Splits a selector list at its outer commas: `a:is(b, c), d` gives two."""
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(head[start:position])
            start = position + 1
    return [*parts, head[start:]]


def keep_used(rules: Iterable[Rule], used: frozenset[str]) -> tuple[Rule, ...]:
    """Leaves out selectors that name a `kern-` class which nothing of ours mentions."""
    kept = []
    for rule in rules:
        if rule.rules:
            inner = keep_used(rule.rules, used)
            if inner:
                kept.append(Rule(rule.head, rules=inner))
        elif rule.head.startswith("@"):
            kept.append(rule)
        else:
            selectors = [s for s in split_selectors(rule.head) if set(KERN_CLASS.findall(_classes_only(s))) <= used]
            if selectors:
                kept.append(Rule(",".join(selectors), rule.body))
    return tuple(kept)


def _classes_only(selector: str) -> str:
    """What `:not(…)` names need not be in use, and attributes are no classes."""
    return re.sub(r":not\([^)]*\)|\[[^\]]*\]", "", selector)


def drop_unread_properties(css: str, *, roots: str = "") -> str:
    """Removes custom properties that no declaration reads, directly or through another property."""
    reads: dict[str, set[str]] = {}
    for name, value in _PROPERTY.findall(css):
        reads.setdefault(name, set()).update(_VAR_READ.findall(value))
    todo, alive = set(_VAR_READ.findall(_PROPERTY.sub("", css) + roots)), set[str]()
    while todo:
        name = todo.pop()
        alive.add(name)
        todo |= reads.get(name, set()) - alive
    css = _PROPERTY.sub(lambda found: found.group(0) if found.group(1) in alive else "", css)
    return re.sub(r"[^{};]+\{\}", "", css).replace(";}", "}")


def drop_data_images(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Leaves out the rules with an image inside them: KERN's icons and arrows, which we draw ourselves."""
    kept = []
    for rule in rules:
        if rule.rules:
            kept.append(Rule(rule.head, rules=drop_data_images(rule.rules)))
        elif "data:" not in rule.body:
            kept.append(rule)
    return tuple(kept)


def reduce_kern(css: str, *, used: frozenset[str], own: str) -> str:
    """KERN's style sheet cut down to `used` classes and to the properties that it or `own` reads."""
    css = minify(css).removeprefix('@charset "UTF-8";')
    reduced = "".join(map(str, drop_data_images(keep_used(parse(css), used))))
    return drop_unread_properties(reduced, roots=own)
