"""Which fields' values decide about which others, and what an answer changes on its own page."""

from collections.abc import Iterable, Iterator, Mapping

from .form import CompiledField, CompiledPage
from .rowrules import row_keys_read
from .rules import Rule
from .types.fields import GroupField


class Dependencies:
    """Over all fields by path; read after their rules are compiled."""

    def __init__(self, fields: Mapping[str, CompiledField], page_of: Mapping[str, CompiledPage]) -> None:
        self.fields = fields
        self.page_of = page_of

    def needs(self, leaf: CompiledField, group: CompiledField | None) -> Iterator[str]:
        """Paths of the fields that must be known before this one's value; within a row, those of the row."""
        for rule in self._deciding_rules(leaf, group):
            yield from self._paths_in(rule, group)

    def mark_reactive(self, page: CompiledPage, shown: Iterable[Rule] = ()) -> None:
        """Marks the page's fields on which something else on the same page depends, at any distance.

        `shown` are rules whose results stand on every page: those of the fee. What changes only on other pages needs
        no exchange with the server while somebody is typing.
        """
        own = [part for item in page.fields for part in with_parts(item)]
        seen: set[str] = set()
        wanted = [path for item in own for path in self._shown_by(item)]
        wanted.extend(path for rule in shown for path in self._read_by(rule, None))
        while wanted:
            path = wanted.pop()
            if path not in seen:
                seen.add(path)
                wanted.extend(self._shown_by(self.fields[path]))
        for item in own:
            item.reactive = item.path in seen

    def _shown_by(self, item: CompiledField) -> Iterator[str]:
        group = group_of(item)
        rules = [*own_rules(item), *([item.required] if isinstance(item.required, Rule) else [])]
        for rule in rules:
            yield from self._read_by(rule, group)

    def _read_by(self, rule: Rule, group: CompiledField | None) -> Iterator[str]:
        """The fields that the rule names, and of a group's rows those keys that it reads."""
        for path in self._paths_in(rule, group):
            yield path
            for key in row_keys_read(rule.source, path):
                yield from (f"{path}.{key}",) if f"{path}.{key}" in self.fields else ()

    def _deciding_rules(self, leaf: CompiledField, group: CompiledField | None) -> Iterator[Rule]:
        yield from own_rules(leaf)
        if leaf.kind_name == "group":
            for child in with_parts(leaf):
                yield from own_rules(child)
        above = leaf.parent
        while above is not None and above is not group:
            if above.visible is not None:
                yield above.visible
            above = above.parent
        page = self.page_of.get(leaf.path)
        if group is None and page is not None and page.visible is not None:
            yield page.visible

    def _paths_in(self, rule: Rule, group: CompiledField | None) -> Iterator[str]:
        for name in rule.names:
            path = name.removeprefix("answered.")
            if path.startswith("this."):
                if group is None:
                    continue
                path = f"{group.path}.{path[5:]}"
            field = self.fields.get(path)
            if field is not None:
                yield from (leaf.path for leaf in field.leaves())


def own_rules(field: CompiledField) -> Iterator[Rule]:
    """The rules that decide about a field's value."""
    for rule in (field.visible, field.rule, field.default, field.offered):
        if rule is not None:
            yield rule


def with_parts(field: CompiledField) -> Iterator[CompiledField]:
    yield field
    for child in field.children:
        yield from with_parts(child)


def group_of(field: CompiledField) -> CompiledField | None:
    """The repeating group that a field stands in, at any depth."""
    above = field.parent
    while above is not None and not isinstance(above.definition, GroupField):
        above = above.parent
    return above
