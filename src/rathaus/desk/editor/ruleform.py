"""A rule as a form: pick a field, a comparison and a value, join several, or write CEL by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rathaus.desk.keeping.sheets import Answers, Refused
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import CompiledForm, FieldError, FieldText, plain_form

PICKED, BY_HAND = "wenn", "hand"
FIXED = {"visible": ("immer",), "required": ("immer", "nie"), "valid": ()}
_MAX_ROWS = 10

Rule = str | bool | None
_JOIN = {"und": "and", "oder": "or"}


@dataclass(frozen=True, slots=True)
class Nameable:
    """A field that a rule may name: `id` stands for it in the form, `options` are its choices by key."""

    id: str
    name: str
    kind: str
    label: str
    options: tuple[tuple[str, str], ...] = ()


def nameables(content: Mapping[str, Any], seen_from: str, language: str) -> list[Nameable]:
    """In reading order, as far as rules of the field `seen_from` can name them ("" for a page)."""
    found: list[Nameable] = []
    for line in editing.lines(content):
        name = editing.rule_name(content, line.path, seen_from)
        kind = str(line.definition["kind"])
        kind = str(line.definition["type"]) if kind == "computed" else kind
        if name and editing.comparisons(kind):
            said = editing.words_of(content, line.path)
            words = said[language] or said["de"]
            options = tuple((key, _word(words, key)) for key in line.definition.get("choices") or ())
            label = _label(content, line.path, language)
            found.append(Nameable(f"f{len(found)}", name, kind, label, options))
    return found


def others(fields: list[Nameable], own: str | None) -> list[Nameable]:
    """Without the field itself and its parts: whether it is asked can't depend on its own answer."""
    return [field for field in fields if field.name != own and not field.name.startswith(f"{own}.")]


def kinds_of(fields: list[Nameable]) -> dict[str, str]:
    return {field.name: field.kind for field in fields}


def rule_form(what: str, fields: list[Nameable], *, with_message: bool) -> CompiledForm:
    """`what` is visible, required or valid."""
    modes = [*FIXED[what], PICKED, BY_HAND] if fields else [*FIXED[what], BY_HAND]
    form: list[dict[str, Any]] = [{"key": "art", "kind": "choice", "look": "radio", "choices": modes}]
    if fields:
        rows = {"key": "zeilen", "kind": "group", "min_rows": 1, "max_rows": _MAX_ROWS, "fields": _row(fields)}
        join = {"key": "verbindung", "kind": "choice", "look": "radio", "choices": list(_JOIN), "default": "'und'"}
        form += [
            {**join, "visible": f"art == '{PICKED}' && size(zeilen) > 1"},
            {**rows, "visible": f"art == '{PICKED}'"},
        ]
    form.append({"key": "cel", "kind": "longtext", "max_length": 2000, "visible": f"art == '{BY_HAND}'"})
    if with_message:
        form.append({"key": "meldung", "kind": "text", "max_length": 200, "width": "xl"})
        form.append({"key": "meldung_en", "kind": "text", "max_length": 200, "required": False, "width": "xl"})
    return plain_form(form, _texts(what, fields))


def saved_answers(what: str, rule: Rule, fields: list[Nameable]) -> dict[str, Any]:
    """The rule as answers; one that can't be picked is one by hand."""
    if not isinstance(rule, str):
        is_new = not FIXED[what] and fields
        return {"art": PICKED if is_new else "nie" if rule is False else "immer" if FIXED[what] else BY_HAND}
    conditions = editing.parse(rule, kinds_of(fields))
    if conditions is None:
        return {"art": BY_HAND, "cel": rule}
    ids = {field.name: field for field in fields}
    join = next(word for word, known in _JOIN.items() if known == conditions.join)
    rows = [_saved_row(row, ids[row.field]) for row in conditions.rows]
    return {"art": PICKED, "verbindung": join, "zeilen": rows, "cel": rule}


