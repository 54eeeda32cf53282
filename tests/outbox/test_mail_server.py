"""Whatever the mail server does: nothing is lost, nothing goes out twice, and no header is split."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from procrastinate.jobs import Job

from rathaus.core import clock
from rathaus.outbox.actions import deliver
from rathaus.outbox.handing_over import NotHandedOver
from rathaus.outbox.jobs import LONGEST_GAP_SECONDS, PATIENT, gap_before
from rathaus.outbox.models import MailRefused, MailSent, OutgoingMail
from rathaus.outbox.service import Kind, Mail, send_mails, was_refused
from rathaus.tenancy.service import Municipality, scope
from tests.cast import ANNA, BILAL
from tests.live import free_port
from tests.outbox.mail_servers import DROP, mail_server, silent_server

Use = Callable[[int], None]


def queue(to: str = ANNA.email, number: str = "2026-000001", **more: object) -> OutgoingMail:
    send_mails([Mail(f"act:{to}", to, "arrived", {"number": number}, **more)])  # type: ignore[arg-type]
    return OutgoingMail.objects.get(key=f"act:{to}")


def try_to_deliver(mail: OutgoingMail) -> str:
    """What a worker sees."""
    try:
        return "sent" if deliver(str(mail.pk)) else "not sent"
    except NotHandedOver:
        return "later"


def test_a_server_that_is_down_is_waited_for(town: Municipality, use_server: Use) -> None:
    mail = queue()
    use_server(free_port())
    assert (try_to_deliver(mail), MailRefused.objects.count()) == ("later", 0)
    with mail_server() as server, clock.freeze(clock.now() + timedelta(days=30)):
        use_server(server.port)
        assert (try_to_deliver(mail), try_to_deliver(mail), len(server.kept)) == ("sent", "not sent", 1)


def test_a_server_that_says_nothing_is_waited_for_and_not_asked_again_at_once(
    town: Municipality, use_server: Use
) -> None:
    first, second = queue(), queue(BILAL.email)
    with silent_server() as port:
        use_server(port)
        assert try_to_deliver(first) == "later"
    with mail_server() as server:
        use_server(server.port)
        assert (try_to_deliver(second), server.connections) == ("later", 0)
        with clock.freeze(clock.now() + timedelta(seconds=31)):
            assert (try_to_deliver(first), try_to_deliver(second)) == ("sent", "sent")


def test_a_server_that_dies_before_it_answers_gets_the_same_message_again(
    town: Municipality, use_server: Use
) -> None:
    mail = queue()
    with mail_server(answers={"data": DROP}) as server:
        use_server(server.port)
        assert (try_to_deliver(mail), MailSent.objects.count()) == ("later", 0)
        server.answers.clear()
        with clock.freeze(clock.now() + timedelta(seconds=31)):
            assert try_to_deliver(mail) == "sent"
        ids = [message_from_bytes(kept)["Message-ID"] for kept in server.kept]
    assert ids == [MailSent.objects.get().message_id] * 2


@pytest.mark.parametrize(
    "answers",
    [
        {"mail": "550 5.7.1 we don't know you"},
        {"mail": "451 4.3.0 try later"},
        {"rcpt": "450 4.2.1 greylisted"},
        {"rcpt": "554 5.7.1 relay access denied"},
        {"data": "452 4.3.1 disk full"},
    ],
)
def test_what_may_pass_is_tried_again(town: Municipality, use_server: Use, answers: dict[str, str]) -> None:
    mail = queue()
    with mail_server(answers=answers) as server:
        use_server(server.port)
        assert (try_to_deliver(mail), MailRefused.objects.count()) == ("later", 0)
        server.answers.clear()
        with clock.freeze(clock.now() + timedelta(seconds=31)):
            assert (try_to_deliver(mail), len(server.kept)) == ("sent", 1)


@pytest.mark.parametrize("answers", [{"rcpt": "550 5.1.1 no such user"}, {"data": "552 5.3.4 message too big"}])
def test_what_is_refused_for_good_is_noted_and_never_tried_again(
    town: Municipality, use_server: Use, answers: dict[str, str]
) -> None:
    mail, other = queue(), queue(BILAL.email)
    with mail_server(answers=answers) as server:
        use_server(server.port)
        assert (try_to_deliver(mail), try_to_deliver(mail), server.connections) == ("not sent", "not sent", 1)
        assert MailRefused.objects.get().code == int(next(iter(answers.values()))[:3])
        server.answers.clear()
        assert (try_to_deliver(other), server.recipients) == ("sent", [BILAL.email])


def test_not_now_about_one_person_is_believed_for_eight_days(town: Municipality, use_server: Use) -> None:
    mail = queue()
    with mail_server(answers={"rcpt": "450 4.2.2 mailbox full"}) as server:
        use_server(server.port)
        with clock.freeze(mail.created + timedelta(days=7, hours=23)):
            assert try_to_deliver(mail) == "later"
        with clock.freeze(mail.created + timedelta(days=8, hours=1)):
            assert (try_to_deliver(mail), MailRefused.objects.get().code) == ("not sent", 450)


def test_the_desk_learns_that_an_email_did_not_arrive_until_one_does(
    town: Municipality, thale: Municipality, use_server: Use
) -> None:
    about = queue().pk
    mail = queue(BILAL.email, about=about, kind=Kind.QUERY)
    with mail_server(answers={"rcpt": "550 5.1.1 no such user"}) as server:
        use_server(server.port)
        deliver(str(mail.pk))
        assert (was_refused(about), was_refused(mail.pk)) == (True, False)
        with scope(thale):
            assert was_refused(about) is False
        server.answers.clear()
        deliver(str(queue(ANNA.email.replace("anna", "anna2"), about=about, kind=Kind.QUERY).pk))
    assert was_refused(about) is False


def test_what_the_server_says_about_somebody_gets_into_no_log(town: Municipality, use_server: Use) -> None:
    mail = queue()
    with mail_server(answers={"rcpt": f"450 4.2.1 {ANNA.email} is busy"}) as server:
        use_server(server.port)
        with pytest.raises(NotHandedOver) as raised:
            deliver(str(mail.pk))
    assert (str(raised.value), raised.value.__suppress_context__) == ("answer 450", True)


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_a_subject_never_splits_the_headers(town: Municipality, use_server: Use, line_break: str) -> None:
    number = f"2026{line_break}Bcc: bilal@example.org{line_break}{line_break}Overwritten"
    Municipality.objects.filter(pk=town.pk).update(name=f"Stadt{line_break}Bcc: bilal@example.org")
    town.refresh_from_db()
    with scope(town), mail_server() as server:
        use_server(server.port)
        deliver(str(queue(number=number).pk))
    sent = message_from_bytes(server.kept[0], policy=policy.default)
    assert (sent["Bcc"], sent["To"], server.recipients) == (None, ANNA.email, [ANNA.email])
    ours = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"}
    assert set(sent.keys()) == ours


@pytest.mark.parametrize(
    "to",
    [
        "anna@example.org\r\nBcc: bilal@example.org",
        "anna@example.org\nRCPT TO:<bilal@example.org>",
        "anna@example.org, bilal@example.org",
        "Anna <anna@example.org>",
        "anna@example.org>\r\nDATA",
        "anna",
    ],
)
def test_an_address_that_is_none_goes_nowhere(town: Municipality, use_server: Use, to: str) -> None:
    mail = queue(to)
    with mail_server() as server:
        use_server(server.port)
        assert (try_to_deliver(mail), server.connections, MailRefused.objects.get().code) == ("not sent", 0, 553)


def test_the_gaps_between_tries_grow_up_to_a_quarter_of_an_hour() -> None:
    gaps = [gap_before(tries) for tries in (0, 1, 2, 6, 7, 100, 999)]
    assert (gaps, LONGEST_GAP_SECONDS) == ([10, 20, 40, 640, 900, 900, 900], 900)
    assert PATIENT.get_retry_decision(exception=OSError(), job=_job(999)) is not None
    assert PATIENT.get_retry_decision(exception=OSError(), job=_job(1000)) is None


def _job(attempts: int) -> Job:
    return Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="any", attempts=attempts)
