"""From what a source says to what the town hall publishes: one change, one notice."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from rathaus.channel.message import Message
from rathaus.channel.models import Kind, Publication, SourceConfig, SourceItem
from rathaus.channel.publishing import NotChangeable, end, publish, revise
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import current_municipality

from .collecting import Harvest
from .parsing.items import Item

MOST_TOLD = 30
"""Notices that one visit to a source may make; the rest waits for the next visit."""
_NEWS_FOR = timedelta(days=7)
_EVE = time(17)


@dataclass
class Told:
    """What became of a harvest."""

    items: int = 0
    told: int = 0
    is_flooded: bool = False
    seen: set[str] = field(default_factory=set)


@transaction.atomic
def tell_harvest(source: SourceConfig, harvest: Harvest) -> Told:
    """Publish, revise and end. The source's row is locked, so that two workers don't tell the same.

    What was not told for want of room is not noted either, so it is new again at the next visit.
    """
    _lock(source)
    known = {row.reference: row for row in _known(source, harvest)}
    result = Told()
    for item in _for_us(source, harvest, known):
        result.items += 1
        result.seen.add(item.reference)
        if result.told >= MOST_TOLD:
            result.is_flooded = True
            break
        result.told += _tell(source, item, known)
    if harvest.is_whole and not result.is_flooded:
        result.told += _end_missing(source, result.seen)
    return result


def _lock(source: SourceConfig) -> None:
    SourceConfig.objects.select_for_update().get(pk=source.pk)


def _for_us(source: SourceConfig, harvest: Harvest, known: Mapping[str, SourceItem]) -> Iterator[Item]:
    """What concerns us and isn't replaced; and as an end, what takes the place of a warning that we told.

    Then it is called off, or somewhere else by now. A Cancel needs no region (CAP 1.2, `info` is optional).
    """
    replaced = {name for item in harvest.items for name in item.replaces}
    ours = [concerns_us(source, item) for item in harvest.items]
    goes_on = {name for item, is_ours in zip(harvest.items, ours, strict=True) if is_ours for name in item.replaces}
    for item, is_ours in zip(harvest.items, ours, strict=True):
        if item.reference in replaced:
            continue
        told = [name for name in (item.reference, *item.replaces) if name in known and known[name].publication_id]
        if is_ours:
            yield item
        elif item.kind == "warning" and told and not goes_on & set(told):
            yield item if item.is_over else replace(item, is_over=True, text="Die Warnung gilt hier nicht mehr.")


def concerns_us(source: SourceConfig, item: Item) -> bool:
    """Whether it is for one of our regions and organisations; what names none is."""
    groups: Mapping[str, str] = source.definition.get("groups") or {}
    if groups and item.groups and not set(item.groups) & groups.keys():
        return False
    return source.kind != "cap" or bool(set(item.codes) & (_own_codes() | source.definition["codes"].keys()))


def _own_codes() -> set[str]:
    """The municipality's and its district's, as AGS, ARS and the DWD's WARNCELLID (8 or 1 before the AGS)."""
    ags = str(current_municipality().settings.get("official_key") or "")
    district = ags[:5]
    return {ags, f"8{ags}", district, f"1{district}000", f"{district}0000000"} if ags else set()


def _known(source: SourceConfig, harvest: Harvest) -> Iterable[SourceItem]:
    names = {name for item in harvest.items for name in (item.reference, *item.replaces)}
    return SourceItem.objects.filter(source=source, reference__in=names).select_related("publication")


def _tell(source: SourceConfig, item: Item, known: dict[str, SourceItem]) -> int:
    """1 if something was told. `known` learns the item."""
    digest = _digest(item)
    row = known.get(item.reference)
    if row is not None and row.digest == digest:
        return 0
    before = row or next((known[name] for name in item.replaces if name in known), None)
    about = before.publication if before else None
    publication = _publish(source, item, about)
    kept, _ = SourceItem.objects.update_or_create(
        source=source,
        reference=item.reference,
        defaults={"digest": digest, "publication": publication, "changed_at": clock.now()},
    )
    known[item.reference] = kept
    for name in item.replaces:  # whoever comes with the old name now means the same
        if name in known and known[name].publication_id is None:
            known[name].publication = publication
            known[name].save(update_fields=["publication"])
    return int(publication is not None)


