"""What the town's own site shows of it: JSON that every site may read, a script that draws it, a page for a frame.

By topic and place as the feeds are: `data-query="thema=freibad"` for the script, in the address for the others.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from rathaus.channel.service import (
    Publication,
    address,
    current_statuses,
    current_warnings,
    headline,
    label,
    newest,
    warnings_unknown_since,
    when,
    where,
)
from rathaus.config.headers import CONTENT_SECURITY_POLICY

from .feeds import for_all, own_address
from .filtering import Filters, read_filters

_NEWS = 5
# Everybody may read it, nobody may write: no cookies, no other methods.
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_FRAMED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@for_all
def data(request: HttpRequest) -> HttpResponse:
    shown = _shown(read_filters(request))
    return JsonResponse(shown, headers=_OPEN, json_dumps_params={"ensure_ascii": False})


@for_all
@xframe_options_exempt
def frame(request: HttpRequest) -> HttpResponse:
    """For sites that allow frames and no foreign scripts. Its links open the whole window."""
    wanted = read_filters(request)
    page = render(request, "portal/channel/widget.html", {**_shown(wanted), "query": wanted.query})
    for name, value in _FRAMED.items():
        page[name] = value
    return page


@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    return HttpResponse(_SCRIPT, content_type="text/javascript; charset=utf-8", headers=_OPEN)


def _shown(wanted: Filters) -> dict[str, Any]:
    """`unknown`: that a source of warnings doesn't answer. Nothing is never shown as "no warnings"."""
    warnings = [_item(row) for row in current_warnings() if wanted.fits(row)]
    unknown = _("Die Warnungen konnten zuletzt nicht abgerufen werden.") if warnings_unknown_since() else ""
    note = _("Verlassen Sie sich zuerst auf amtliche Warnungen: NINA, KATWARN, Sirenen und Radio.")
    news = newest(wanted.rows())[:_NEWS]
    return {
        "warnings": warnings,
        "statuses": [_item(row) for row in current_statuses() if wanted.fits(row)],
        "news": [_item(row) for row in news],
        "unknown": unknown,
        "note": note if warnings or unknown else "",
        "nothing": _("Zurzeit keine Meldungen."),
        "more": {"title": _("Alle Meldungen"), "url": own_address("channel_list", wanted)},
    }


def _item(row: Publication) -> dict[str, str]:
    return {
        "title": headline(row, "all_clear" if row.ended_at else "first"),
        "severity": row.severity,
        "label": label(row),
        "topic": row.topic.name,
        "where": where(row),
        "when": when(row),
        "url": address(row),
    }


# <div data-rathaus-meldungen data-query="thema=freibad"></div><script src="…/meldungen/widget.js" async></script>
_SCRIPT = """// What stands in the div stays there if nothing can be read.
(() => {
  const source = new URL("widget.json", document.currentScript.src);
  const make = (name, ...inside) => {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  };
  const link = (url, text) => Object.assign(make("a", text), { href: url });
  // The title of a warning begins with its label already.
  const about = (item) => [item.severity ? "" : item.label, item.where, item.when].filter(Boolean).join(", ");
  const line = (item) => make("li", link(item.url, item.title), " ", about(item));
  const draw = (place, told) => {
    const lines = [...told.warnings, ...told.statuses, ...told.news].map(line);
    const notes = [lines.length ? "" : told.nothing, told.unknown, told.note].filter(Boolean);
    place.replaceChildren(
      ...(lines.length ? [make("ul", ...lines)] : []),
      ...notes.map((text) => make("p", text)),
      make("p", link(told.more.url, told.more.title)),
    );
  };
  for (const place of document.querySelectorAll("[data-rathaus-meldungen]")) {
    const own = new URL(source);
    own.search = place.dataset.query || "";
    fetch(own, { credentials: "omit" })
      .then((answer) => answer.json())
      .then((told) => draw(place, told))
      .catch(() => {});
  }
})();
"""
