"""What kinds of e-mails there are, and which of them somebody can do without."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why an e-mail is sent. Whoever adds one says below whether it can be switched off, and why one gets it."""

    NOTICE = "notice"  # a decision is there to be read: the notification of § 41 (2a) VwVfG
    QUERY = "query"  # the town hall asks, or reminds of a question, with a deadline
    SECURITY = "security"  # something about the sign-in changed
    REQUESTED = "requested"  # a link, a code, an invitation: somebody asked for this very e-mail
    HOUSE = "house"  # to the town hall itself
    RECEIVED = "received"
    PROGRESS = "progress"
    MESSAGE = "message"
    DRAFT = "draft"
    DIGEST = "digest"


# Without these somebody could miss a deadline, or a stranger in their account. All others can be switched off.
MANDATORY = frozenset({Kind.NOTICE, Kind.QUERY, Kind.SECURITY, Kind.REQUESTED, Kind.HOUSE})

# The last line of an e-mail: why one gets it.
WHY: dict[str, str | Promise] = {
    Kind.NOTICE: _(
        "Über Bescheide müssen wir Sie benachrichtigen. Deshalb lässt sich diese E-Mail nicht abbestellen."
    ),
    Kind.QUERY: _(
        "Ohne Ihre Antwort geht es nicht weiter, und es läuft eine Frist. "
        "Deshalb lässt sich diese E-Mail nicht abbestellen."
    ),
    Kind.SECURITY: _("Diese E-Mail schützt Ihr Konto. Deshalb lässt sie sich nicht abbestellen."),
    Kind.REQUESTED: _("Sie bekommen diese E-Mail, weil Ihre Adresse bei uns angegeben wurde."),
    Kind.RECEIVED: _("Sie bekommen diese E-Mail, weil Sie einen Antrag gestellt haben."),
    Kind.PROGRESS: _("Sie bekommen diese E-Mail, weil Sie einen Antrag gestellt haben."),
    Kind.MESSAGE: _("Sie bekommen diese E-Mail, weil wir Ihnen geschrieben haben."),
    Kind.DRAFT: _("Sie bekommen diese E-Mail, weil Sie einen Antrag angefangen haben."),
    Kind.DIGEST: _("Sie bekommen diese E-Mail, weil Sie Neues einmal am Tag gesammelt lesen möchten."),
}


def urgency_of(kind: str) -> int:
    """What goes first. Somebody sits and waits for a code, nobody for the daily e-mails, which are many at once."""
    return {Kind.REQUESTED: 1, Kind.SECURITY: 1, Kind.DIGEST: -1}.get(Kind(kind), 0)


def is_mandatory(kind: str) -> bool:
    return kind in MANDATORY
