"""A CAP 1.2 alert as an item, whether it came as XML or as NINA's JSON of the same names (whose texts are HTML)."""

from datetime import datetime, timedelta
from typing import Any

from .items import Item, name_for_good, read_instant
from .jsons import as_object, as_objects
from .plain import from_html, line, web_address

_SEVERITY = {"minor": "minor", "moderate": "moderate", "severe": "severe", "extreme": "extreme", "unknown": "minor"}
_SHORTEST, _UNSAID, _LONGEST = timedelta(minutes=1), timedelta(hours=24), timedelta(days=30)


def alert_item(alert: dict[str, Any], now: datetime) -> Item | None:
    """None for what is no warning of the public: exercises, tests, drafts, other messages, and without a sense."""
    identifier = alert.get("identifier")
    reference = name_for_good(identifier) if isinstance(identifier, str) else ""
    sent = read_instant(alert.get("sent"), now)
    kind = alert.get("msgType")
    public = alert.get("status") == "Actual" and alert.get("scope", "Public") == "Public"
    if not reference or sent is None or not public or kind not in {"Alert", "Update", "Cancel"}:
        return None
    infos = as_objects(alert.get("info"), 50)
    german = _in(infos, "de") or (infos[0] if infos else {})
    title = line(german.get("headline")) or line(german.get("event"))
    is_over = kind == "Cancel" or "AllClear" in _words(german.get("responseType"))
    if not title and not is_over:
        return None
    start, end = _times(german, sent, now)
    return Item(
        reference,
        "warning",
        title or "Entwarnung",
        text=_text(german, _in(infos, "en")),
        instructions=from_html(german.get("instruction"), 2000),
        severity=_SEVERITY.get(str(german.get("severity")).lower(), "minor"),
        link=web_address(german.get("web")),
        starts_at=start,
        ends_at=end,
        published_at=sent,
        is_over=is_over,
        replaces=_references(alert.get("references")),
        codes=_codes(infos),
    )


def _in(infos: list[dict[str, Any]], language: str) -> dict[str, Any] | None:
    return next((one for one in infos if str(one.get("language", "")).lower().startswith(language)), None)


def _text(german: dict[str, Any], english: dict[str, Any] | None) -> str:
    parts = [from_html(german.get("description"), 2000)]
    sender = line(german.get("senderName"), 100)
    if sender:
        parts.append(f"Quelle: {sender}")
    if english is not None and english is not german:
        said = (line(english.get("headline")), from_html(english.get("description"), 800))
        parts.append("In English: " + "\n".join(part for part in said if part))
    return "\n\n".join(part for part in parts if part)


def _times(info: dict[str, Any], sent: datetime, now: datetime) -> tuple[datetime, datetime]:
    """From when until when; a day where no end is said, a month at most."""
    start = read_instant(info.get("onset"), now) or read_instant(info.get("effective"), now) or sent
    end = read_instant(info.get("expires"), now) or start + _UNSAID
    return start, min(max(end, start + _SHORTEST), start + _LONGEST)


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(one for one in value if isinstance(one, str))
    return (value,) if isinstance(value, str) else ()


def _references(value: Any) -> tuple[str, ...]:
    """`sender,identifier,sent` with blanks between; what isn't a triple is left out."""
    if not isinstance(value, str):
        return ()
    triples = (triple.split(",") for triple in value[:20_000].split()[:100])
    return tuple(dict.fromkeys(name_for_good(t[1]) for t in triples if len(t) == 3 and t[1]))  # noqa: PLR2004 -- a triple


def _codes(infos: list[dict[str, Any]]) -> tuple[str, ...]:
    found = {
        line(code.get("value"), 20)
        for info in infos
        for area in as_objects(info.get("area"), 2000)
        for code in as_objects(area.get("geocode"), 2000)
        if as_object(code).get("valueName") in {"WARNCELLID", "AGS", "ARS", "AGS/ARS"}
    }
    return tuple(sorted(found - {""}))
