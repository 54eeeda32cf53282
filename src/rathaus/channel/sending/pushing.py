"""Sending a batch of push messages, some at the same time: each waits for a service far away."""

import json
import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from uuid import UUID

from django.utils import translation

from rathaus.channel.failing import note_failure, note_taken
from rathaus.channel.models import Dispatch
from rathaus.channel.push.encrypting import BadKeys, encode
from rathaus.channel.push.posting import TOGETHER, Gone, Later, Rejected, post
from rathaus.channel.subscribing import leave
from rathaus.channel.wording import address, push_words
from rathaus.core import clock
from rathaus.core.lines import Lines
from rathaus.outbox.service import Steps
from rathaus.tenancy.service import Municipality, current_municipality

from . import claiming
from .claiming import Taken
from .dispatching import is_urgent

log = logging.getLogger(__name__)
_Result = tuple[Taken, Exception | None]
_Running = dict[Future[Exception | None], Taken]
_ASKED = 50  # people at once whether they still want it


def send_pushes(steps: Steps, dispatch: Dispatch, taken: list[Taken], until: datetime) -> bool:
    """Always True: each push service stands for itself. A message sent twice replaces itself (`Topic`).

    The next one starts when another is noted: at most TOGETHER are in doubt when this process dies.
    """
    with steps():
        municipality = current_municipality()
        texts = {language: _text(dispatch, language) for language in {one.subscriber.language for one in taken}}
    limit, running = until - claiming.LEASE / 2, _Running()
    wanted = claiming.still_wanted(steps, dispatch, taken, at_once=_ASKED)
    with Lines() as lines, ThreadPoolExecutor(TOGETHER) as pool:
        while True:
            if len(running) == TOGETHER:
                _note(steps, municipality, dispatch, _finished(running))
            one = next(wanted, None)
            if one is None or clock.now() > limit:
                break
            running[pool.submit(_post, lines, dispatch, one, texts[one.subscriber.language])] = one
        while running:
            _note(steps, municipality, dispatch, _finished(running))
    return True


def _finished(running: _Running) -> list[_Result]:
    """All that ended since the last time; waits for the first."""
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    return [(running.pop(job), job.result()) for job in finished]


def _post(lines: Lines, dispatch: Dispatch, one: Taken, text: bytes) -> Exception | None:
    """In a thread without the database. What nobody foresaw is tried again: it must not cost others their note."""
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
    except (Gone, Rejected, Later, BadKeys) as problem:
        return problem
    except Exception as problem:  # noqa: BLE001 -- said by its kind alone, as its words may name the endpoint
        log.error("A push message could not be sent: %s", type(problem).__name__)  # noqa: TRY400 -- as above
        return Later(0)
    return None


def _note(steps: Steps, municipality: Municipality, dispatch: Dispatch, results: list[_Result]) -> None:
    if sent := [one for one, problem in results if problem is None]:
        claiming.note_sent(municipality, [one.delivery.pk for one in sent])
    if recovered := [one.subscriber for one in sent if one.subscriber.failures]:
        with steps():
            for subscriber in recovered:
                note_taken(subscriber)
    if problems := [(one, problem) for one, problem in results if problem is not None]:
        with steps():
            for one, problem in problems:
                _note_problem(dispatch, one, problem)


def _note_problem(dispatch: Dispatch, one: Taken, problem: Exception) -> None:
    match problem:
        case Later(code=code):
            claiming.try_later(one.delivery, dispatch, code)
        case Rejected(code=code):
            claiming.failed(one.delivery.pk, code)
            note_failure(one.subscriber)
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
            "id": str(dispatch.pk),
            "lang": language,
            "urgent": is_urgent(told),
        }
    return json.dumps(words, ensure_ascii=False).encode()
