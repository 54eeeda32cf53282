"""When applications for a service are taken, how many, and which unit is responsible."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, Unit, admin_required, list_units
from rathaus.catalogue.service import LimitPer, Window, change_terms, terms_draft, terms_of
from rathaus.formengine.service import CompiledForm, FieldText, plain_form

from .frame import find_offer, service_page
from .sheets import Answers, Sheet, Shown, answer_sheet, seen_revision
from .titles import title_of

# 29 February is a day like others: where there is none, the window closes on the 28th.
_DAY_MONTH = r"(0?[1-9]|[12]\d|30)\.(0?[13-9]|1[0-2])\.|31\.(0?[13578]|1[02])\.|(0?[1-9]|[12]\d)\.0?2\."


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def set_window(request: StaffRequest, key: str) -> HttpResponse:
    offer, units = find_offer(key), list_units()
    draft = terms_draft(offer)

    def save(answers: Answers) -> None:
        changes = {"window": to_window(answers), "unit": units[_number(answers["amt"])]}
        change_terms(offer, changes, revision=seen_revision(request), by=request.staff)

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        context = {"offer": offer, "title": title_of(offer), "changes": draft, "shown": shown}
        return service_page(request, "desk/keeping/window.html", context, key=key, page="desk_window", status=status)

    saved = {**to_answers(terms_of(draft).window), "amt": _choice([u.pk for u in units].index(draft.unit_id))}
    return answer_sheet(request, Sheet(window_form(units), saved), draw=draw, save=save)


def window_form(units: list[Unit]) -> CompiledForm:
    optional = {"required": False}
    season = {"kind": "text", "pattern": _DAY_MONTH, "max_length": 6, "width": "s"}
    fields: list[dict[str, Any]] = [
        {"key": "amt", "kind": "choice", "look": "select", "choices": [_choice(n) for n in range(len(units))]},
        {"key": "von", "kind": "date", **optional},
        {"key": "bis", "kind": "date", **optional, "valid": {"folge": "!answered.von || bis >= von"}},
        {"key": "jedes_jahr_von", **season, "required": "answered.jedes_jahr_bis"},
        {"key": "jedes_jahr_bis", **season, "required": "answered.jedes_jahr_von"},
        {"key": "anzahl", "kind": "integer", "minimum": 1, "maximum": 1_000_000, **optional},
        {"key": "je", "kind": "choice", "choices": list(LimitPer.values), "visible": "answered.anzahl"},
    ]
    return plain_form(fields, _texts(units))


def to_answers(window: Window) -> dict[str, Any]:
    known = {
        "von": window.opens_on and window.opens_on.isoformat(),
        "bis": window.closes_on and window.closes_on.isoformat(),
        "jedes_jahr_von": _shown(window.season_from),
        "jedes_jahr_bis": _shown(window.season_until),
        "anzahl": window.limit_count,
        "je": window.limit_per,
    }
    return {key: value for key, value in known.items() if value}


def to_window(answers: Answers) -> Window:
    limit = answers.get("anzahl")
    return Window(
        opens_on=_date(answers.get("von")),
        closes_on=_date(answers.get("bis")),
        season_from=_month_day(answers.get("jedes_jahr_von")),
        season_until=_month_day(answers.get("jedes_jahr_bis")),
        limit_count=limit,
        limit_per=answers.get("je") or "" if limit else "",
    )


def _texts(units: list[Unit]) -> dict[str, FieldText]:
    day = {"pattern": _("Geben Sie Tag und Monat an, zum Beispiel 01.03.")}
    per = {LimitPer.YEAR.value: _("in einem Kalenderjahr"), LimitPer.WINDOW.value: _("in einem Zeitraum")}
    return {
        "amt": FieldText(
            label=_("Welches Amt ist zuständig?"),
            short=_("Amt"),
            help=_("Neue Anträge gehen an dieses Amt. Laufende Vorgänge bleiben, wo sie sind."),
            options={_choice(n): unit.name for n, unit in enumerate(units)},
        ),
        "von": FieldText(label=_("Ab wann nehmen Sie Anträge an?"), short=_("Offen ab")),
        "bis": FieldText(
            label=_("Bis wann nehmen Sie Anträge an?"),
            short=_("Offen bis"),
            help=_("Der letzte Tag, an dem der Antrag gesendet werden kann."),
            valid={"folge": _("Das Ende liegt vor dem Anfang. Prüfen Sie beide Tage.")},
        ),
        "jedes_jahr_von": FieldText(
            label=_("Ab welchem Tag im Jahr?"),
            short=_("Jedes Jahr ab"),
            help=_("Tag und Monat, zum Beispiel 01.03. Es gilt jedes Jahr wieder, auch über Neujahr."),
            valid=day,
        ),
        "jedes_jahr_bis": FieldText(label=_("Bis zu welchem Tag im Jahr?"), short=_("Jedes Jahr bis"), valid=day),
        "anzahl": FieldText(
            label=_("Wie viele Anträge nehmen Sie höchstens an?"),
            short=_("Höchstens"),
            help=_("Leer: beliebig viele."),
        ),
        "je": FieldText(label=_("Wofür gilt die Höchstzahl?"), short=_("Höchstzahl gilt"), options=per),
    }


def _choice(number: int) -> str:
    return f"amt{number}"


def _number(choice: str) -> int:
    return int(choice.removeprefix("amt"))


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _month_day(typed: str | None) -> str:
    """`1.3.` → `03-01`."""
    if not typed:
        return ""
    day, month = typed.rstrip(".").split(".")
    return f"{int(month):02}-{int(day):02}"


def _shown(month_day: str) -> str:
    month, _dash, day = month_day.partition("-")
    return f"{day}.{month}." if day else ""
