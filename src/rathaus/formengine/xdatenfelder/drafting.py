"""Groups become pages, composites and repeating rows; fields get their keys, places and words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .fields import Drafted, draft_field, shortened, words_of
from .keys import key_of
from .notes import Note
from .parts import ENGLISH, HEADINGS, PARTS, composite_kind, composite_within, part_of, refine
from .schema import Count, SchemaField, SchemaGroup, SchemaRule

_MAX_ROWS = 50
_OWN_PAGE_FROM = 3
_FREE = ("text", "longtext", "date", "integer", "decimal", "money", "yesno", "email", "phone", "iban")
_ONE = Count()

Part = SchemaField | SchemaGroup
Definition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where parts are placed: what their paths begin with, in a row or not, and the rule that shows them."""

    prefix: str = ""
    row: bool = False
    gate: str = ""

    def name(self, key: str) -> str:
        """What rules call a field here."""
        return f"this.{key}" if self.row else key


@dataclass(slots=True)
class Drafter:
    """Collects pages, words by language and notes; `places` are the paths of each schema id."""

    pages: list[Definition] = field(default_factory=list)
    page_words: dict[str, dict[str, str]] = field(default_factory=dict)
    page_english: dict[str, dict[str, str]] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    english: dict[str, dict[str, Any]] = field(default_factory=dict)
    todos: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    rules: list[tuple[SchemaRule, str, str]] = field(default_factory=list)
    _keys: dict[str, set[str]] = field(default_factory=dict)
    _page_keys: set[str] = field(default_factory=set)

    # pages

    def top(self, parts: Iterable[Part], title: str) -> None:
        """Each group of the first level is a page of its own; what stands between them shares one."""
        run: list[Part] = []
        for part in parts:
            if isinstance(part, SchemaField):
                run.append(part)
            else:
                self._page(run, self._loose(title), "")
                run = []
                self._group_pages(part)
        self._page(run, self._loose(title), "")

    def _loose(self, title: str) -> str:
        return "Weitere Angaben" if self.pages else title

    def _group_pages(self, group: SchemaGroup) -> None:
        words = words_of(group)
        if composite_kind(group) or group.count.repeats or group.pick_one:
            self._page([group], words["label"], "")
            return
        before = len(self.pages)
        self._split(group, words)
        first = self.pages[before]["fields"] if len(self.pages) > before else []
        self._rules_at(first, group, Spot())

    def _split(self, group: SchemaGroup, words: Mapping[str, Any]) -> None:
        """One page, or several where the group holds groups of some size."""
        run: list[Part] = []
        optional = group.count.least == 0
        for part in group.parts:
            if not optional and _deserves_page(part):
                self._page(run, words["label"], words.get("help", ""))
                run = []
                self._group_pages(part)  # type: ignore[arg-type]  # only groups deserve one
            else:
                run.append(part)
        if optional:
            run = [replace(group, parts=tuple(run), rules=())]
        self._page(run, words["label"], words.get("help", ""))

    def _page(self, parts: list[Part], title: str, lead: str) -> None:
        fields = self._items(parts, Spot())
        if not fields:
            return
        key = key_of(title, self._page_keys, fallback="seite")
        self.pages.append({"key": key, "fields": fields})
        self.page_words[key] = self.page_english[key] = {"title": shortened(title), "lead": lead}

    def add_contact(self) -> str:
        """A page with the e-mail address that every application needs; gives the field's path."""
        page, key = key_of("kontakt", self._page_keys), self._key("email", Spot())
        self.pages.append({"key": page, "fields": [{"key": key, "kind": "email"}]})
        self.page_words[page], self.page_english[page] = {"title": "Kontakt"}, {"title": "Contact"}
        news = "Hierhin schreiben wir, wenn es etwas Neues gibt."
        self.words[key] = {"label": "E-Mail-Adresse", "help": news}
        self.english[key] = {"label": ENGLISH["email"], "help": "We write to this address when there is news."}
        return key

    # fields

    def _items(self, parts: Iterable[Part], spot: Spot) -> list[Definition]:
        parts = _regrouped(list(parts))
        found: list[Definition] = []
        for part in parts:
            found += self._field(part, spot) if isinstance(part, SchemaField) else self._group(part, spot)
        return found

    def _group(self, group: SchemaGroup, spot: Spot) -> list[Definition]:
        if group.count.repeats and not spot.row:
            return self._rows(group, spot)
        if group.count.repeats:
            self.todos.append(Note("nested_rows", spot.prefix.rstrip("."), values={"name": group.label}))
            group = replace(group, count=Count(min(group.count.least, 1), 1))
        kind = composite_kind(group)
        if kind:
            return self._composite(group, kind, spot)
        if group.pick_one:
            return self._pick_one(group, spot)
        fields = self._optional(group, spot) if group.count.least == 0 else self._items(group.parts, spot)
        self._rules_at(fields, group, spot)
        return fields

    def _composite(self, group: SchemaGroup, kind: str, spot: Spot) -> list[Definition]:
        key = self._key(group.name, spot)
        path = f"{spot.prefix}{key}"
        self._place(group, path, words_of(group), HEADINGS[kind]["en"])
        parts = {part_of(kind, part): part for part in group.parts if isinstance(part, SchemaField)}
        fields = [f for name in PARTS[kind] if name in parts for f in self._part(name, parts[name], f"{path}.")]
        definition: Definition = {"key": key, "kind": kind, "fields": fields}
        if group.count.least == 0:
            definition["required"] = False
        return [self._gated(definition, spot)]

    def _part(self, key: str, item: SchemaField, prefix: str) -> list[Definition]:
        drafted = draft_field(item)
        if drafted is None:
            return []
        path = f"{prefix}{key}"
        definition = refine(key, {"key": key, **drafted.definition})
        if definition["kind"] == "postcode":
            drafted.words.pop("valid", None)
        self._note(drafted, path)
        self._place(item, path, drafted.words, ENGLISH.get(key))
        return [definition]

    def _field(self, item: SchemaField, spot: Spot) -> list[Definition]:
        drafted = draft_field(item)
        if drafted is None or item.art == "locked":
            self._left_out(item)
            return []
        if item.count.repeats and drafted.definition["kind"] in _FREE:
            single = replace(item, count=_ONE, rules=())
            group = SchemaGroup(item.id, item.name, item.label, item.short, "", item.count, item.rules, (single,))
            return self._group(group, spot)
        key = self._key(item.name, spot)
        path = f"{spot.prefix}{key}"
        self._note(drafted, path)
        self._place(item, path, drafted.words, ENGLISH.get(drafted.definition["kind"]))
        return [self._gated({"key": key, **drafted.definition}, spot)]

    def _rows(self, group: SchemaGroup, spot: Spot) -> list[Definition]:
        key = self._key(group.name, spot)
        path = f"{spot.prefix}{key}"
        fields = self._items(group.parts, Spot(f"{path}.", row=True))
        if not fields:
            self.warnings.append(Note("left_out", values={"name": group.label}))
            return []
        most = group.count.most if group.count.most is not None else _MAX_ROWS
        if most > _MAX_ROWS:
            self.warnings.append(Note("rows_limited", path, values={"name": group.label, "limit": _MAX_ROWS}))
        most = min(most, _MAX_ROWS)
        label = words_of(group)["label"]
        self._place(
            group, path, {**words_of(group), "row": shortened(label, 60), "add": "Weiteren Eintrag hinzufügen"}
        )
        self.english[path] = {**self.words[path], "add": "Add another entry"}
        limits: Definition = {"min_rows": min(group.count.least, most), "max_rows": most}
        return [self._gated({"key": key, "kind": "group", **limits, "fields": fields}, spot)]

    def _optional(self, group: SchemaGroup, spot: Spot) -> list[Definition]:
        """A group that may be left out is asked for first; its fields appear with the yes."""
        key = self._key(f"{group.name} angeben", spot)
        inner = self._items(group.parts, replace(spot, gate=spot.name(key)))
        if not inner:
            self.warnings.append(Note("left_out", values={"name": group.label}))
            return []
        path = f"{spot.prefix}{key}"
        label = shortened(f"Möchten Sie Angaben zu „{group.label}“ machen?")
        self.words[path] = {"label": label, "short": shortened(f"Angaben zu {group.label}")}
        self.english[path] = {"label": shortened(f"Would you like to give details of “{group.label}”?")}
        return [self._gated({"key": key, "kind": "yesno"}, spot), *inner]

    def _pick_one(self, group: SchemaGroup, spot: Spot) -> list[Definition]:
        """A choice group: which part applies is asked first, and only that part appears."""
        key = self._key(group.name, spot)
        options: dict[str, str] = {}
        taken: set[str] = set()
        inner: list[Definition] = []
        for part in group.parts:
            option = key_of(part.name, taken, fallback="wert")
            chosen = replace(part, count=replace(part.count, least=max(part.count.least, 1)))
            fields = self._items([chosen], replace(spot, gate=f"{spot.name(key)} == '{option}'"))
            if fields:
                options[option] = shortened(part.label)
                inner += fields
        if not inner:
            self.warnings.append(Note("left_out", values={"name": group.label}))
            return []
        self._place(group, f"{spot.prefix}{key}", {**words_of(group), "options": options})
        definition: Definition = {"key": key, "kind": "choice", "choices": list(options)}
        if group.count.least == 0:
            definition["required"] = False
        return [self._gated(definition, spot), *inner]

    # bookkeeping

    def _key(self, name: str, spot: Spot) -> str:
        return key_of(name, self._keys.setdefault(spot.prefix, set()))

    def _place(self, item: Part, path: str, words: Mapping[str, Any], english: str | None = None) -> None:
        self.words[path] = dict(words)
        self.english[path] = {**words, "label": english} if english else dict(words)
        self.places.setdefault(item.id, []).append(path)
        self.rules += [(rule, path, item.label) for rule in item.rules]

    def _rules_at(self, fields: list[Definition], group: SchemaGroup, spot: Spot) -> None:
        """A group that dissolves leaves its rules at its first field."""
        path = f"{spot.prefix}{fields[0]['key']}" if fields else ""
        self.rules += [(rule, path, group.label) for rule in group.rules]

    def _note(self, drafted: Drafted, path: str) -> None:
        self.todos += [replace(note, path=path) for note in drafted.notes]
        self.warnings += [replace(note, path=path) for note in drafted.warnings]

    def _left_out(self, item: SchemaField) -> None:
        note = Note("locked" if item.art == "locked" else "hidden", values={"name": item.label})
        (self.todos if item.art == "locked" else self.warnings).append(note)

    @staticmethod
    def _gated(definition: Definition, spot: Spot) -> Definition:
        return {**definition, "visible": spot.gate} if spot.gate else definition


def _deserves_page(part: Part) -> bool:
    """A group of some size that is simply there: neither a person nor rows nor a choice, and not optional."""
    if isinstance(part, SchemaField) or part.pick_one or part.count != _ONE or composite_kind(part):
        return False
    return sum(1 for _ in _leaves(part)) >= _OWN_PAGE_FROM


def _leaves(part: Part) -> Iterable[SchemaField]:
    if isinstance(part, SchemaField):
        yield part
    else:
        for child in part.parts:
            yield from _leaves(child)


def _regrouped(parts: list[Part]) -> list[Part]:
    """First name and family name that stand loose among other fields become one person, likewise an address."""
    for kind in PARTS:
        found = composite_within(parts, kind)
        if found:
            heading = HEADINGS[kind]["de"]
            group = SchemaGroup("", heading, heading, "", "", _ONE, (), tuple(found.values()))
            at = parts.index(next(iter(found.values())))
            kept = [part for part in parts if not any(part is taken for taken in found.values())]
            before = sum(1 for part in parts[:at] if not any(part is taken for taken in found.values()))
            parts = [*kept[:before], group, *kept[before:]]
    return parts
