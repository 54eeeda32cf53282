"""Two at once: approvals of one warning or correction, and one message sent twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.channel import correcting, publishing
from rathaus.channel.models import Dispatch, Publication
from rathaus.channel.service import ChangedMeanwhile, Kind, correct, release, release_correction
from rathaus.tenancy.service import current_municipality
from tests import cast
from tests.cases.races import Arena, all_read_first, arena
from tests.signing_in import sign_in_session

from .making import message, staff, tell

RUNNERS = 2
APPROVERS = (cast.LEO, cast.IDA)


@pytest.fixture
def monday() -> None:
    """The time of day: threads don't share a frozen one."""


@pytest.fixture
def committed(transactional_connection: None) -> Iterator[Arena]:
    with arena("channel_races") as ready:
        yield ready


def ask_for_two() -> None:
    town = current_municipality()
    town.settings = {**town.settings, "two_persons": True}
    town.save()


def write_warning() -> Publication:
    ask_for_two()
    return tell(Kind.WARNING, by=staff(cast.CLARA))


def counts() -> tuple[int, int]:
    return Publication.objects.count(), Dispatch.objects.count()


def unlocked(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


def test_two_approvals_at_once_send_a_warning_once(committed: Arena) -> None:
    found = committed.run(write_warning)
    assert committed.race(RUNNERS, lambda n: release(found, by=staff(APPROVERS[n]))) == [None, None]
    assert committed.run(counts) == (1, 1)


def test_control_without_the_lock_both_want_to_send_it(committed: Arena, monkeypatch: Any) -> None:
    """That it still goes out once is the second wall: a publication has one first dispatch."""
    found = committed.run(write_warning)
    monkeypatch.setattr(publishing, "locked", all_read_first(unlocked, RUNNERS))
    results = committed.race(RUNNERS, lambda n: release(found, by=staff(APPROVERS[n])))
    assert sorted(type(result) for result in results if result) == [IntegrityError]


def corrected() -> tuple[Publication, Any]:
    found = write_warning()
    release(found, by=staff(cast.LEO))
    row = correct(found, message(Kind.WARNING, title="Anders"), by=staff(cast.CLARA), tell=True)
    assert row is not None
    return found, row.pk


def test_two_approvals_at_once_say_a_correction_once(committed: Arena) -> None:
    found, pk = committed.run(corrected)
    results = committed.race(RUNNERS, lambda n: release_correction(found, pk, by=staff(APPROVERS[n])))
    assert sorted(type(result) for result in results if result) == [ChangedMeanwhile]
    assert committed.run(counts) == (1, 2)


def test_control_without_the_lock_both_want_to_say_it(committed: Arena, monkeypatch: Any) -> None:
    found, pk = committed.run(corrected)
    monkeypatch.setattr(correcting, "locked", unlocked)
    monkeypatch.setattr(correcting, "_waiting", all_read_first(correcting._waiting, RUNNERS))
    assert committed.race(RUNNERS, lambda n: release_correction(found, pk, by=staff(APPROVERS[n]))) == [None, None]
    assert committed.run(counts) == (1, 3)


def press(committed: Arena, **told: str) -> list[int]:
    """Clara's browser sends the same form over two connections at the same moment."""
    clients = []
    for _ in range(RUNNERS):
        client = Client(HTTP_HOST="tangerhuette.localhost")
        committed.run(lambda client=client: sign_in_session(client, Account.objects.get(email=cast.CLARA.email)))
        clients.append(client)
    form = {"art": "news", "thema": "freibad", "titel": "Neue Rutschen", "absenden": "ja", **told}
    return [
        answer.status_code
        for answer in committed.race(RUNNERS, lambda n: clients[n].post("/amt/meldungen/neu/", form))
    ]


def test_published_twice_at_the_same_moment_it_is_one(committed: Arena) -> None:
    assert press(committed, schluessel="einmal") == [302, 302]
    assert committed.run(counts) == (1, 1)


def test_control_without_the_key_they_are_two(committed: Arena) -> None:
    """The form's key is the guard; without it each post is a message of its own."""
    assert press(committed) == [302, 302]
    assert committed.run(counts) == (2, 2)
