"""Sending a batch of e-mails over one connection, with a note after each."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.channel.codes import token_maker
from rathaus.channel.failing import note_failure, note_taken
from rathaus.channel.models import Dispatch
from rathaus.channel.wording import mail_words
from rathaus.core import clock
from rathaus.outbox.service import TOKEN, BulkText, MailLine, NotHandedOver, Refused, Steps
from rathaus.tenancy.service import current_municipality

from . import claiming
from .claiming import Taken

_ASKED = 10  # people at once whether they still want it


class _Letters:
    """What one dispatch says to each reader: written once for each language. Made within the scope."""

    def __init__(self, dispatch: Dispatch, taken: list[Taken]) -> None:
        self.municipality = current_municipality()
        self._token = token_maker()
        self._texts = {language: _text(dispatch, language) for language in {one.subscriber.language for one in taken}}

    def to(self, one: Taken) -> EmailMultiAlternatives:
        reader = one.subscriber
        token = self._token(reader.pk, reader.generation)
        key = one.delivery.pk
        return self._texts[reader.language].message_to(reader.address, token, key, returns=key)


def send_mails(steps: Steps, dispatch: Dispatch, taken: list[Taken], until: datetime) -> bool:
    """False when the mail server is missing. Ends in time before the lease does; what is left comes up again."""
    with steps():
        letters = _Letters(dispatch, taken)
    limit, waiting = until - claiming.LEASE / 2, {one.delivery.pk for one in taken}
    with MailLine() as line:
        for one in claiming.still_wanted(steps, dispatch, taken, at_once=_ASKED):
            if clock.now() > limit:
                return True
            try:
                _send(steps, dispatch, one, letters, line)
            except NotHandedOver:
                with steps():
                    claiming.give_back(list(waiting))
                return False
            waiting.discard(one.delivery.pk)
    return True


def _send(steps: Steps, dispatch: Dispatch, one: Taken, letters: _Letters, line: MailLine) -> None:
    """Raises NotHandedOver when the server is missing."""
    pk = one.delivery.pk
    try:
        line.hand_over(letters.to(one), waiting_since=dispatch.at)
    except Refused as refusal:
        with steps():
            claiming.failed(pk, refusal.code)
            note_failure(one.subscriber)
    except NotHandedOver as later:
        if not later.code:
            raise
        with steps():
            claiming.try_later(one.delivery, dispatch, later.code)
    else:
        claiming.note_sent(letters.municipality, [pk])
        if one.subscriber.failures:
            with steps():
                note_taken(one.subscriber)


def _text(dispatch: Dispatch, language: str) -> BulkText:
    with translation.override(language):
        why = _("Sie bekommen diese E-Mail, weil Sie „%(topic)s“ abonniert haben.") % {
            "topic": dispatch.publication.topic.local_name
        }
        words = mail_words(dispatch)
    return BulkText(
        "channel_news",
        words,
        language=language,
        why=why,
        unsubscribe=reverse("channel_leave", args=[TOKEN]),
        preferences=reverse("channel_mine", args=[TOKEN]),
    )
