"""Pages that are no services, found by the search all the same."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.core.text import fold


@dataclass(frozen=True)
class Signpost:
    """`words`: folded beginnings of words that lead there; `inner`: what may stand anywhere in a word."""

    name: str
    title: str | Promise
    text: str | Promise
    words: tuple[str, ...]
    inner: tuple[str, ...] = ()


SIGNPOSTS = (
    Signpost(
        "council",
        _("Sitzungen des Rates und der Ausschüsse"),
        _("Wann der Rat und die Ausschüsse tagen, mit Tagesordnung."),
        ("stadtrat", "gemeinderat", "ausschuss", "tagesordnung", "niederschrift", "council", "committee", "meeting"),
        ("sitzung", "ausschuss"),
    ),
    Signpost(
        "channel_list",
        _("Meldungen"),
        _("Was gerade gilt, Termine, Warnungen und Neues aus dem Rathaus."),
        ("meldung", "warnung", "neuigkeit", "nachrichten", "veranstaltung", "sperrung", "news", "warning"),
        ("sperrung",),
    ),
    Signpost(
        "channel_subscribe",
        _("Meldungen abonnieren"),
        _("Per E-Mail, im Browser oder im Kalender: Wählen Sie, worüber wir Ihnen schreiben."),
        ("abo", "abonn", "newsletter", "benachrichtig", "subscri", "rss"),
    ),
)


def find_signposts(q: str) -> list[Signpost]:
    words = fold(q).split()
    return [
        post
        for post in SIGNPOSTS
        if any(word.startswith(post.words) or any(part in word for part in post.inner) for word in words)
    ]
