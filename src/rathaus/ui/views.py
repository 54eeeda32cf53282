"""Views that need no data of ours: the municipality's colours and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.ui import gallery
from rathaus.ui.templatetags.ui import crest_url
from rathaus.ui.theme import DEFAULT_ACCENT, LIGHT_GROUND, theme_css, theme_name, theme_tones

_A_YEAR = 31_536_000


@require_safe
def theme(_request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet of one accent colour. The name holds a hash of its content, so it may be kept for ever."""
    accent = "#" + name.partition("-")[0]
    if theme_name(accent) != name:
        raise Http404
    response = HttpResponse(theme_css(accent), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the town hall on its home screen, with the municipality's name, crest and colour."""
    municipality = getattr(request, "municipality", None)
    light, _dark = theme_tones(getattr(municipality, "accent", DEFAULT_ACCENT))
    content = {
        "name": getattr(municipality, "name", "Rathaus"),
        "short_name": getattr(municipality, "short_name", "Rathaus"),
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": LIGHT_GROUND,
        "theme_color": light["accent"],
        "icons": [{"src": crest_url(municipality), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(content, content_type="application/manifest+json", headers={"Cache-Control": "max-age=86400"})


@require_safe
def components(request: HttpRequest, pattern: str = "") -> HttpResponse:
    """Everything in every state, or one page as a pattern to copy; only with DEBUG or in the demo."""
    if pattern not in gallery.PATTERNS or not (settings.DEBUG or getattr(settings, "RATHAUS_DEMO", False)):
        raise Http404
    return render(request, gallery.PATTERNS[pattern], gallery.context())
