"""What can be set on a field of each kind, asked for by a form of our own engine."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rathaus.desk.keeping.sheets import Answers, Refused
from rathaus.formengine.editing import service as editing
from rathaus.formengine.patterns import pattern_fault
from rathaus.formengine.service import CompiledForm, FieldError, FieldText, plain_form

from .visiting import visit_answers, visit_errors, visit_fields, visit_texts, visit_values

ALWAYS, NEVER, BY_RULE = "immer", "nie", "regel"
_NOT_ANSWERED = ("info", "computed", "group")
_WITH_WIDTH = ("text", "integer", "decimal", "money", "choice")
_WIDTHS = ("auto", "s", "m", "l", "xl")
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "text": ("min_length", "max_length"),
    "longtext": ("max_length",),
    "integer": ("minimum", "maximum"),
    "decimal": ("minimum", "maximum", "places"),
    "money": ("minimum", "maximum"),
    "file": ("max_files", "max_mb"),
    "group": ("min_rows", "max_rows"),
}
_LARGEST = {"min_length": 2000, "max_length": 20000, "places": 6, "max_files": 20, "max_mb": 50, "min_rows": 50}
_WORDS = ("label", "help", "short", "text", "row", "add")
_LONG = ("help", "text")


def settings_form(definition: Mapping[str, Any]) -> CompiledForm:
    """The questions about a field; German and English words side by side."""
    kind = str(definition["kind"])
    fields = [field for name in _words_of(kind) for field in _word_fields(name)]
    if kind not in _NOT_ANSWERED:
        fields.append({"key": "pflicht", "kind": "choice", "look": "radio", "choices": _requirements(definition)})
    for name in _LIMITS.get(kind, ()):
        number = "decimal" if kind in ("decimal", "money") and name in ("minimum", "maximum") else "integer"
        least = -1_000_000_000 if name in ("minimum", "maximum") else 0
        most = _LARGEST.get(name, 1_000_000_000)
        fields.append({"key": name, "kind": number, "required": False, "minimum": least, "maximum": most})
    if kind == "text":
        fields += _pattern_fields()
    if kind in ("integer", "decimal"):
        fields.append({"key": "unit", "kind": "text", "required": False, "max_length": 20, "width": "s"})
    if definition.get("choices"):
        fields.append(_option_rows())
    if kind in _WITH_WIDTH:
        fields.append({"key": "width", "kind": "choice", "look": "select", "choices": list(_WIDTHS)})
    return plain_form([*fields, *visit_fields(definition)], {**_texts(), **visit_texts(definition)})


def saved_answers(definition: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    kind = str(definition["kind"])
    answers = {
        f"{name}{suffix}": words[lang].get(name)
        for name in _words_of(kind)
        for lang, suffix in (("de", ""), ("en", "_en"))
    }
    required = definition.get("required", True)
    answers["pflicht"] = BY_RULE if isinstance(required, str) else ALWAYS if required else NEVER
    for name in _LIMITS.get(kind, ()):
        answers[name] = _shown(definition.get(name), kind)
    answers["pattern"], answers["unit"] = definition.get("pattern"), definition.get("unit") or None
    for lang, suffix in (("de", ""), ("en", "_en")):
        answers[f"pattern_message{suffix}"] = (words[lang].get("valid") or {}).get("pattern")
    answers["width"] = definition.get("width") or "auto"
    answers["options"] = [_option(key, words) for key in definition.get("choices") or ()]
    answers |= visit_answers(definition)
    return {name: value for name, value in answers.items() if value is not None}


def apply(
    definition: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]], answers: Answers
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The field with its new settings and words. Raises Refused with what doesn't fit together."""
    kind = str(definition["kind"])
    _check(definition, answers)
    changed = {name: value for name, value in definition.items() if name not in _settable(kind)}
    changed |= _set_values(definition, kind, answers)
    said = {lang: dict(words[lang]) for lang in ("de", "en")}
    for name in _words_of(kind):
        german = answers.get(name) or ""
        said["de"][name], said["en"][name] = german, answers.get(f"{name}_en") or german
    if kind == "text":
        _pattern_words(said, answers)
    if definition.get("choices"):
        changed["choices"] = _options(answers, said)
    if kind == "appointment":
        changed |= visit_values(definition, answers)
    return changed, said


