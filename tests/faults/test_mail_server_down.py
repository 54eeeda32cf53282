"""The mail server is down for hours, hangs, and dies in the middle: each e-mail arrives, and arrives once.

The hours are compressed: the longest gap between two tries is three seconds instead of a quarter of an hour.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes

import pytest

from tests.cluster import ROOT, environment
from tests.live import Installation, free_port
from tests.outbox.mail_servers import DROP, mail_server, silent_server

MAILS = 30


@pytest.mark.slow
def test_each_email_arrives_once_when_the_server_is_back(install: Callable[..., Installation]) -> None:
    port = free_port()
    settings = {"SMTP_PORT": str(port), "SMTP_TIMEOUT": "1", "RATHAUS_RETRY_LONGEST": "3"}
    town_hall = install(worker=False, RATHAUS_WORKER_DEAD_AFTER="3", **settings)
    queue = [sys.executable, "-m", "tests.faults.queued", str(MAILS)]
    subprocess.run(queue, env=environment(town_hall.database), cwd=ROOT, check=True)

    town_hall.start("worker")  # nobody listens
    town_hall.wait_for(lambda: fewest_tries(town_hall) >= 2, "two tries of each e-mail")
    with silent_server(port):
        tried = fewest_tries(town_hall)
        town_hall.wait_for(lambda: fewest_tries(town_hall) > tried, "one more of each")
    with mail_server(port, {"data": DROP}) as dying:
        town_hall.wait_for(lambda: len(dying.kept) >= 3, "some that were taken without an answer")
        town_hall.kill("worker")
    assert town_hall.query("select count(*) from outbox_mailsent") == [(0,)]
    assert town_hall.query("select count(*) from outbox_outgoingmail") == [(MAILS,)]

    time.sleep(3.5)  # until the killed worker counts as dead
    with mail_server(port) as back:
        town_hall.start("worker")
        town_hall.wait_for(lambda: unfinished(town_hall) == 0, "all e-mails")
        arrived = Counter(to_and_id(kept) for kept in back.kept)
    assert sorted(to for to, _ in arrived) == sorted(f"anna{n}@example.org" for n in range(MAILS))
    assert set(arrived.values()) == {1}
    assert {to_and_id(kept) for kept in dying.kept} <= set(arrived), "what was taken before is the same message"
    assert town_hall.query("select count(*) from outbox_mailsent") == [(MAILS,)]
    assert town_hall.query("select count(*) from outbox_mailrefused") == [(0,)]
    assert "@example.org" not in town_hall.log("worker")


def to_and_id(kept: bytes) -> tuple[str, str]:
    message = message_from_bytes(kept)
    return str(message["To"]), str(message["Message-ID"])


def fewest_tries(town_hall: Installation) -> int:
    tried = "select coalesce(min(attempts), 0) from procrastinate_jobs where task_name = 'outbox.deliver_mail'"
    return int(town_hall.query(tried)[0][0])


def unfinished(town_hall: Installation) -> int:
    waiting = (
        "select count(*) from procrastinate_jobs where task_name = 'outbox.deliver_mail' and status <> 'succeeded'"
    )
    return int(town_hall.query(waiting)[0][0])
