"""OParl 1.1: meetings of a body's organisations.

https://schema.oparl.org/1.1: a Body names its list of meetings, a list comes in pages (`data`, `links.next`), a
Meeting holds its agenda, place and minutes.
"""

from datetime import datetime, timedelta
from typing import Any

from .items import MOST_ITEMS, Item, Page, Unreadable, name_for_good, read_instant
from .jsons import as_object, as_objects, as_texts, read_json
from .plain import line, web_address

_TYPE = "https://schema.oparl.org/1.1/"
_MOST_AGENDA = 60
_LASTS = timedelta(hours=2)  # a meeting that doesn't say when it ends
MINUTES = "#niederschrift"


def read_oparl(body: bytes, now: datetime) -> Page:
    """A Body gives the address of its meetings as a link; a list gives meetings, and the next page as a link."""
    data = as_object(read_json(body))
    if data.get("type") == f"{_TYPE}Body":
        address = web_address(data.get("meeting"))
        if not address:
            raise Unreadable("no-meetings")
        return Page(links=(address,))
    if not isinstance(data.get("data"), list):
        raise Unreadable("no-list")
    items: dict[str, Item] = {}
    skipped = 0
    for raw in as_objects(data["data"], MOST_ITEMS):
        found = _items(raw, now)
        skipped += not found
        items |= {item.reference: item for item in found}
    following = web_address(as_object(data.get("links")).get("next"))
    return Page(tuple(items.values()), (following,) if following else (), skipped)


def _items(raw: dict[str, Any], now: datetime) -> list[Item]:
    address = web_address(raw.get("id"))
    if not address or raw.get("type") != f"{_TYPE}Meeting":
        return []
    start = read_instant(raw.get("start"), now)
    is_over = raw.get("cancelled") is True or raw.get("deleted") is True
    if start is None and not is_over:
        return []
    name = line(raw.get("name")) or "Sitzung"
    item = Item(
        name_for_good(address),
        "event",
        name,
        location=_location(raw.get("location")),
        link=web_address(raw.get("web")),
        starts_at=start,
        ends_at=_end(raw, start, now),
        is_over=is_over,
        groups=as_texts(raw.get("organization")),
        agenda=() if is_over else _agenda(raw.get("agendaItem")),
    )
    return [item, *_minutes(raw, item)]


def _end(raw: dict[str, Any], start: datetime | None, now: datetime) -> datetime | None:
    if start is None:
        return None
    end = read_instant(raw.get("end"), now)
    return end if end is not None and end > start else start + _LASTS


def _location(raw: Any) -> str:
    place = as_object(raw)
    parts = [line(place.get(name), 80) for name in ("room", "description", "streetAddress", "locality")]
    return line(", ".join(dict.fromkeys(part for part in parts if part)), 200)


def _agenda(raw: Any) -> tuple[str, ...]:
    """The public points, in their order."""
    points = sorted(
        (one for one in as_objects(raw, _MOST_AGENDA) if one.get("public") is not False and not one.get("deleted")),
        key=lambda one: one["order"] if isinstance(one.get("order"), int) else 0,
    )
    told = (f"{line(one.get('number'), 12)} {line(one.get('name'), 200)}".strip() for one in points)
    return tuple(point for point in told if point)


def _minutes(raw: dict[str, Any], meeting: Item) -> list[Item]:
    """Minutes are news of their own: the meeting is long over when they come."""
    minutes = as_object(raw.get("resultsProtocol")) or as_object(raw.get("verbatimProtocol"))
    link = web_address(minutes.get("accessUrl")) or web_address(minutes.get("id"))
    if not link or minutes.get("deleted") is True:
        return []
    reference, title = meeting.reference + MINUTES, line(f"Niederschrift: {meeting.title}")
    return [Item(reference, "news", title, link=link, groups=meeting.groups, published_at=meeting.starts_at)]
