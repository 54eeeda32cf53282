"""RSS and Atom: the newest entries, as text."""

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser

from .items import Item, Page, Unreadable, check_size, name_for_good, within_reason
from .plain import from_html, title_from_html, web_address

_MOST_ENTRIES = 100


def read_feed(body: bytes, now: datetime) -> Page:
    """Raises Unreadable. Entities of its own are refused: nobody needs them, and they can grow without end."""
    check_size(body)
    if b"<!ENTITY" in body or b"\x00" in body:
        raise Unreadable("feed-entity")
    try:
        feed = feedparser.parse(
            body,
            response_headers={"content-type": "application/xml"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as problem:  # broken feeds make it fail in many ways
        raise Unreadable("feed-unreadable") from problem
    if not feed.get("version"):
        raise Unreadable("no-feed")
    items: dict[str, Item] = {}
    skipped = 0
    for entry in feed.entries[:_MOST_ENTRIES]:
        item = _item(entry, now)
        skipped += item is None
        if item is not None:
            items.setdefault(item.reference, item)
    return Page(tuple(items.values()), skipped=skipped)


def _item(entry: Any, now: datetime) -> Item | None:
    title = title_from_html(entry.get("title"))
    link = web_address(entry.get("link"))
    named = str(entry.get("id") or link or title)
    if not title:
        return None
    # Asked for as a plain dictionary: feedparser warns of its own fallback otherwise.
    published = _instant(entry.get("published_parsed") or dict.get(entry, "updated_parsed"), now)
    text = from_html(_content(entry))
    return Item(name_for_good(named), "news", title, text=text, link=link, published_at=published)


def _content(entry: Any) -> object:
    content = entry.get("content")
    if isinstance(content, list) and content and isinstance(content[0], dict):
        return content[0].get("value")
    return entry.get("summary")


def _instant(parsed: Any, now: datetime) -> datetime | None:
    try:
        return within_reason(datetime.fromtimestamp(calendar.timegm(parsed), UTC), now) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
