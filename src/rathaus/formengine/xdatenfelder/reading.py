"""XML from strangers to a small tree, with an end to everything.

There is no DOCTYPE in a data schema, so the first sign of one ends the reading: no entity is ever declared, no
address opened, nothing expands. Size, number of elements, depth and length of a text have limits, and memory and
time follow from them.
"""

import contextlib
from collections.abc import Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from .notes import SchemaRefused

MAX_BYTES = 10_000_000
MAX_ELEMENTS = 80_000
MAX_DEPTH = 100
MAX_TEXT = 50_000


class Node:
    """An element without its namespace; attributes by local name."""

    __slots__ = ("attributes", "children", "name", "namespace", "parts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.namespace, _, self.name = name.rpartition(" ")
        self.attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self.children: list[Node] = []
        self.parts: list[str] = []

    def all(self, name: str) -> Iterator["Node"]:
        return (child for child in self.children if child.name == name)

    def child(self, name: str) -> "Node | None":
        return next(self.all(name), None)

    @property
    def text(self) -> str:
        """Its own text with single spaces."""
        return " ".join("".join(self.parts).split())

    def value(self, name: str) -> str:
        child = self.child(name)
        return child.text if child else ""

    def code(self, name: str) -> str:
        """The value of a coded element: `<feldart><code>input</code></feldart>`."""
        child = self.child(name)
        return (child.value("code") or child.text) if child else ""


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.root: Node | None = None
        self.open: list[Node] = []
        self.elements = self.length = 0

    def read(self, data: bytes) -> Node:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003 - positional only; feeding pieces would reread long tokens
        except (expat.ExpatError, ValueError, LookupError):
            raise SchemaRefused("not_xml", line=self.parser.ErrorLineNumber or 1) from None
        assert self.root is not None
        return self.root

    def _refuse(self, *_declaration: Any) -> NoReturn:
        raise SchemaRefused("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.length = 0
        if self.elements > MAX_ELEMENTS:
            raise SchemaRefused("too_many_elements", limit=MAX_ELEMENTS)
        if len(self.open) >= MAX_DEPTH:
            raise SchemaRefused("too_deep", limit=MAX_DEPTH)
        if any(len(value) > MAX_TEXT for value in attributes.values()):
            self._too_long()
        node = Node(name, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()
        self.length = 0

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            self._too_long()
        if self.open and not (text.isspace() and not self.open[-1].parts):
            self.open[-1].parts.append(text)

    def _too_long(self) -> None:
        raise SchemaRefused("too_long_text", limit=MAX_TEXT, line=self.parser.CurrentLineNumber)


def read_xml(data: bytes) -> Node:
    """The root of the tree. Raises SchemaRefused, nothing else."""
    if len(data) > MAX_BYTES:
        raise SchemaRefused("too_large", limit=MAX_BYTES // 1_000_000)
    if not data.strip():
        raise SchemaRefused("empty")
    with contextlib.suppress(UnicodeError):
        return _Reader().read(data)
    raise SchemaRefused("not_xml", line=1)
