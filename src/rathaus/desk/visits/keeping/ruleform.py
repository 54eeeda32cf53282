"""An opening rule as a form: what was typed stays, whatever becomes of it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from rathaus.formengine.service import WEEKDAYS, CalendarDay, OpeningRule

_SINGLE = ("tage_einzeln", "von", "bis", "wochen", "ab", "endet", "vorher", "uhrzeit")
_SEVERAL = ("tage", "nte", "schalter")
_MOST = 2000
_DAY: TypeAdapter[date] = TypeAdapter(CalendarDay)


@dataclass(frozen=True)
class RuleForm:
    """`typed`: as it goes back into the form. `rule`: None while there are `problems`."""

    typed: dict[str, Any]
    rule: OpeningRule | None = None
    problems: list[str] = field(default_factory=list)


def empty_form() -> dict[str, Any]:
    return {**dict.fromkeys(_SINGLE, ""), **{name: [] for name in _SEVERAL}, "von": "09:00", "bis": "12:00"}


def form_of(rule: OpeningRule) -> dict[str, Any]:
    return {
        "tage": list(rule.days),
        "tage_einzeln": ", ".join(f"{day:%d.%m.%Y}" for day in rule.dates),
        "von": rule.from_,
        "bis": rule.to,
        "wochen": str(rule.weeks) if rule.weeks > 1 else "",
        "nte": [str(n) for n in rule.nth],
        "ab": rule.since.isoformat() if rule.since else "",
        "endet": rule.until.isoformat() if rule.until else "",
        "schalter": list(rule.counters),
        "vorher": str(rule.released.days_before) if rule.released else "",
        "uhrzeit": rule.released.at if rule.released else "",
    }


def read_rule(post: QueryDict, counters: list[str]) -> RuleForm:
    """`counters`: keys of the office; others are left out."""
    typed: dict[str, Any] = {name: post.get(name, "")[:_MOST].strip() for name in _SINGLE}
    typed |= {name: post.getlist(name)[:100] for name in _SEVERAL}
    problems: list[str] = []
    given: dict[str, Any] = {
        "days": [day for day in WEEKDAYS if day in typed["tage"]],
        "dates": _dates(typed["tage_einzeln"], problems),
        "from": typed["von"][:5],
        "to": "24:00" if typed["bis"] == "00:00" else typed["bis"][:5],
        "weeks": typed["wochen"] or 1,
        "nth": [int(n) for n in typed["nte"] if n in {"1", "2", "3", "4", "5", "-1"}],
        "since": typed["ab"] or None,
        "until": typed["endet"] or None,
        "counters": [key for key in counters if key in typed["schalter"]],
    }
    if typed["vorher"] or typed["uhrzeit"]:
        given["released"] = {"days_before": typed["vorher"] or 0, "at": typed["uhrzeit"] or "00:00"}
    if typed["schalter"] and not given["counters"]:
        problems.append(_("Diesen Schalter gibt es hier nicht."))
    if problems:
        return RuleForm(typed, None, problems)
    try:
        return RuleForm(typed, OpeningRule.model_validate(given))
    except ValidationError as wrong:
        return RuleForm(typed, None, list(dict.fromkeys(_say(error) for error in wrong.errors())))


def _dates(typed: str, problems: list[str]) -> list[date]:
    found = []
    for word in re.split(r"[,;\s]+", typed):
        if not word:
            continue
        try:
            found.append(_date(word))
        except ValueError:
            problems.append(
                _("„%(word)s“ ist kein Tag. Schreiben Sie zum Beispiel 24.12.2026.") % {"word": word[:20]}
            )
    return sorted(set(found))


def _date(word: str) -> date:
    """Raises ValueError for what is no day, or none that a rule takes."""
    day = date.fromisoformat(word) if "-" in word else datetime.strptime(word, "%d.%m.%Y").date()  # noqa: DTZ007 -- a day, not an instant
    return _DAY.validate_python(day)


def _say(error: Any) -> str:
    where = str(error["loc"][0]) if error["loc"] else ""
    by_field = {
        "from": _("Geben Sie Beginn und Ende an, in Schritten von fünf Minuten."),
        "to": _("Geben Sie Beginn und Ende an, in Schritten von fünf Minuten."),
        "weeks": _("Die Wochen gehen von 1 bis 52."),
        "released": _("Die Freigabe: 0 bis 366 Tage vorher, und eine Uhrzeit in Schritten von fünf Minuten."),
        "since": _("Prüfen Sie den ersten und den letzten Tag."),
        "until": _("Prüfen Sie den ersten und den letzten Tag."),
    }
    by_word = {
        "either days or dates": _("Wählen Sie Wochentage oder nennen Sie einzelne Tage, nicht beides."),
        "counted from a day": _("Sagen Sie bei jeder n-ten Woche, ab wann gezählt wird."),
        "ends before": _("Prüfen Sie den ersten und den letzten Tag."),
        "begins at 00:00": _("Ein Tag beginnt um 00:00."),
    }
    said = next((words for part, words in by_word.items() if part in str(error["msg"])), "")
    return by_field.get(where) or said or _("Prüfen Sie Ihre Angaben.")