def in_a_sentence(rule: Rule, fields: list[Nameable]) -> str:
    """A rule that can be picked, in words; "" for one that only CEL can say."""
    conditions = editing.parse(rule, kinds_of(fields)) if isinstance(rule, str) else None
    if conditions is None:
        return ""
    named = {field.name: field for field in fields}
    join = _(" und ") if conditions.join == "and" else _(" oder ")
    said = join.join(_said(row, named[row.field]) for row in conditions.rows)
    return _("Wenn %(conditions)s") % {"conditions": said}


def _said(row: editing.Condition, field: Nameable) -> str:
    words = _("„%(field)s“ %(compared)s") % {
        "field": field.label,
        "compared": _comparison_words()[row.comparison],
    }
    value = dict(field.options).get(row.value) or _as_typed(row.value, field.kind)
    return f"{words}: {value}" if value else words


def picked_rule(answers: Answers, fields: list[Nameable]) -> Rule:
    """What the answers say as a rule. Raises Refused at the row that makes none."""
    match answers.get("art"):
        case "immer":
            return None
        case "nie":
            return False
        case "hand":
            return str(answers.get("cel") or "").strip()
    by_id = {field.id: field for field in fields}
    rows = [_condition(row, by_id) for row in answers.get("zeilen") or []]
    join = _JOIN.get(str(answers.get("verbindung") or "und"), "and")
    try:
        return editing.write(editing.Conditions(join, tuple(rows)), kinds_of(fields))  # type: ignore[arg-type]  # of _JOIN
    except editing.ConditionWrong as wrong:
        raise Refused([FieldError(f"zeilen.{wrong.row}.wert", _("Wert"), _sentence(wrong.code))]) from None


def _row(fields: list[Nameable]) -> list[dict[str, Any]]:
    """Field, comparison and value; what can be compared depends on the kind, the value on both."""
    kinds = sorted({field.kind for field in fields})
    offered = " : ".join(f"this.feld in {_ids(fields, kind)} ? {_list(editing.comparisons(kind))}" for kind in kinds)
    valued = _list([one for one in _comparisons() if editing.needs_value(one)])
    choosing = [field for field in fields if field.options]
    by_choice = _list([field.id for field in choosing])
    row: list[dict[str, Any]] = [
        {"key": "feld", "kind": "choice", "look": "select", "choices": [field.id for field in fields]},
        {
            "key": "vergleich",
            "kind": "choice",
            "look": "select",
            "choices": _comparisons(),
            "options": f"{offered} : []",
            "visible": "answered.this.feld",
        },
        {
            "key": "wert",
            "kind": "text",
            "max_length": 200,
            "width": "m",
            "visible": f"this.vergleich in {valued} && !(this.feld in {by_choice})",
        },
    ]
    for field in choosing:
        shown = f"this.feld == '{field.id}' && this.vergleich in {valued}"
        choices = [f"o{number}" for number in range(len(field.options))]
        row.append(
            {"key": f"wert_{field.id}", "kind": "choice", "look": "select", "choices": choices, "visible": shown}
        )
    return row


def _saved_row(row: editing.Condition, field: Nameable) -> dict[str, Any]:
    saved: dict[str, Any] = {"feld": field.id, "vergleich": row.comparison}
    keys = [key for key, _label in field.options]
    if row.value in keys:
        saved[f"wert_{field.id}"] = f"o{keys.index(row.value)}"
    elif row.value:
        saved["wert"] = _as_typed(row.value, field.kind)
    return saved


def _condition(row: Mapping[str, Any], by_id: Mapping[str, Nameable]) -> editing.Condition:
    field = by_id.get(str(row.get("feld")))
    if field is None:
        return editing.Condition("", "")
    value = str(row.get("wert") or "")
    chosen = row.get(f"wert_{field.id}")
    if chosen:
        value = field.options[int(str(chosen)[1:])][0]
    return editing.Condition(field.name, str(row.get("vergleich") or ""), _as_stored(value, field.kind))


def _as_stored(value: str, kind: str) -> str:
    """24.12.2026 → 2026-12-24; anything else is judged by the rule."""
    day, _dot, rest = value.strip().partition(".")
    month, _dot, year = rest.partition(".")
    if kind == "date" and day.isdigit() and month.isdigit() and year.isdigit():
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return value


