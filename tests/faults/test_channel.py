"""Many readers, and a worker that is killed, a mail server that is down for hours, a warning beside a newsletter.

`FAULT_READERS` makes all of it larger.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from rathaus.channel.push.posting import TOGETHER
from tests.channel.browsers import Service
from tests.cluster import ROOT, environment
from tests.live import Installation, free_port
from tests.outbox.mail_servers import mail_server

READERS = int(os.environ.get("FAULT_READERS", "2000"))
FEWER, BROWSERS, LEAVING = READERS // 4, READERS // 4, 40


def act(town_hall: Installation, *what: object) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.subscribed", *map(str, what)],
        env=environment(town_hall.database, **town_hall.extra),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


def count(town_hall: Installation, state: str) -> int:
    return int(town_hall.query("select count(*) from channel_delivery where state = %s", state)[0][0])


def wait_until_all_is_sent(town_hall: Installation) -> None:
    """As long as it gets on: many take longer than one wait has patience."""
    while left := count(town_hall, "queued"):
        town_hall.wait_for(lambda left=left: count(town_hall, "queued") < left, "more of it")  # type: ignore[misc]


@pytest.fixture
def push_service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


@pytest.mark.slow
def test_a_warning_reaches_everybody_though_the_worker_is_killed(
    install: Callable[..., Installation], push_service: Service
) -> None:
    settings = {"RATHAUS_WORKER_DEAD_AFTER": "3", "RATHAUS_DELIVERY_LEASE": "8", "RATHAUS_PUSH_INSIDE": "1"}
    town_hall = install(worker=False, **settings)
    act(town_hall, "publish", "warning", "gefahren", READERS, BROWSERS, push_service.url)
    town_hall.start("worker")
    everybody = READERS + BROWSERS
    town_hall.wait_for(lambda: count(town_hall, "sent") >= everybody * 0.3, "a third of the warning")
    town_hall.kill("worker")
    assert count(town_hall, "sent") < everybody
    left = act(town_hall, "leave", LEAVING)
    assert len(left) == LEAVING
    time.sleep(3.5)  # until it counts as dead
    town_hall.start("worker")
    wait_until_all_is_sent(town_hall)

    got = Counter(str(mail["To"]) for mail in town_hall.mails())
    assert set(got) & set(left) == set()
    assert len(got) == READERS - LEAVING
    twice = sum(got.values()) - len(got)
    assert twice <= READERS // 1000, f"{twice} got it twice"
    assert len({str(mail["Message-ID"]) for mail in town_hall.mails()}) == len(got), "a copy is the same message"
    shown = Counter(path for path, _, _ in push_service.got)
    assert len(shown) == BROWSERS
    assert sum(shown.values()) - len(shown) <= TOGETHER, "at most what was sent together"
    assert len({headers["Topic"] for _, headers, _ in push_service.got}) == 1, "a copy replaces the first"


@pytest.mark.slow
def test_nothing_is_lost_while_the_mail_server_is_down_for_four_hours(install: Callable[..., Installation]) -> None:
    port = free_port()
    town_hall = install(SMTP_PORT=str(port), RATHAUS_RETRY_LONGEST="2")
    act(town_hall, "publish", "status", "freibad", FEWER)
    everybody = "select count(*) from channel_dispatch where spread_at is not null"
    town_hall.wait_for(lambda: town_hall.query(everybody) == [(1,)], "a row for everybody")
    given_back = "select count(*) from channel_delivery where state = 'queued' and next_at > now() + interval '30 s'"
    town_hall.wait_for(lambda: town_hall.query(given_back)[0][0] > 0, "some that were tried in vain")
    act(town_hall, "hours", 4)
    assert count(town_hall, "queued") == FEWER
    with mail_server(port) as back:
        time.sleep(2.5)  # as long as the worker leaves a server alone that didn't answer
        act(town_hall, "sweep")
        wait_until_all_is_sent(town_hall)
        got = Counter(back.recipients)
    assert (len(got), set(got.values())) == (FEWER, {1})
    assert town_hall.query("select distinct state, tries from channel_delivery") == [("sent", 0)]


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "is_first"), [("rathaus.config", True), ("tests.faults.flat_lanes", False)])
def test_a_warning_overtakes_a_newsletter(
    install: Callable[..., Installation], settings: str, is_first: bool
) -> None:
    """The warning has more readers than the newsletter has left: without lanes, the newsletter is done first."""
    module = f"{settings}.settings" if is_first else settings
    town_hall = install(worker=False, DJANGO_SETTINGS_MODULE=module)
    town_hall.start("worker")
    act(town_hall, "overtake", FEWER, FEWER + FEWER // 5)
    wait_until_all_is_sent(town_hall)
    order = [str(mail["To"]).partition("@")[0].rstrip("0123456789") for mail in town_hall.mails()]
    last = {topic: number for number, topic in enumerate(order)}
    assert (last["gefahren"] < last["freibad"]) == is_first
