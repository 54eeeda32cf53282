"""Sending a batch of push messages, some at the same time: each waits for a service far away."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from django.utils import translation

from rathaus.channel.models import Dispatch, Subscriber
from rathaus.channel.push.encrypting import encode
from rathaus.channel.push.posting import Gone, Later, Rejected, post
from rathaus.channel.subscribing import leave, note_failure
from rathaus.channel.wording import address, headline, when, where
from rathaus.core import clock
from rathaus.core.lines import Lines
from rathaus.outbox.service import Steps

from . import claiming
from .claiming import Taken
from .dispatching import is_urgent

_TOGETHER = 16
_LONGEST_TEXT = 300


def send_pushes(steps: Steps, dispatch: Dispatch, taken: list[Taken], until: datetime) -> bool:
    """Always True: each push service stands for itself. A message sent twice replaces itself (`Topic`)."""
    limit = until - claiming.LEASE / 2
    with Lines() as lines, ThreadPoolExecutor(_TOGETHER) as pool:
        for some in _batches(taken):
            if clock.now() > limit:
                return True
            with steps():
                wanted = [one for one in some if claiming.wants(one.subscriber.pk, dispatch)]
                claiming.drop([one.delivery.pk for one in some if one not in wanted])
                texts = {one.subscriber.language: _text(dispatch, one.subscriber.language) for one in wanted}
            jobs = [pool.submit(_post, lines, dispatch, one, texts[one.subscriber.language]) for one in wanted]
            results = [job.result() for job in jobs]
            with steps():
                for one, result in zip(wanted, results, strict=True):
                    _note(dispatch, one, result)
    return True


def _batches(taken: list[Taken]) -> list[list[Taken]]:
    return [taken[i : i + _TOGETHER] for i in range(0, len(taken), _TOGETHER)]


def _post(lines: Lines, dispatch: Dispatch, one: Taken, text: bytes) -> Exception | None:
    """In a thread without the database."""
    seconds = int((dispatch.ends_at - clock.now()).total_seconds())
    try:
        post(
            lines,
            one.subscriber.address,
            text,
            p256dh=one.subscriber.p256dh,
            auth=one.subscriber.auth,
            topic=_topic(dispatch.publication_id),
            urgent=is_urgent(dispatch.publication),
            ttl=max(0, seconds),
        )
    except (Gone, Rejected, Later, ValueError) as problem:
        return problem
    return None


def _note(dispatch: Dispatch, one: Taken, result: Exception | None) -> None:
    match result:
        case None:
            claiming.sent(one.delivery.pk)
            if one.subscriber.failures:
                Subscriber.objects.filter(pk=one.subscriber.pk).update(failures=0)
        case Later(code=code):
            claiming.try_later(one.delivery, dispatch, code)
        case Rejected(code=code):
            claiming.failed(one.delivery.pk, code)
            note_failure(Subscriber.objects.get(pk=one.subscriber.pk))
        case _:
            claiming.failed(one.delivery.pk, 410)
            leave(one.subscriber)


def _topic(publication: UUID) -> str:
    """At most 32 letters of base64url (RFC 8030, section 5.4)."""
    return encode(publication.bytes)


def _text(dispatch: Dispatch, language: str) -> bytes:
    """What the service worker shows. Cut so that it fits into one message."""
    told = dispatch.publication
    with translation.override(language):
        lines = [where(told), when(told), told.text]
        words = {
            "title": headline(told, dispatch.kind),
            "body": "\n".join(line for line in lines if line)[:_LONGEST_TEXT],
            "url": address(told),
            "tag": str(told.pk),
            "lang": language,
            "urgent": is_urgent(told),
        }
    return json.dumps(words, ensure_ascii=False).encode()
