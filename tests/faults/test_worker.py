"""The worker is killed in the middle of its work: every notice and e-mail goes out once it is back, and once only."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.cluster import ROOT, environment
from tests.live import Installation

CASES = 8


@pytest.mark.slow
def test_every_notice_and_mail_goes_out_once_though_the_worker_is_killed(
    install: Callable[..., Installation],
) -> None:
    town_hall = install(worker=False, RATHAUS_WORKER_DEAD_AFTER="3")
    settings = {"RATHAUS_FILES": str(town_hall.folder / "files"), "PORT": str(town_hall.port)}
    decide = [sys.executable, "-m", "tests.faults.decided", str(CASES)]
    subprocess.run(decide, env=environment(town_hall.database, **settings), cwd=ROOT, check=True)
    assert notices(town_hall) == 0

    for done in (1, 3, 5):
        town_hall.start("worker")
        town_hall.wait_for(lambda done=done: notices(town_hall) >= done, f"{done} notices")  # type: ignore[misc]
        town_hall.kill("worker")
        time.sleep(3.5)  # until it counts as dead
    town_hall.start("worker")
    town_hall.wait_for(lambda: unfinished_jobs(town_hall) == 0, "all jobs")

    assert notices(town_hall) == CASES
    assert town_hall.query("select count(*) from cases_case where status = 'COMPLETED'") == [(CASES,)]
    provided = "select count(*) from cases_deliveryevent where kind = 'provision' group by case_id"
    assert town_hall.query(provided) == [(1,)] * CASES
    # An e-mail that was handed over twice, because the worker died before it could note it, is the same message.
    messages = {(str(m["To"]), str(m["Subject"])): set[str]() for m in town_hall.mails()}
    for mail in town_hall.mails():
        messages[str(mail["To"]), str(mail["Subject"])].add(str(mail["Message-ID"]))
    assert {len(ids) for ids in messages.values()} == {1}
    decided = Counter(number_in(subject) for to, subject in messages if "anna@" in to)
    assert sorted(decided.values()) == [2] * CASES  # arrived, decided
    repeated = len(town_hall.mails()) - len({str(m["Message-ID"]) for m in town_hall.mails()})
    assert repeated <= 3, "at most the one that was in the air at each kill"
    assert town_hall.query("select count(*) from outbox_outgoingmail") == town_hall.query(
        "select count(*) from outbox_mailsent"
    )


def test_the_worker_lets_whoever_waits_for_a_page_go_first(install: Callable[..., Installation]) -> None:
    town_hall = install()
    town_hall.wait_for(lambda: os.getpriority(os.PRIO_PROCESS, town_hall.processes["worker"].pid), "the worker")
    nice = {name: os.getpriority(os.PRIO_PROCESS, process.pid) for name, process in town_hall.processes.items()}
    assert nice["worker"] == nice["serve"] + 5


def notices(town_hall: Installation) -> int:
    return int(town_hall.query("select count(*) from cases_notice")[0][0])


def unfinished_jobs(town_hall: Installation) -> int:
    rows = town_hall.query(
        "select count(*) from procrastinate_jobs where status in ('todo', 'doing') "
        "and task_name in ('cases.issue_notice', 'outbox.deliver_mail')"
    )
    return int(rows[0][0])


def number_in(subject: str) -> str:
    return next(word for word in subject.replace(",", " ").split() if word[:5].rstrip("-").isdigit() and "-" in word)