def _set_values(definition: Mapping[str, Any], kind: str, answers: Answers) -> dict[str, Any]:
    names = (*_LIMITS.get(kind, ()), "unit", "pattern")
    values = {name: _stored(answers[name], name, kind) for name in names if answers.get(name) not in (None, "")}
    if answers.get("width") not in (None, "auto"):
        values["width"] = answers["width"]
    if kind not in _NOT_ANSWERED:
        rule = definition.get("required") if isinstance(definition.get("required"), str) else True
        values["required"] = {ALWAYS: True, NEVER: False}.get(answers.get("pflicht", ""), rule)
    return values


def _check(definition: Mapping[str, Any], answers: Answers) -> None:
    errors, kind = [], str(definition["kind"])
    least, most = ("min_rows", "max_rows") if kind == "group" else ("minimum", "maximum")
    if kind == "text":
        least, most = "min_length", "max_length"
    low, high = answers.get(least), answers.get(most)
    if low is not None and high is not None and float(low) > float(high):
        errors.append(FieldError(most, "", _("Das Höchste liegt unter dem Mindesten.")))
    zero = [name for name in ("max_length", "max_files", "max_mb", "max_rows") if answers.get(name) == 0]
    errors += [FieldError(name, "", _("Geben Sie mindestens 1 an.")) for name in zero]
    fault = pattern_fault(str(answers.get("pattern") or ""))
    if fault:
        errors.append(FieldError("pattern", "", _pattern_sentence(fault)))
    if "options" in answers and not answers["options"]:
        errors.append(FieldError("options", "", _("Eine Auswahl braucht mindestens eine Antwort.")))
    errors += visit_errors(definition, answers)
    if errors:
        raise Refused(errors)


def _pattern_sentence(fault: str) -> str:
    sentences = {
        "invalid": _("Das Muster ist kein gültiger regulärer Ausdruck."),
        "long": _("Das Muster ist zu lang."),
    }
    return sentences[fault]


def _options(answers: Answers, said: dict[str, dict[str, Any]]) -> list[str]:
    """Keys in their order; a new answer gets one from its German words, an old one keeps its own."""
    rows = answers.get("options") or []
    old = said["de"].get("options") or {}
    given = [row.get("key") if row.get("key") in old else None for row in rows]
    taken = {key for key in given if key}
    keys, words = [], {"de": {}, "en": {}}  # type: ignore[var-annotated]  # filled below
    for row, known in zip(rows, given, strict=True):
        key = known if known and known not in keys else editing.key_of(row["label"], taken, fallback="wert")
        keys.append(key)
        for lang, label in (("de", row["label"]), ("en", row.get("label_en") or row["label"])):
            before = (said[lang].get("options") or {}).get(key)
            words[lang][key] = {**before, "label": label} if isinstance(before, dict) else label
    for lang in ("de", "en"):
        said[lang]["options"] = words[lang]
    return keys