def _publish(source: SourceConfig, item: Item, about: Publication | None) -> Publication | None:
    """None for what is not worth telling anybody."""
    if item.is_over:
        return end(about, text=item.text) if about is not None else None
    message = _message(source, item)
    if about is not None:
        try:
            return revise(about, message)
        except NotChangeable:  # called off and on again, maybe not for the first time
            message = replace(message, reference=f"{item.reference}#{about.pk.hex[-12:]}")
    elif not is_news(source, item):
        return None
    return publish(message)


def is_news(source: SourceConfig, item: Item) -> bool:
    """Nobody is told of what is over, or was there long before the town hall asked; nor, at the first visit to a
    source, of what has no date (RSS asks for none)."""
    now = clock.now()
    if item.kind != "news":
        return item.ends_at is not None and item.ends_at > now
    return item.published_at > now - _NEWS_FOR if item.published_at else source.succeeded_at is not None


def _message(source: SourceConfig, item: Item) -> Message:
    return Message(
        kind=Kind(item.kind),
        topic=_topic(source, item),
        title=item.title,
        text=_text(source, item),
        places=_places(source, item),
        instructions=item.instructions,
        severity=item.severity,
        location=item.location,
        link=item.link,
        starts_at=item.starts_at if item.kind != "news" else None,
        ends_at=item.ends_at if item.kind != "news" else None,
        due_at=_eve(item) if source.kind == "ical" else None,
        source=source.key,
        reference=item.reference,
    )


def _text(source: SourceConfig, item: Item) -> str:
    agenda = "Tagesordnung:\n" + "\n".join(item.agenda) if item.agenda else ""
    came_from = f"Quelle: {source.name}" if item.kind == "news" else ""
    return "\n\n".join(part for part in (item.text, agenda, came_from) if part)


def _topic(source: SourceConfig, item: Item) -> str:
    groups: Mapping[str, str] = source.definition.get("groups") or {}
    fallback: str = source.definition["topic"]
    return next((groups[name] for name in item.groups if name in groups), fallback)


def _places(source: SourceConfig, item: Item) -> tuple[str, ...]:
    """Those of the source, and of the regions that were named; a region without places means everywhere."""
    codes: Mapping[str, list[str]] = source.definition.get("codes") or {}
    named = [codes.get(code, []) for code in item.codes if code in codes or code in _own_codes()]
    if named and all(named):
        return tuple(dict.fromkeys(place for places in named for place in places))
    return tuple(source.definition.get("places") or ())


def _eve(item: Item) -> datetime | None:
    """Dates are told on the evening before: that's when bins are put out."""
    if item.starts_at is None:
        return None
    return datetime.combine(item.starts_at.astimezone(BERLIN).date() - timedelta(days=1), _EVE, BERLIN)


def _end_missing(source: SourceConfig, seen: set[str]) -> int:
    """What the source no longer names, though its time is not over. How many were told."""
    gone = SourceItem.objects.filter(
        source=source, publication__ended_at=None, publication__ends_at__gt=clock.now()
    ).exclude(reference__in=seen)
    ended = 0
    for row in gone.select_related("publication")[:MOST_TOLD]:
        if row.publication is not None and not _is_told_elsewhere(row, seen):
            end(row.publication)
            SourceItem.objects.filter(pk=row.pk).update(digest="", changed_at=clock.now())
            ended += 1
    return ended


def _is_told_elsewhere(row: SourceItem, seen: set[str]) -> bool:
    """An update has a name of its own, and stands for what it replaced."""
    return SourceItem.objects.filter(publication=row.publication_id, reference__in=seen).exists()


def _digest(item: Item) -> str:
    """Of what people are told; when it was sent is no change."""
    told: dict[str, Any] = asdict(item)
    del told["published_at"], told["reference"], told["replaces"]
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()
