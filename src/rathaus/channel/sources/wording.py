"""What is wrong with a source, in a sentence of the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rathaus.channel.models import SourceRun

PROBLEMS: dict[str, Promise] = {
    "too-slow": gettext_lazy("Die Quelle hat zu langsam geantwortet."),
    "too-big": gettext_lazy("Die Antwort ist zu groß."),
    "not-allowed": gettext_lazy("Die Adresse der Quelle ist nicht erlaubt."),
    "unreachable": gettext_lazy("Die Quelle ist nicht erreichbar."),
    "status": gettext_lazy("Die Quelle hat mit dem Fehler %(status)s geantwortet."),
    "broken": gettext_lazy("Was die Quelle sagt, ließ sich nicht übernehmen."),
    "flooded": gettext_lazy("Die Quelle sagt sehr viel auf einmal. Der Rest folgt beim nächsten Mal."),
    "too-hard": gettext_lazy("Die Antwort zu lesen dauerte zu lange oder brauchte zu viel Speicher."),
    "no-body": gettext_lazy("Die Quelle ist keine Körperschaft nach OParl."),
    "no-meetings": gettext_lazy("Die Körperschaft nennt keine Liste ihrer Sitzungen."),
    "no-list": gettext_lazy("Die Antwort ist keine OParl-Liste."),
    "endless": gettext_lazy("Die Liste der Sitzungen endet nach %(n)s Seiten nicht."),
    "no-alert-readable": gettext_lazy("Keine der Warnungen ist lesbar."),
    "archive-files": gettext_lazy("Das Archiv hat mehr als %(n)s Dateien."),
    "archive-big": gettext_lazy("Das Archiv ist ausgepackt zu groß."),
    "archive-damaged": gettext_lazy("Das Archiv ist beschädigt."),
    "alert-doctype": gettext_lazy("Die Warnung enthält eigene Regeln (DOCTYPE) und wurde nicht gelesen."),
    "no-xml": gettext_lazy("Die Warnung ist kein lesbares XML."),
    "no-cap": gettext_lazy("Die Antwort ist keine Warnung nach CAP 1.2."),
    "feed-entity": gettext_lazy("Der Feed enthält eigene Regeln (ENTITY) und wurde nicht gelesen."),
    "feed-unreadable": gettext_lazy("Der Feed ist nicht lesbar."),
    "no-feed": gettext_lazy("Die Antwort ist weder RSS noch Atom."),
    "calendar-unreadable": gettext_lazy("Die Antwort ist kein lesbarer Kalender."),
    "no-calendar": gettext_lazy("Die Antwort ist kein Kalender."),
    "calendar-events": gettext_lazy("Der Kalender hat mehr als %(n)s Einträge."),
    "calendar-rules": gettext_lazy("Der Kalender enthält unlesbare Wiederholungen."),
    "calendar-dates": gettext_lazy("Der Kalender hat mehr als %(n)s Termine in %(days)s Tagen."),
    "no-json": gettext_lazy("Die Antwort ist kein lesbares JSON."),
    "dashboard-no-list": gettext_lazy("Die Übersicht der Warnungen ist keine Liste."),
    "dashboard-long": gettext_lazy("Die Übersicht nennt mehr als %(n)s Warnungen."),
}


def problem_words(run: SourceRun | None) -> str:
    """Empty without a problem. What is no code is a sentence from before there were codes: as it is."""
    if run is None or not run.problem:
        return ""
    sentence = PROBLEMS.get(run.problem)
    return str(sentence) % run.details if sentence else str(run.problem)