def _as_typed(value: str, kind: str) -> str:
    if kind == "date" and value.count("-") == 2:  # noqa: PLR2004 - year, month, day
        return ".".join(reversed(value.split("-")))
    return value.replace(".", ",") if kind in ("decimal", "money") else value


def _ids(fields: list[Nameable], kind: str) -> str:
    return _list([field.id for field in fields if field.kind == kind])


def _list(words: Any) -> str:
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"


def _comparisons() -> list[str]:
    return list(_comparison_words())


def _label(content: Mapping[str, Any], path: str, language: str) -> str:
    """With what it stands in: Halterin › Vorname."""
    parts = path.split(".")
    names = []
    for number in range(1, len(parts) + 1):
        said = editing.words_of(content, ".".join(parts[:number]))
        words = said[language] or said["de"]
        names.append(str(words.get("short") or words.get("label") or parts[number - 1]))
    return " › ".join(names)[:200]


def _word(words: Mapping[str, Any], key: str) -> str:
    said = (words.get("options") or {}).get(key, key)
    return str(said["label"] if isinstance(said, Mapping) else said)


def _sentence(code: str) -> str:
    sentences = {
        "comparison": _("Wählen Sie ein Feld und einen Vergleich, der zu ihm passt."),
        "number": _("Geben Sie eine Zahl ein, zum Beispiel 18."),
        "date": _("Geben Sie ein Datum ein, zum Beispiel 24.12.2026."),
        "value": _("Geben Sie einen Wert ein."),
    }
    return sentences[code]


def _comparison_words() -> dict[str, str]:
    return {
        "yes": _("ist Ja"),
        "no": _("ist Nein"),
        "is": _("ist gleich"),
        "is_not": _("ist nicht gleich"),
        "contains": _("enthält"),
        "contains_not": _("enthält nicht"),
        "at_least": _("ist mindestens (ab)"),
        "more": _("ist mehr als"),
        "at_most": _("ist höchstens (bis)"),
        "less": _("ist weniger als"),
        "past": _("ist heute oder früher"),
        "future": _("liegt in der Zukunft"),
        "years_at_least": _("ist mindestens so viele Jahre her"),
        "years_less": _("ist weniger Jahre her als"),
        "rows_at_least": _("hat mindestens so viele Einträge"),
        "rows_at_most": _("hat höchstens so viele Einträge"),
        "given": _("ist ausgefüllt"),
        "not_given": _("ist leer"),
    }


def _texts(what: str, fields: list[Nameable]) -> dict[str, FieldText]:
    questions = {
        "visible": _("Wann wird das gefragt?"),
        "required": _("Wann muss das beantwortet werden?"),
        "valid": _("Wann ist die Antwort in Ordnung?"),
    }
    modes = {
        "immer": _("Immer"),
        "nie": _("Nie: freiwillig"),
        PICKED: _("Wenn …"),
        BY_HAND: _("Regel von Hand schreiben"),
    }
    texts = {
        "art": FieldText(label=questions[what], options=dict(modes)),
        "verbindung": FieldText(
            label=_("Müssen alle Bedingungen stimmen?"),
            options={"und": _("Ja, alle"), "oder": _("Nein, eine genügt")},
        ),
        "zeilen": FieldText(label=_("Bedingungen"), row=_("Bedingung"), add=_("Weitere Bedingung")),
        "zeilen.feld": FieldText(label=_("Feld"), options={field.id: field.label for field in fields}),
        "zeilen.vergleich": FieldText(label=_("Vergleich"), options=dict(_comparison_words())),
        "zeilen.wert": FieldText(label=_("Wert")),
        "cel": FieldText(label=_("Regel in CEL"), help=_("Zum Beispiel: alter >= 18 && ort == 'Tangerhütte'")),
        "meldung": FieldText(label=_("Meldung, wenn es nicht stimmt"), help=_("Sagen Sie, was zu tun ist.")),
        "meldung_en": FieldText(label=_("Meldung auf Englisch"), help=_("Leer gilt das Deutsche.")),
    }
    for field in fields:
        options = {f"o{number}": label for number, (_key, label) in enumerate(field.options)}
        texts[f"zeilen.wert_{field.id}"] = FieldText(label=_("Wert"), options=dict(options))
    return texts
