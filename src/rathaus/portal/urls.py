"""Addresses of the portal. They are German and stable: letters and other sites link to them."""

from django.urls import URLPattern, URLResolver, include, path

from . import feedback, finding, headings, home, overview, service_page, streets, texts, trial
from .applying import later, pages, start, times
from .notifications.unsubscribing import subscribe_again, unsubscribe
from .tracking import again, answers, confirming, conversing, holding, keeping, notice, objection, views, visiting

APPLY = "leistungen/<slug:key>/antrag/"
CASE = "vorgang/<slug:number>/"

# The key of a form's page has no hyphen, so the addresses with one can't hide a page.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("suche/", finding.results, name="search"),
    path("suche/vorschlaege/", finding.suggestions, name="suggestions"),
    path("leistungen/", finding.services, name="services"),
    path("leistungen/thema/<slug:key>/", headings.topic, name="topic"),
    path("leistungen/lebenslage/<slug:key>/", headings.situation, name="situation"),
    path("leistungen/uebersicht/", overview.page, name="overview"),
    path("leistungen/uebersicht.json", overview.as_json, name="overview_json"),
    path("leistungen/uebersicht.csv", overview.as_csv, name="overview_csv"),
    path("leistungen/<slug:key>/", service_page.service, name="service"),
    path("leistungen/<slug:key>/leicht/", service_page.plain, name="service_plain"),
    path(APPLY, start.start, name="apply"),
    path(f"{APPLY}pruefen-und-absenden/", pages.summary, name="apply_summary"),
    path(f"{APPLY}schon-abgeschickt/", pages.sent, name="apply_sent"),
    path(f"{APPLY}spaeter-weitermachen/", later.later, name="apply_later"),
    path(f"{APPLY}entwurf-loeschen/", start.discard, name="apply_discard"),
    path(f"{APPLY}<slug:page>/", pages.step, name="apply_page"),
    path(f"{APPLY}<slug:page>/zeiten/", times.times, name="apply_times"),
    path("probe/<slug:key>/", trial.trial_page, name="trial"),
    path("probe/<slug:key>/formular/", trial.trial_form, name="trial_form"),
    path("antrag-fortsetzen/", later.resume, name="apply_resume"),
    path("zustimmung/", confirming.confirmation, name="confirmation"),
    path("vorgang/", views.find, name="case_find"),
    path("vorgang/schliessen/", views.leave, name="case_leave"),
    path(CASE, views.status, name="case_status"),
    path(f"{CASE}eingang/", views.receipt, name="case_receipt"),
    path(f"{CASE}eingangsbestaetigung.pdf", views.receipt_document, name="case_receipt_document"),
    path(f"{CASE}bescheid/", notice.notice, name="case_notice"),
    path(f"{CASE}widerspruch/", objection.objection, name="case_objection"),
    path(f"{CASE}bescheid.pdf", notice.notice_document, name="case_notice_document"),
    path(f"{CASE}dateien/<uuid:file_id>/", views.document, name="case_document"),
    path(f"{CASE}rueckfragen/<uuid:query_id>/", answers.answer, name="case_answer"),
    path(f"{CASE}nachrichten/", conversing.write, name="case_write"),
    path(f"{CASE}postfach/", holding.adopt, name="case_adopt"),
    path(f"{CASE}link/", holding.private_link, name="case_link"),
    path(f"{CASE}noch-einmal/", again.again, name="case_again"),
    path(f"{CASE}merken/", keeping.keep_answers, name="case_keep"),
    path(f"{CASE}zuruecknehmen/", views.withdraw, name="case_withdraw"),
    path(f"{CASE}termin/<str:visit>/", visiting.open_visit, name="case_visit"),
    path("termine/", include("rathaus.portal.appointments.urls")),
    path("warten/", include("rathaus.portal.queueing.urls")),
    path("", include("rathaus.portal.channel.urls")),
    path("konto/", include("rathaus.portal.account.urls")),
    path("postfach/", include("rathaus.portal.mailbox.urls")),
    path("abbestellen/<str:token>/", unsubscribe, name="unsubscribe"),
    path("abbestellen/<str:token>/wieder/", subscribe_again, name="subscribe_again"),
    path("strassen/", streets.streets, name="streets"),
    path("impressum/", texts.imprint, name="imprint"),
    path("datenschutz/", texts.privacy, name="privacy"),
    path("barrierefreiheit/", texts.accessibility, name="accessibility"),
    path("barriere-melden/", feedback.feedback, name="feedback"),
    path("leistung-vermisst/", feedback.missing_service, name="missing_service"),
    path("robots.txt", texts.robots, name="robots"),
    path("sitemap.xml", texts.sitemap, name="sitemap"),
    path("favicon.ico", texts.favicon, name="favicon"),
]
