"""Views that need no data of ours: the municipality's colours and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.ui import gallery
from rathaus.ui.theme import theme_css, theme_name

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
def components(request: HttpRequest, pattern: str = "") -> HttpResponse:
    """Everything in every state, or one page as a pattern to copy; only with DEBUG or in the demo."""
    if pattern not in gallery.PATTERNS or not (settings.DEBUG or getattr(settings, "RATHAUS_DEMO", False)):
        raise Http404
    return render(request, gallery.PATTERNS[pattern], gallery.context())
