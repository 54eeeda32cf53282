"""CAP 1.2 (OASIS) as XML, alone or as a ZIP of XML files, as the DWD publishes it."""

import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree

from .alerts import alert_item
from .items import MOST_BYTES, MOST_ITEMS, Item, Page, Unreadable, check_size

_NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
_MOST_UNPACKED = 20_000_000
_MANY = frozenset({"info", "area", "geocode", "responseType"})
_DEPTH = 6


def read_cap(body: bytes, now: datetime) -> Page:
    """Raises Unreadable. An alert in a ZIP that can't be read costs the others nothing."""
    check_size(body)
    if not body.startswith(b"PK"):
        item = alert_item(read_alert(body), now)
        return Page((item,) if item else (), skipped=int(item is None))
    items: dict[str, Item] = {}
    skipped = 0
    for data in _unpacked(body):
        try:
            item = alert_item(read_alert(data), now)
        except Unreadable:
            item = None
        skipped += item is None
        if item is not None:
            items[item.reference] = item
    if skipped and not items:
        raise Unreadable("no-alert-readable")
    return Page(tuple(sorted(items.values(), key=_when)), skipped=skipped)


def _when(item: Item) -> tuple[datetime, str]:
    assert item.published_at is not None  # noqa: S101 -- an alert without one is none
    return item.published_at, item.reference


def _unpacked(body: bytes) -> list[bytes]:
    """Each file up to the limit, all together up to theirs, whatever the archive says of its sizes."""
    found, left = [], _MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = [one for one in archive.infolist() if one.filename.endswith(".xml")]
            if len(names) > MOST_ITEMS:
                raise Unreadable("archive-files", n=MOST_ITEMS)
            for name in names:
                with archive.open(name) as packed:
                    data = packed.read(min(left, MOST_BYTES) + 1)
                left -= len(data)
                if left < 0 or len(data) > MOST_BYTES:
                    raise Unreadable("archive-big")
                found.append(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unreadable("archive-damaged") from None
    return found


def read_alert(body: bytes) -> dict[str, Any]:
    """The alert with CAP's names as keys. No document type, no entities, no network. Raises Unreadable."""
    if b"<!DOCTYPE" in body[:5000] or b"<!ENTITY" in body:
        raise Unreadable("alert-doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("no-xml") from None
    if root.getroottree().docinfo.internalDTD is not None:  # written in another encoding than the first look reads
        raise Unreadable("alert-doctype")
    if root.tag != f"{_NAMESPACE}alert":
        raise Unreadable("no-cap")
    return _as_object(root, _DEPTH)


def _as_object(element: Any, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element.iterchildren(tag=etree.Element):
        name = str(child.tag).removeprefix(_NAMESPACE)
        value = _as_object(child, depth - 1) if len(child) and depth else (child.text or "")
        if name in _MANY:
            found.setdefault(name, []).append(value)
        else:
            found.setdefault(name, value if isinstance(value, dict) else value.strip())
    return found
