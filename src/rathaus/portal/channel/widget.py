"""What the town's own site shows of it: JSON that every site may read, and a small script that draws it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rathaus.channel.service import (
    Publication,
    address,
    current_statuses,
    current_warnings,
    headline,
    label,
    published,
    when,
    where,
)

_NEWS = 5
_SECONDS = 30
# Everybody may read it, nobody may write: no cookies, no other methods.
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@require_safe
@cache_control(public=True, max_age=_SECONDS)
def data(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    shown = {
        "warnings": [_item(row) for row in current_warnings()],
        "statuses": [_item(row) for row in current_statuses()],
        "news": [_item(row) for row in published().filter(kind__in=["news", "event"])[:_NEWS]],
    }
    return JsonResponse(shown, headers=_OPEN, json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    return HttpResponse(_SCRIPT, content_type="text/javascript; charset=utf-8", headers=_OPEN)


def _item(row: Publication) -> dict[str, str]:
    return {
        "title": headline(row),
        "label": label(row),
        "topic": row.topic.name,
        "where": where(row),
        "when": when(row),
        "url": address(row),
    }


_SCRIPT = """// <div data-rathaus-meldungen></div><script src="…/meldungen/widget.js" async></script>
(() => {
  const source = new URL("widget.json", document.currentScript.src);
  const line = (item) => {
    const entry = document.createElement("li"), link = document.createElement("a");
    link.href = item.url;
    link.textContent = item.title;
    entry.append(link, " ", [item.label, item.where, item.when].filter(Boolean).join(", "));
    return entry;
  };
  fetch(source, { credentials: "omit" }).then((answer) => answer.json()).then((told) => {
    for (const place of document.querySelectorAll("[data-rathaus-meldungen]")) {
      const list = document.createElement("ul");
      list.append(...[...told.warnings, ...told.statuses, ...told.news].map(line));
      place.replaceChildren(list);
    }
  }).catch(() => {});
})();
"""
