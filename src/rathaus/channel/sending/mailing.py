"""Sending a batch of e-mails over one connection, with a note after each."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.channel.codes import subscriber_token
from rathaus.channel.models import Dispatch, Subscriber
from rathaus.channel.subscribing import note_failure
from rathaus.channel.wording import mail_words
from rathaus.core import clock
from rathaus.outbox.service import TOKEN, BulkText, MailLine, NotHandedOver, Refused, Steps

from . import claiming
from .claiming import Taken

Texts = Callable[[str], BulkText]


def send_mails(steps: Steps, dispatch: Dispatch, taken: list[Taken], until: datetime) -> bool:
    """False when the mail server is missing. Ends in time before the lease does; what is left comes up again."""
    texts: dict[str, BulkText] = {}
    limit = until - claiming.LEASE / 2
    with MailLine() as line:
        for number, one in enumerate(taken):
            if clock.now() > limit:
                return True
            try:
                _send(steps, dispatch, one, texts, line)
            except NotHandedOver:
                with steps():
                    claiming.give_back([later.delivery.pk for later in taken[number:]])
                return False
    return True


def _send(steps: Steps, dispatch: Dispatch, one: Taken, texts: dict[str, BulkText], line: MailLine) -> None:
    """Raises NotHandedOver when the server is missing."""
    subscriber, pk = one.subscriber, one.delivery.pk
    with steps():
        if not claiming.wants(subscriber.pk, dispatch):
            return claiming.drop([pk])
        token = subscriber_token(subscriber.pk, subscriber.generation)
        text = texts.get(subscriber.language) or _text(dispatch, subscriber.language)
        texts[subscriber.language] = text
        message = text.message_to(subscriber.address, token, pk)
        try:
            line.hand_over(message, waiting_since=dispatch.at)
        except Refused as refusal:
            claiming.failed(pk, refusal.code)
            return note_failure(subscriber)
        except NotHandedOver as later:
            if not later.code:
                raise
            return claiming.try_later(one.delivery, dispatch, later.code)
        claiming.sent(pk)
        return _note_success(subscriber)


def _note_success(subscriber: Subscriber) -> None:
    if subscriber.failures:
        Subscriber.objects.filter(pk=subscriber.pk).update(failures=0)


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
