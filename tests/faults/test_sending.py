"""Sending an application when things go wrong: impatient fingers, lost answers, a killed web server."""

import hashlib
import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.live import Installation
from tests.walk import Applicant, Form, example

SERVICE = "hund-anmelden"
APPLICANT = "anna@beispiel.example"
FILE_FIELD = "nachweis_ermaessigung"
NUMBER = re.compile(r"/vorgang/(\d{4}-\d{6})/")


@dataclass
class Ready:
    """An application on its summary page: one post away from being sent."""

    applicant: Applicant
    address: str
    fields: dict[str, list[str]]

    def send(self) -> str:
        """Send it; returns the case's number."""
        answer = self.applicant.client.post(self.address, data=self.fields)
        found = NUMBER.search(answer.headers.get("Location", ""))
        assert found, f"{answer.status_code} {answer.text[:1000]}"
        return found[1]


def prepare(live: Installation, *, files: dict[str, tuple[str, bytes, str]] | None = None) -> Ready:
    applicant = Applicant(live.client())
    told = example(SERVICE, "assistenzhund" if files else "minimal")
    page = applicant.fill(SERVICE, told["pages"], files)
    fields = Form(page.text).values
    closing = {name: ["ja"] for name in re.findall(r'type="checkbox"[^>]*name="([^"]+)"', page.text)}
    closing |= {name: ["ja"] for name in re.findall(r'name="([^"]+)"[^>]*type="checkbox"', page.text)}
    return Ready(applicant, page.url.path, {**fields, **closing})


def acknowledgements(live: Installation, number: str) -> int:
    """How many e-mails the applicant got about a case; the unit's own doesn't count."""
    return sum(1 for mail in live.mails() if APPLICANT in str(mail["To"]) and number in text_of(mail))


def cases(live: Installation) -> int:
    return int(live.query("select count(*) from cases_case")[0][0])


def test_twenty_parallel_posts_make_one_case_and_one_mail(live: Installation) -> None:
    ready, before = prepare(live), cases(live)
    cookies = dict(ready.applicant.client.cookies)

    def post(_: int) -> str:
        with live.client(cookies=cookies) as client:
            return Ready(Applicant(client), ready.address, ready.fields).send()

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(post, range(20)))
    assert (len(set(numbers)), cases(live) - before) == (1, 1)
    live.wait_for(lambda: acknowledgements(live, numbers[0]), "the acknowledgement")
    time.sleep(1.5)  # long enough for a second one to be on its way
    assert acknowledgements(live, numbers[0]) == 1


def test_back_and_resend_lead_to_the_same_receipt(live: Installation) -> None:
    ready, before = prepare(live), cases(live)
    first, again = ready.send(), ready.send()
    back = ready.applicant.follow(ready.applicant.client.get(ready.address))
    assert (again, cases(live) - before) == (first, 1)
    assert first in back.text


def test_a_lost_answer_is_found_again_by_resending(live: Installation) -> None:
    ready, before = prepare(live), cases(live)
    with pytest.raises(httpx.TimeoutException):
        ready.applicant.client.post(ready.address, data=ready.fields, timeout=httpx.Timeout(5, read=0.001))
    live.wait_for(lambda: cases(live) > before, "the case whose answer was lost")
    ready.send()
    assert cases(live) - before == 1


def text_of(mail: EmailMessage) -> str:
    plain = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{plain.get_content() if plain else ''}"


def _send_quietly(ready: Ready, numbers: list[str]) -> None:
    with suppress(httpx.HTTPError):
        numbers.append(ready.send())


@pytest.mark.slow
def test_a_shown_receipt_has_its_case_and_files_whenever_the_web_server_is_killed(
    install: Callable[..., Installation],
) -> None:
    live, dice = install(worker=False), random.Random(7)
    shown: dict[str, bytes] = {}
    for delay in [0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.15, 0.3]:
        content = picture(dice)
        ready = prepare(live, files={FILE_FIELD: ("ausweis.png", content, "image/png")})
        numbers: list[str] = []
        sender = threading.Thread(target=_send_quietly, args=(ready, numbers))
        sender.start()
        time.sleep(delay)
        live.kill("serve")
        sender.join()
        live.start("serve")
        shown |= dict.fromkeys(numbers, content)
    assert shown, "every round was killed before its answer: nothing was shown to hold"
    for number, content in shown.items():
        rows = live.query(
            "select f.sha256, f.size, f.place from cases_case c join cases_casefile k on k.case_id = c.id "
            "join files_storedfile f on f.id = k.file_id where c.number = %s",
            number,
        )
        assert [(sha, size) for sha, size, _ in rows] == [(hashlib.sha256(content).hexdigest(), len(content))]
        kept = [path.read_bytes() for path in (live.folder / "files").rglob(Path(rows[0][2]).name)]
        assert kept == [content]
    # Nothing half: every submission has its case, every case its submission, and no number was skipped.
    assert live.query("select count(*) from cases_case") == live.query("select count(*) from cases_submission")
    assert live.query("select count(*) from cases_case") == live.query("select max(last) from cases_casecounter")


def picture(dice: random.Random) -> bytes:
    """A PNG of noise, about 100 kB, so that no two are alike."""
    side = 180
    out = BytesIO()
    Image.frombytes("RGB", (side, side), dice.randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()
