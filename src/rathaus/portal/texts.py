"""Pages of text that the law asks for, filled with the municipality's own data, and what machines ask for."""

from datetime import date

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rathaus.catalogue.service import by_situation, by_topic, list_offers
from rathaus.tenancy.service import base_url, current_municipality

_STATEMENT_OF = date(2026, 11, 22)  # the day on which the accessibility of the portal was last assessed


_PERSONAL = ("/vorgang/", "/amt/", "/suche/", "/leistungen/*/antrag/")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return _page(request, "imprint")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "accessibility")


@require_safe
@cache_control(max_age=3600, public=True)
def robots(_request: HttpRequest) -> HttpResponse:
    """Found may be what is on offer; what belongs to a person is no one's to crawl."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/vorgang/", "/amt/", "/suche/", "/leistungen/*/antrag/")),
    ]
    lines.append(f"Sitemap: {base_url(current_municipality())}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    base = base_url(current_municipality())
    cards = list_offers("de")
    paths = ["/", reverse("services"), reverse("overview"), reverse("channel_list"), reverse("council")]
    paths += [reverse("topic", kwargs={"key": topic.key}) for topic, _ in by_topic(cards)]
    paths += [reverse("situation", kwargs={"key": situation.key}) for situation, _ in by_situation(cards)]
    paths += [reverse("service", kwargs={"key": card.key}) for card in cards]
    context = {"addresses": [base + path for path in paths]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """For browsers that ask without reading the page; the page itself names the crest."""
    return redirect(staticfiles_storage.url("ui/crests/rathaus.svg"), permanent=False)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    municipality = current_municipality()
    context = {"contact": municipality.settings.get("contact", {}), "statement_of": _STATEMENT_OF}
    return render(request, f"portal/texts/{name}.html", context)
