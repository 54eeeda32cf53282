"""E-mails that come back later: `rathaus bounce` reads the report, and nobody else's word counts."""

import io
import sys
from datetime import timedelta
from email import message_from_bytes
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail as django_mail
from hypothesis import given
from hypothesis import strategies as st

from rathaus.channel.models import Delivery, Subscriber
from rathaus.channel.service import progress_of
from rathaus.cli import main
from rathaus.core import clock
from rathaus.outbox.returning import read_report, return_path
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import carry_out, subscriber, tell

ANNA, BILAL = cast.ANNA.email, cast.BILAL.email


def report(to: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "multipart/report") -> bytes:
    """As RFC 3464 shows it in its examples."""
    return f"""From: MAILER-DAEMON@post.example.net\r
To: {to}\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: {kind}; report-type=delivery-status; boundary="x"\r
\r
--x\r
Content-Type: text/plain\r
\r
Es gibt niemanden dieses Namens.\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; post.example.net\r
\r
Final-Recipient: rfc822; anna@example.org\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 5.1.1 unknown\r
\r
--x--\r
""".encode()


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.RATHAUS_BOUNCES = "rueck@post.example.org"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command, with this e-mail as its standard input; its exit code."""

    def bounce(raw: bytes) -> object:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        with pytest.raises(SystemExit) as ended:
            main(["bounce"])
        return ended.value.code

    return bounce


def told(email: str, key: str = "1") -> str:
    """Something was told; the return path of this reader's e-mail."""
    django_mail.outbox.clear()
    carry_out(tell(idempotency_key=key))
    return str(next(mail.from_email for mail in django_mail.outbox if mail.to == [email]))


def failures() -> dict[str, int]:
    return dict(Subscriber.objects.values_list("address", "failures"))


def test_a_report_counts_once_for_the_address_that_it_is_about(town: Municipality, run: Any) -> None:
    subscriber(ANNA)
    subscriber(BILAL)
    path = told(ANNA)
    assert path.startswith("rueck+")
    whole: Any = django_mail.outbox[0].message()
    shown = message_from_bytes(whole.as_bytes(linesep="\r\n"))["From"]
    assert parseaddr(str(shown))[1] == "rathaus@localhost"
    assert [run(report(path)) for _ in range(2)] == [0, 0]
    assert failures() == {ANNA: 1, BILAL: 0}
    anna = Delivery.objects.get(subscriber=Subscriber.objects.get(address=ANNA).pk)
    (progress,) = progress_of(anna.dispatch.publication)
    assert (anna.state, anna.code, progress.sent, progress.bounced) == ("failed", 550, 1, 1)


def test_capitals_in_the_return_path_and_other_headers_make_no_difference(town: Municipality, run: Any) -> None:
    subscriber(ANNA)
    path = told(ANNA)
    other = report("postmaster@post.example.org").replace(
        b"Subject:", f"Delivered-To: {path.upper()}\r\nSubject:".encode()
    )
    assert (run(other), failures()) == (0, {ANNA: 1})


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed"},
        {"action": "delivered"},
        {"status": "4.2.2"},
        {"status": "5.7.1"},
        {"kind": "text/plain"},
    ],
)
def test_a_delay_a_policy_or_somebodys_answer_counts_for_nothing(
    town: Municipality, run: Any, changes: dict[str, str]
) -> None:
    subscriber(ANNA)
    assert (run(report(told(ANNA), **changes)), failures()) == (0, {ANNA: 0})


def test_a_return_path_that_somebody_made_up_counts_for_nothing(town: Municipality, run: Any, settings: Any) -> None:
    subscriber(ANNA)
    path = told(ANNA)
    local, _, domain = path.partition("@")
    last = "a" if local[-1] != "a" else "b"
    for forged in (f"{local[:-1]}{last}@{domain}", f"{local}@else.example.org", "rueck@post.example.org"):
        assert (run(report(forged)), failures()) == (0, {ANNA: 0})
    settings.SECRET_KEY = "another"
    assert (run(report(path)), failures()) == (0, {ANNA: 0})


def test_a_report_counts_in_its_own_municipality(town: Municipality, thale: Municipality, run: Any) -> None:
    subscriber(ANNA)
    path = told(ANNA)
    with scope(thale):
        subscriber(ANNA)
        carry_out(tell())
        run(report(path))
        assert failures() == {ANNA: 0}
    assert failures() == {ANNA: 1}
    run(report(return_path(thale.pk, Delivery.objects.get().pk)))
    assert failures() == {ANNA: 1}


def test_an_address_is_paused_though_its_server_takes_each_email_first(town: Municipality, run: Any) -> None:
    subscriber(ANNA)
    for day in range(3):
        with clock.freeze(MONDAY + timedelta(days=day)):
            run(report(told(ANNA, str(day))))
    assert (failures(), Subscriber.objects.get().paused_at) == ({ANNA: 3}, MONDAY + timedelta(days=2))


def test_when_nothing_came_back_for_a_day_the_failures_are_forgotten(town: Municipality, run: Any) -> None:
    subscriber(ANNA)
    run(report(told(ANNA, "0")))
    seen = []
    for hours in (1, 5, 26):
        with clock.freeze(MONDAY + timedelta(hours=hours)):
            told(ANNA, str(hours))
            seen.append(failures()[ANNA])
    assert seen == [1, 1, 0]


def test_who_has_left_is_gone(town: Municipality, run: Any) -> None:
    found = subscriber(ANNA)
    path = told(ANNA)
    found.delete()
    assert (run(report(path)), Delivery.objects.get().state) == (0, "failed")


def test_without_a_mailbox_for_them_all_stays_as_it_was(town: Municipality, settings: Any) -> None:
    settings.RATHAUS_BOUNCES = ""
    subscriber(ANNA)
    assert told(ANNA).endswith("<rathaus@localhost>")
    assert read_report(report("rueck+" + "a" * 48 + "@post.example.org")) is None


@given(raw=st.binary(max_size=300))
def test_whatever_comes_in_is_no_error(raw: bytes) -> None:
    head = b"Content-Type: multipart/report; boundary=x\r\nTo: rueck@post.example.org\r\n"
    assert [read_report(raw), read_report(head + raw), read_report(head + b"\r\n--x\r\n" + raw)] == [None] * 3
