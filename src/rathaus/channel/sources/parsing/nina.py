"""NINA (warnung.bund.de): the dashboard of a region, and each warning's details as CAP in JSON."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from .alerts import alert_item
from .items import Page, Unreadable
from .jsons import as_object, as_objects, read_json
from .plain import line

MOST_WARNINGS = 50


def read_dashboard(body: bytes, now: datetime) -> Page:  # noqa: ARG001 -- the readers of all formats are called alike
    """The ids of the warnings in force as links, to be put behind the details' address. Raises Unreadable.

    Those of the weather service are left out: they come whole, with updates and regions, as CAP.
    """
    data = read_json(body)
    if not isinstance(data, list):
        raise Unreadable("dashboard-no-list")
    ids = [line(one.get("id"), 200) for one in as_objects(data, 1000)]
    known = list(dict.fromkeys(quote(one, safe=".-_") for one in ids if one and not one.startswith("dwd.")))
    if len(known) > MOST_WARNINGS:
        raise Unreadable("dashboard-long", n=MOST_WARNINGS)
    return Page(links=tuple(known), skipped=len(data) - len(ids))


def read_details(body: bytes, now: datetime) -> Page:
    """One warning. Its regions were asked for with the dashboard, so they are left out."""
    item = alert_item(as_object(read_json(body)), now)
    if item is None:
        return Page(skipped=1)
    return Page((replace(item, codes=()),))
