"""The worker is killed in the middle of a warning: everybody gets it, hardly anybody twice, nobody who left."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.cluster import ROOT, environment
from tests.live import Installation

PEOPLE, LEAVING = 1000, 40


def act(town_hall: Installation, what: str, count: int) -> list[str]:
    command = [sys.executable, "-m", "tests.faults.subscribed", what, str(count)]
    done = subprocess.run(
        command, env=environment(town_hall.database), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout.split()


def sent(town_hall: Installation) -> int:
    return int(town_hall.query("select count(*) from channel_delivery where state = 'sent'")[0][0])


def queued(town_hall: Installation) -> int:
    return int(town_hall.query("select count(*) from channel_delivery where state = 'queued'")[0][0])


@pytest.mark.slow
def test_a_warning_reaches_everybody_though_the_worker_is_killed(install: Callable[..., Installation]) -> None:
    town_hall = install(worker=False, RATHAUS_WORKER_DEAD_AFTER="3", RATHAUS_DELIVERY_LEASE="8")
    act(town_hall, "publish", PEOPLE)
    town_hall.start("worker")
    town_hall.wait_for(lambda: sent(town_hall) >= PEOPLE * 0.3, "a third of the warning")
    town_hall.kill("worker")
    assert sent(town_hall) < PEOPLE
    left = act(town_hall, "leave", LEAVING)
    assert len(left) == LEAVING
    time.sleep(3.5)  # until it counts as dead
    town_hall.start("worker")
    for _ in range(4):  # more patience than one wait has
        before = sent(town_hall)
        town_hall.wait_for(lambda before=before: sent(town_hall) > before or not queued(town_hall), "more of it")  # type: ignore[misc]
        if not queued(town_hall):
            break
        time.sleep(10)
    town_hall.wait_for(lambda: queued(town_hall) == 0, "the rest of it")

    got = Counter(str(mail["To"]) for mail in town_hall.mails())
    assert set(got) & set(left) == set()
    assert len(got) == PEOPLE - LEAVING
    twice = sum(got.values()) - len(got)
    assert twice <= PEOPLE // 1000, f"{twice} got it twice"
    ids = {str(mail["Message-ID"]) for mail in town_hall.mails()}
    assert len(ids) == len(got), "a copy is the same message"
