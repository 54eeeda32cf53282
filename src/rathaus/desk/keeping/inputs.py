"""How a parameter is asked for: each type as a field of a form that reads and checks what is typed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.formengine.service import FieldText, ParameterDefinition

SHARED = "vorgabe"  # the choice that sets nothing
_LONG = 80  # a text longer than this gets room for more lines
_ROWS = 50
_COLUMNS: dict[str, dict[str, Any]] = {
    "text": {"kind": "text", "max_length": 500},
    "money": {"kind": "money"},
    "integer": {"kind": "integer"},
}

Field = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """`holds` is what holds where nothing is set, in words; without it a value must be given."""

    parameter: Any  # one of the types of ParameterDefinition: each input knows the attributes of its own
    label: str
    holds: str
    help: str

    @property
    def key(self) -> str:
        return str(self.parameter.key)

    def field(self) -> Field:
        return {"key": self.key, "required": not self.holds, **self.kind()}

    def kind(self) -> Field:
        long = len(str(self.parameter.default or "")) > _LONG
        return {"kind": "longtext" if long else "text", "max_length": 2000, "width": "xl"}

    def texts(self) -> dict[str, FieldText]:
        return {self.key: FieldText(label=self.label, help=self.help)}

    def answer(self, value: Any) -> Any:
        """A stored value as the form's answer; None where nothing is set."""
        return value

    def value(self, answer: Any) -> Any:
        """The form's answer as a value to store."""
        return answer


class NumberInput(Input):
    """Money and whole numbers, within the parameter's limits."""

    def kind(self) -> Field:
        limits = {n: getattr(self.parameter, n) for n in ("minimum", "maximum") if hasattr(self.parameter, n)}
        return {"kind": self.parameter.type, **limits}

    def answer(self, value: Any) -> Any:
        return value if self.parameter.type == "integer" or value is None else str(value)


class DecimalInput(NumberInput):
    def kind(self) -> Field:
        return {"kind": "decimal", "minimum": -1_000_000_000, "places": 6}


class DateInput(Input):
    def kind(self) -> Field:
        return {"kind": "date"}


class UrlInput(Input):
    def kind(self) -> Field:
        return {"kind": "text", "max_length": 500, "pattern": r"https://[^\s/]+\.\S+", "inputmode": "url"}

    def texts(self) -> dict[str, FieldText]:
        pattern = _("Geben Sie eine Adresse an, die mit https:// beginnt.")
        return {self.key: FieldText(label=self.label, help=self.help, valid={"pattern": pattern})}


class ChoiceInput(Input):
    """Offers to leave it as it is, too."""

    def options(self) -> dict[str, str]:
        return {f"wahl{number}": name for number, name in enumerate(self.parameter.choices)}

    def kind(self) -> Field:
        return {"kind": "choice", "look": "radio", "choices": list(self._offered())}

    def texts(self) -> dict[str, FieldText]:
        return {self.key: FieldText(label=self.label, options=dict(self._offered()))}

    def answer(self, value: Any) -> Any:
        names = {name: key for key, name in self.options().items()}
        return names.get(value, SHARED if self.holds else None)

    def value(self, answer: Any) -> Any:
        return self.options().get(answer)

    def _offered(self) -> dict[str, str]:
        same = {SHARED: _("Wie vorgegeben: %(value)s") % {"value": self.holds}} if self.holds else {}
        return same | self.options()


class YesNoInput(ChoiceInput):
    def options(self) -> dict[str, str]:
        return {"ja": _("Ja"), "nein": _("Nein")}

    def answer(self, value: Any) -> Any:
        return super().answer(None if value is None else _("Ja") if value else _("Nein"))

    def value(self, answer: Any) -> Any:
        return {"ja": True, "nein": False}.get(answer)


class ListInput(Input):
    """Row by row. No row at all sets nothing."""

    def columns(self) -> dict[str, str]:
        return {"wert": "text"}

    def field(self) -> Field:
        rows = [{"key": name, **_COLUMNS[kind]} for name, kind in self.columns().items()]
        least = 1 if self.parameter.default is None else 0  # an empty list may be the default, which has no words
        return {"key": self.key, "kind": "group", "min_rows": least, "max_rows": _ROWS, "fields": rows}

    def texts(self) -> dict[str, FieldText]:
        group = FieldText(label=self.label, help=self.help, row=_("Zeile"), add=_("Zeile hinzufügen"))
        return {self.key: group} | {
            f"{self.key}.{name}": FieldText(label=self._heading(name)) for name in self.columns()
        }

    def answer(self, value: Any) -> Any:
        return [{"wert": item} for item in value or ()]

    def value(self, answer: Any) -> Any:
        return [row["wert"] for row in answer or ()] or None

    def _heading(self, column: str) -> str:
        return _("Wert") if column == "wert" else column.replace("_", " ").capitalize()


class TableInput(ListInput):
    def columns(self) -> dict[str, str]:
        return dict(self.parameter.columns)

    def answer(self, value: Any) -> Any:
        kinds = self.columns()
        return [
            {name: str(cell) if kinds.get(name) == "money" else cell for name, cell in row.items()}
            for row in value or ()
        ]

    def value(self, answer: Any) -> Any:
        return answer or None


INPUTS: dict[str, type[Input]] = {
    "money": NumberInput,
    "integer": NumberInput,
    "decimal": DecimalInput,
    "text": Input,
    "url": UrlInput,
    "yesno": YesNoInput,
    "date": DateInput,
    "choice": ChoiceInput,
    "list": ListInput,
    "table": TableInput,
}


def group_of(parameter: ParameterDefinition) -> str:
    """Under which heading of the page a parameter stands."""
    return _GROUPS.get(parameter.type, _WORDS)


_AMOUNTS, _NUMBERS, _WORDS, _LISTS = "amounts", "numbers", "words", "lists"
_GROUPS = {
    "money": _AMOUNTS,
    "integer": _NUMBERS,
    "decimal": _NUMBERS,
    "date": _NUMBERS,
    "list": _LISTS,
    "table": _LISTS,
}
HEADINGS = {
    _AMOUNTS: gettext_lazy("Beträge"),
    _NUMBERS: gettext_lazy("Fristen und Zahlen"),
    _WORDS: gettext_lazy("Worte und Auswahl"),
    _LISTS: gettext_lazy("Listen"),
}


def is_set_here(parameter: ParameterDefinition) -> bool:
    """Places come from the municipality, and the rows of a register have a page of their own."""
    return parameter.type in INPUTS
