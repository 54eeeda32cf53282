"""A form made ready to run: fields with compiled rules, in an order in which every value is known in time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .fields import COMPOSITES, Kind, Option
from .rules import Rule
from .types.base import Channel, Language
from .types.fields import Confirmations, FieldDefinition
from .types.parameters import ParameterDefinition
from .types.texts import FieldText, OwnText, PageText


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules and texts need to know besides the answers.

    `parameters` are typed values; `members` those that differ in a member municipality, by its name; `member_of`
    the member municipality of a place; `words` are the municipality's own texts in this language.
    """

    parameters: Mapping[str, Any]
    today: date
    language: Language = "de"
    municipality_name: str = ""
    words: OwnText | None = None
    channel: Channel = "online"
    members: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    member_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class CompiledField:
    """One field, anywhere in the tree.

    `path` has no row numbers ("hunde.anschrift.plz"); `name` is what rules call it, which in a row is
    "this.anschrift.plz"; `keys` lead to its value in the answers or the row. `gates` are the visible-rules of
    the field itself and of everything around it, up to the page or the row. `empties` are what rules see of a new
    row of a group. `reactive`: something on the same page depends on it.
    """

    definition: FieldDefinition
    path: str
    kind: Kind
    texts: dict[Language, FieldText]
    parent: "CompiledField | None" = None
    children: tuple["CompiledField", ...] = ()
    order: tuple["CompiledField", ...] = ()
    visible: Rule | None = None
    required: Rule | bool = False
    valid: tuple[tuple[str, Rule], ...] = ()
    rule: Rule | None = None
    default: Rule | None = None
    offered: Rule | None = None
    options: dict[Language, tuple[Option, ...]] = field(default_factory=dict)
    gates: tuple[tuple[str, Rule], ...] = ()
    keys: tuple[str, ...] = ()
    name: str = ""
    empties: dict[str, Any] = field(default_factory=dict)
    used: bool = False
    reactive: bool = False
    key: str = field(init=False)
    kind_name: str = field(init=False)
    is_composite: bool = field(init=False)

    def __post_init__(self) -> None:
        """Asked thousands of times in every step, so they are attributes."""
        self.key, self.kind_name = self.definition.key, self.definition.kind
        self.is_composite = self.kind_name in COMPOSITES

    def leaves(self) -> Iterator["CompiledField"]:
        """The fields that hold values: itself, or what a composite holds. A group is one leaf."""
        if not self.is_composite:
            yield self
        for child in self.children if self.is_composite else ():
            yield from child.leaves()


@dataclass(slots=True, eq=False)
class CompiledPage:
    key: str
    fields: tuple[CompiledField, ...]
    visible: Rule | None
    texts: dict[Language, PageText]


@dataclass(frozen=True, slots=True)
class CompiledFee:
    """One line of the fee."""

    key: str
    rule: Rule
    visible: Rule | None
    texts: dict[Language, str]


@dataclass(slots=True, eq=False)
class Layout:
    """All of a form's parts. `order` holds the fields with values outside of groups, dependencies first."""

    pages: tuple[CompiledPage, ...]
    order: tuple[CompiledField, ...]
    page_of: dict[str, CompiledPage]
    fields: dict[str, CompiledField]
    empties: dict[str, Any]
    parameters: tuple[ParameterDefinition, ...]
    parameter_names: tuple[str, ...]
    fee: tuple[CompiledFee, ...] = ()
    confirmations: Confirmations | None = None
    member_from: str | None = None
