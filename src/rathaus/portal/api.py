"""What other programs may ask the portal for (docs/open-data.md)."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import list_offers, search
from rathaus.core.text import clean_text
from rathaus.tenancy.service import base_url, current_municipality

_MAX_QUERY, _SHOWN = 200, 20


@require_safe
def services(request: HttpRequest) -> JsonResponse:
    """`?q=`: what fits, best first, at most 20; without it everything on offer, by title. In the asker's language."""
    q = clean_text(request.GET.get("q", ""))[:_MAX_QUERY].strip()
    language = reader_language()
    found = [hit.offer for hit in search(q, language=language, limit=_SHOWN)] if q else list_offers(language)
    base = base_url(current_municipality())
    entries = [
        {"key": card.key, "title": card.title, "url": base + reverse("service", kwargs={"key": card.key})}
        for card in found
    ]
    return JsonResponse({"q": q, "services": entries})