def _option(key: str, words: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    def label(lang: str) -> str:
        said = (words[lang].get("options") or {}).get(key, key)
        return str(said["label"] if isinstance(said, Mapping) else said)

    return {"key": key, "label": label("de"), "label_en": label("en")}


def _pattern_words(said: dict[str, dict[str, Any]], answers: Answers) -> None:
    for lang, suffix in (("de", ""), ("en", "_en")):
        valid = {key: text for key, text in (said[lang].get("valid") or {}).items() if key != "pattern"}
        if answers.get("pattern"):
            own = answers.get(f"pattern_message{suffix}") or answers.get("pattern_message")
            valid["pattern"] = own or _("Prüfen Sie die Schreibweise.")
        said[lang]["valid"] = valid


def _requirements(definition: Mapping[str, Any]) -> list[str]:
    return [ALWAYS, NEVER, *([BY_RULE] if isinstance(definition.get("required"), str) else [])]


def _words_of(kind: str) -> tuple[str, ...]:
    more = {"info": ("text",), "group": ("row", "add")}.get(kind, ())
    return ("label", *(() if kind == "info" else ("help", "short")), *more)


def _word_fields(name: str) -> list[dict[str, Any]]:
    kind = {"kind": "longtext", "max_length": 4000} if name in _LONG else {"kind": "text", "max_length": 200}
    needed = name in ("label", "text", "row", "add")
    return [
        {"key": name, "required": needed, "width": "xl", **kind},
        {"key": f"{name}_en", "required": False, "width": "xl", **kind},
    ]


def _pattern_fields() -> list[dict[str, Any]]:
    shown = {"visible": "answered.pattern", "required": False, "kind": "text", "max_length": 200}
    return [
        {"key": "pattern", "kind": "text", "required": False, "max_length": 500},
        {"key": "pattern_message", **shown},
        {"key": "pattern_message_en", **shown},
    ]


def _option_rows() -> dict[str, Any]:
    return {
        "key": "options",
        "kind": "group",
        "min_rows": 1,
        "max_rows": 50,
        "fields": [
            {"key": "label", "kind": "text", "max_length": 200},
            {"key": "label_en", "kind": "text", "max_length": 200, "required": False},
            {"key": "key", "kind": "text", "max_length": 60, "required": False, "width": "m"},
        ],
    }


def _settable(kind: str) -> set[str]:
    return {*_LIMITS.get(kind, ()), "pattern", "width", "unit"}


def _shown(value: Any, kind: str) -> Any:
    """A limit as the engine's own answer; the type's own end is none."""
    if value is None or abs(value) >= 1_000_000_000:  # noqa: PLR2004 - as the types have it
        return None
    return f"{value:.6f}".rstrip("0").rstrip(".") if kind in ("decimal", "money") else value


def _stored(value: Any, name: str, kind: str) -> Any:
    return float(value) if kind in ("decimal", "money") and name in ("minimum", "maximum") else value


def _texts() -> dict[str, FieldText]:
    widths = {"auto": _("Wie üblich"), "s": _("Schmal"), "m": _("Mittel"), "l": _("Breit"), "xl": _("Ganze Zeile")}
    needs = {ALWAYS: _("Ja"), NEVER: _("Nein, freiwillig"), BY_RULE: _("Nach einer Regel")}
    return {
        "label": FieldText(label=_("Frage oder Bezeichnung")),
        "label_en": FieldText(label=_("Frage auf Englisch"), help=_("Leer gilt das Deutsche.")),
        "help": FieldText(label=_("Hilfe unter der Frage")),
        "help_en": FieldText(label=_("Hilfe auf Englisch")),
        "short": FieldText(
            label=_("Kurz"), help=_("Für die Zusammenfassung und den Vorgang, wo die Frage zu lang ist.")
        ),
        "short_en": FieldText(label=_("Kurz auf Englisch")),
        "text": FieldText(label=_("Text des Hinweises")),
        "text_en": FieldText(label=_("Text auf Englisch")),
        "row": FieldText(
            label=_("Wie ein Eintrag heißt"), help=_("Zum Beispiel Kind. Die Einträge heißen dann Kind 1, Kind 2.")
        ),
        "row_en": FieldText(label=_("Wie ein Eintrag auf Englisch heißt")),
        "add": FieldText(label=_("Aufschrift zum Hinzufügen"), help=_("Zum Beispiel: Weiteres Kind hinzufügen.")),
        "add_en": FieldText(label=_("Aufschrift auf Englisch")),
        "pflicht": FieldText(label=_("Muss das beantwortet werden?"), options=dict(needs)),
        "min_length": FieldText(label=_("Mindestens so viele Zeichen")),
        "max_length": FieldText(label=_("Höchstens so viele Zeichen")),
        "minimum": FieldText(label=_("Kleinster Wert")),
        "maximum": FieldText(label=_("Größter Wert")),
        "places": FieldText(label=_("Stellen nach dem Komma")),
        "unit": FieldText(label=_("Einheit"), help=_("Zum Beispiel m².")),
        "max_files": FieldText(label=_("Höchstens so viele Dateien")),
        "max_mb": FieldText(label=_("Größe je Datei in MB")),
        "min_rows": FieldText(label=_("Mindestens so viele Einträge")),
        "max_rows": FieldText(label=_("Höchstens so viele Einträge")),
        "pattern": FieldText(
            label=_("Muster der Schreibweise"),
            help=_("Ein regulärer Ausdruck, zum Beispiel [0-9]{15} für 15 Ziffern."),
        ),
        "pattern_message": FieldText(label=_("Hinweis, wenn es nicht passt")),
        "pattern_message_en": FieldText(label=_("Hinweis auf Englisch")),
        "options": FieldText(
            label=_("Antworten zur Auswahl"),
            help=_("Der Name in Regeln bleibt, wenn Sie die Antwort umbenennen. Bei einer neuen bleibt er leer."),
            row=_("Antwort"),
            add=_("Antwort hinzufügen"),
        ),
        "options.label": FieldText(label=_("Antwort")),
        "options.label_en": FieldText(label=_("Auf Englisch")),
        "options.key": FieldText(label=_("Name in Regeln")),
        "width": FieldText(label=_("Breite des Feldes"), options=dict(widths)),
    }
