"""From definition to runnable form. All that is wrong is reported, with its place in the definition."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cel_expr_python import cel

from .dependencies import Dependencies, group_of, with_parts
from .fields import COMPOSED, KINDS, Kind
from .form import CompiledFee, CompiledField, CompiledPage, Layout
from .graph import Circle, dependency_order
from .options import all_options
from .parameters import CEL_TYPES
from .process import FEE_TOTAL, compile_rules
from .rowrules import unknown_row_names
from .rules import Rule, RuleCompiler, RuleInvalid
from .types.base import LANGUAGES, Language
from .types.fields import AppointmentField, ComputedField, FieldDefinition, FormDefinition
from .types.problems import Loc
from .types.process import Process
from .types.service import ServiceDefinition
from .types.texts import FieldText, PageText
from .visiting import shown_where_offered

Report = Callable[[Loc, str], None]

_ENGINE_WORDS = {"today", "param", "answered", "this", "words", FEE_TOTAL}
_CEL_WORDS = {
    "in",
    "true",
    "false",
    "null",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
}
_CEL_MORE = {"import", "let", "loop", "package", "namespace", "return", "var", "void", "while"}
_CEL_TYPES = {"int", "uint", "double", "bool", "string", "bytes", "list", "map", "type", "dyn"}
RESERVED = frozenset(_ENGINE_WORDS | _CEL_WORDS | _CEL_MORE | _CEL_TYPES)
_BOOL = cel.Type.BOOL
_ROWS = cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
_RESULTS = {
    "money": cel.Type.DOUBLE,
    "decimal": cel.Type.DOUBLE,
    "integer": cel.Type.INT,
    "text": cel.Type.STRING,
    "date": cel.Type.TIMESTAMP,
    "yesno": cel.Type.BOOL,
}
_NO_PAGE_TEXT = PageText(title="?")


def kind_of(definition: FieldDefinition) -> Kind:
    if isinstance(definition, ComputedField):
        return KINDS[definition.type]
    return KINDS.get(definition.kind, COMPOSED)


def value_type(field: CompiledField) -> cel.Type | None:
    """The type that rules see; None for what has no value of its own."""
    if field.kind_name == "group":
        return _ROWS
    if field.kind_name == "info" or field.is_composite:
        return None
    return field.kind.cel_type


class FormCompiler:
    """`report` takes places in the service's definition."""

    def __init__(self, definition: ServiceDefinition, form: FormDefinition, report: Report) -> None:
        self.definition = definition
        self.form = form
        self.report = report
        self.process_rules: dict[Loc, Rule] = {}
        self.fields: dict[str, CompiledField] = {}
        self.locs: dict[str, Loc] = {}
        self.page_of: dict[str, CompiledPage] = {}
        self.used: set[str] = set()

    def compile(self, process: Process) -> Layout:
        pages = tuple(self._page(page, i) for i, page in enumerate(self.form.pages))
        compiler = RuleCompiler(self._variables())
        for i, page in enumerate(pages):
            source = self.form.pages[i].visible
            page.visible = self._rule(compiler, source, _BOOL, ("form", "pages", i, "visible"))
            for field in page.fields:
                self._rules(field, compiler, this="")
        fee = tuple(self._fee(compiler))
        self.process_rules = compile_rules(process, compiler, self.report)
        for rule in self.process_rules.values():
            self.used.update(name for name in rule.names if name != FEE_TOTAL)
        order = self._order(pages, fee)
        self._mark()
        return Layout(
            pages=pages,
            order=order,
            page_of=self.page_of,
            fields=self.fields,
            empties=self._empties(None),
            parameters=self.definition.parameters,
            parameter_names=tuple(sorted(n[6:] for n in self.used if n.startswith("param."))),
            fee=fee,
            confirmations=self.form.confirmations,
            member_from=self.definition.member_from,
        )

    # the tree

    def _page(self, page: Any, index: int) -> CompiledPage:
        loc: Loc = ("form", "pages", index)
        texts = {lang: self.definition.texts[lang].pages.get(page.key, _NO_PAGE_TEXT) for lang in LANGUAGES}
        compiled = CompiledPage(page.key, (), None, texts)
        compiled.fields = tuple(self._field(f, None, (*loc, "fields", i)) for i, f in enumerate(page.fields))
        for field in compiled.fields:
            for part in with_parts(field):
                self.page_of[part.path] = compiled
        return compiled

    def _field(self, definition: FieldDefinition, parent: CompiledField | None, loc: Loc) -> CompiledField:
        path = f"{parent.path}.{definition.key}" if parent else definition.key
        if path in self.fields:
            self.report(loc, f"the field key '{path}' stands twice in this form")
        if definition.key in RESERVED:
            self.report(loc, f"'{definition.key}' can't be a field key: rules use this word themselves")
        texts: dict[Language, FieldText] = {
            lang: self.definition.texts[lang].fields.get(path) or FieldText(label="?") for lang in LANGUAGES
        }
        field = CompiledField(definition, path, kind_of(definition), texts, parent)
        group = group_of(field)
        field.name = path if group is None else f"this.{path[len(group.path) + 1 :]}"
        field.keys = tuple(field.name.removeprefix("this.").split("."))
        self.fields[path], self.locs[path] = field, loc
        inner = getattr(definition, "fields", ())
        field.children = tuple(self._field(f, field, (*loc, "fields", i)) for i, f in enumerate(inner))
        field.options = all_options(definition, texts)
        return field

    # names and types

    def _variables(self) -> dict[str, cel.Type]:
        names = {f"param.{p.key}": CEL_TYPES[p.type] for p in self.definition.parameters}
        names["today"] = cel.Type.TIMESTAMP
        for field in self.fields.values():
            if group_of(field) is None:
                self._declare(names, field)
        return names

    @staticmethod
    def _declare(names: dict[str, cel.Type], field: CompiledField) -> None:
        kind = value_type(field)
        if kind is not None:
            names[field.name] = kind
        if field.kind_name != "info":
            names[f"answered.{field.name}"] = _BOOL

    def _row_compiler(self, group: CompiledField, compiler: RuleCompiler) -> RuleCompiler:
        names: dict[str, cel.Type] = {}
        for field in self.fields.values():
            if group_of(field) is group:
                self._declare(names, field)
        return compiler.extended(names)

    def _empties(self, group: CompiledField | None) -> dict[str, Any]:
        """What rules see where nothing is answered, in the form or in a row: only the names that rules use."""
        empties: dict[str, Any] = {}
        for field in self.fields.values():
            if group_of(field) is group:
                if value_type(field) is not None:
                    empties[field.name] = [] if field.kind_name == "group" else field.kind.empty
                empties[f"answered.{field.name}"] = False
        return {name: value for name, value in empties.items() if name in self.used}

    # rules

    def _rule(
        self, compiler: RuleCompiler, source: str | None, wanted: cel.Type, loc: Loc, *, this: str = ""
    ) -> Rule | None:
        if source is None:
            return None
        for name, group in unknown_row_names(source, self.fields):
            self.report(loc, f"'{name}' is no field of the group '{group}'")
        try:
            rule = compiler.compile(source, wanted, this=this)
        except RuleInvalid as reason:
            self.report(loc, f"rule: {reason}")
            return None
        self.used.update(rule.names)
        return rule

    def _rules(self, field: CompiledField, compiler: RuleCompiler, this: str) -> None:
        definition, loc = field.definition, self.locs[field.path]

        def rule(name: str, wanted: cel.Type) -> Rule | None:
            return self._rule(compiler, getattr(definition, name, None), wanted, (*loc, name), this=this)

        if isinstance(definition, AppointmentField):
            place = (*loc, "visible")
            field.visible = self._rule(compiler, shown_where_offered(definition), _BOOL, place, this=this)
        else:
            field.visible = rule("visible", _BOOL)
        required = getattr(definition, "required", False)
        field.required = required if isinstance(required, bool) else rule("required", _BOOL) or False
        field.offered = rule("options", cel.Type.List(cel.Type.STRING))
        field.default = rule("default", field.kind.cel_type)
        if isinstance(definition, ComputedField):
            field.rule = rule("rule", _RESULTS[definition.type])
        field.valid = tuple(self._valid(field, compiler, this))
        if field.kind_name == "group":
            row = self._row_compiler(field, compiler)
            for child in field.children:
                self._rules(child, row, "this.")
        elif field.children:
            inner = f"{this}{field.key}." if this else f"{field.path}."
            for child in field.children:
                self._rules(child, compiler, inner)

    def _valid(self, field: CompiledField, compiler: RuleCompiler, this: str) -> Iterator[tuple[str, Rule]]:
        for name, source in getattr(field.definition, "valid", {}).items():
            loc = (*self.locs[field.path], "valid", name)
            rule = self._rule(compiler, source, _BOOL, loc, this=this)
            if rule is not None:
                yield name, rule

    def _fee(self, compiler: RuleCompiler) -> Iterator[CompiledFee]:
        for index, item in enumerate(self.form.fee):
            loc: Loc = ("form", "fee", index)
            rule = self._rule(compiler, item.rule, cel.Type.DOUBLE, (*loc, "rule"))
            visible = self._rule(compiler, item.visible, _BOOL, (*loc, "visible"))
            texts = {lang: self.definition.texts[lang].fees.get(item.key, item.key) for lang in LANGUAGES}
            if rule is not None:
                yield CompiledFee(item.key, rule, visible, texts)

    # order

    def _order(self, pages: tuple[CompiledPage, ...], fee: tuple[CompiledFee, ...]) -> tuple[CompiledField, ...]:
        dependencies = Dependencies(self.fields, self.page_of)
        fee_rules = [rule for item in fee for rule in (item.rule, item.visible) if rule is not None]
        for page in pages:
            dependencies.mark_reactive(page, fee_rules)
        outer = [leaf for page in pages for field in page.fields for leaf in field.leaves()]
        for field in outer:
            if field.kind_name == "group":
                leaves = [leaf for child in field.children for leaf in child.leaves()]
                field.order = self._sorted(leaves, partial(dependencies.needs, group=field), field.path)
        return self._sorted(outer, partial(dependencies.needs, group=None), "")

    def _sorted(
        self, leaves: list[CompiledField], needs: Callable[[CompiledField], Iterator[str]], group: str
    ) -> tuple[CompiledField, ...]:
        known = {leaf.path for leaf in leaves}
        graph = {leaf.path: [n for n in dict.fromkeys(needs(leaf)) if n in known] for leaf in leaves}
        try:
            return tuple(self.fields[path] for path in dependency_order(graph))
        except Circle as circle:
            place = f" in a row of '{group}'" if group else ""
            self.report(self.locs[circle.path[0]], f"the rules go round in a circle{place}: {circle}")
            return tuple(leaves)

    def _mark(self) -> None:
        """What the evaluation needs at hand: the gates, and whether a rule reads the value at all."""
        for field in self.fields.values():
            group = group_of(field)
            names = {field.name, f"answered.{field.name}"}
            gates = [(field.path, field.visible)]
            above = field.parent
            while above is not None and above is not group:
                names.add(f"answered.{above.name}")
                gates.append((above.path, above.visible))
                above = above.parent
            page = self.page_of[field.path]
            if group is None:
                gates.append((f"page {page.key}", page.visible))
            field.gates = tuple((key, rule) for key, rule in reversed(gates) if rule is not None)
            field.used = bool(names & self.used)
            field.empties = self._empties(field) if field.kind_name == "group" else {}
