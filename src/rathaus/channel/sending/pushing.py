"""Sending a batch of push messages, some at the same time: each waits for a service far away."""

import json
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime
from uuid import UUID

from django.utils import translation

from rathaus.channel.models import Dispatch, Subscriber
from rathaus.channel.push.encrypting import encode
from rathaus.channel.push.posting import TOGETHER, Gone, Later, Rejected, post
from rathaus.channel.subscribing import leave, note_failure
from rathaus.channel.wording import address, push_words
from rathaus.core import clock
from rathaus.core.lines import Lines
from rathaus.outbox.service import Steps
from rathaus.tenancy.service import Municipality, current_municipality

from . import claiming
from .claiming import Taken
from .dispatching import is_urgent

_ASKED = 50  # people at once whether they still want it


def send_pushes(steps: Steps, dispatch: Dispatch, taken: list[Taken], until: datetime) -> bool:
    """Always True: each push service stands for itself. A message sent twice replaces itself (`Topic`)."""
    with steps():
        municipality = current_municipality()
        texts = {language: _text(dispatch, language) for language in {one.subscriber.language for one in taken}}
    limit, waiting = until - claiming.LEASE / 2, deque(taken)
    with Lines() as lines, ThreadPoolExecutor(TOGETHER) as pool:
        while waiting and clock.now() <= limit:
            with steps():
                some = claiming.wanted(dispatch, [waiting.popleft() for _ in range(min(_ASKED, len(waiting)))])
            asked = time.monotonic()
            running = {
                pool.submit(_post, lines, dispatch, one, texts[one.subscriber.language], asked): one for one in some
            }
            while running:
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                waiting += _note(
                    steps, municipality, dispatch, [(running.pop(job), job.result()) for job in finished]
                )
    return True


class _Stale(Exception):
    """Asked too long ago whether they want it."""


def _post(lines: Lines, dispatch: Dispatch, one: Taken, text: bytes, asked: float) -> Exception | None:
    """In a thread without the database."""
    if time.monotonic() - asked > claiming.FRESH_SECONDS:
        return _Stale()
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


def _note(
    steps: Steps, municipality: Municipality, dispatch: Dispatch, results: list[tuple[Taken, Exception | None]]
) -> list[Taken]:
    """All that finished since the last time. Returns whom to ask again."""
    if sent := [one for one, result in results if result is None]:
        claiming.note_sent(municipality, [one.delivery.pk for one in sent])
    if recovered := [one.subscriber.pk for one in sent if one.subscriber.failures]:
        with steps():
            Subscriber.objects.filter(pk__in=recovered).update(failures=0)
    if problems := [
        (one, result) for one, result in results if result is not None and not isinstance(result, _Stale)
    ]:
        with steps():
            for one, problem in problems:
                _note_problem(dispatch, one, problem)
    return [one for one, result in results if isinstance(result, _Stale)]


def _note_problem(dispatch: Dispatch, one: Taken, problem: Exception) -> None:
    match problem:
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
    """What the service worker shows."""
    told = dispatch.publication
    with translation.override(language):
        words = {
            **push_words(told, dispatch.kind),
            "url": address(told),
            "tag": str(told.pk),
            "lang": language,
            "urgent": is_urgent(told),
        }
    return json.dumps(words, ensure_ascii=False).encode()
