"""What goes to whom, once, when, and what happens when it doesn't."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from rathaus.channel.models import Delivery, Dispatch, Subscriber, Subscription
from rathaus.channel.sending.dispatching import quiet_until, spread_batch
from rathaus.channel.service import Choice, Kind, choose, end, figures, leave, progress_of, revise
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import VILLAGE, carry_out, message, send_now, subscriber, tell

ANNA, BILAL = cast.ANNA.email, cast.BILAL.email
EVENING = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)  # 23 o'clock


def recipients() -> list[str]:
    return sorted(message.to[0] for message in django_mail.outbox)


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], None]:
    """What the mail server says from now on."""

    def say(problem: Exception | None) -> None:
        def send_messages(backend: EmailBackend, messages: list[Any]) -> int:
            if problem is not None:
                raise problem
            django_mail.outbox.extend(messages)
            return len(messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    return say


def refused(code: int, address: str = ANNA) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({address: (code, b"5.1.1 no")})


def test_who_wants_topic_and_place_gets_it_and_nobody_else(town: Municipality) -> None:
    subscriber(ANNA, place=VILLAGE)
    subscriber(BILAL, place="Uetz")
    carry_out(tell(places=(VILLAGE,)))
    assert recipients() == [ANNA]


def test_carried_out_twice_everybody_has_it_once(town: Municipality) -> None:
    subscriber(ANNA)
    found = tell()
    carry_out(found)
    carry_out(found)
    assert recipients() == [ANNA]
    (message,) = django_mail.outbox
    assert message.extra_headers["Message-ID"] == f"<{Delivery.objects.get().pk}@localhost>"


def test_an_email_can_be_left_in_one_click_and_says_only_what_is_public(town: Municipality) -> None:
    subscriber(ANNA)
    carry_out(tell())
    (message,) = django_mail.outbox
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.startswith("http://tangerhuette.localhost")
    assert link.endswith("/abmelden/")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.subject == "Das Freibad hat neue Rutschen"
    assert link in message.body
    assert ANNA not in str(message.body)


def test_who_leaves_after_it_was_decided_gets_nothing(town: Municipality) -> None:
    anna, bilal = subscriber(ANNA), subscriber(BILAL)
    found = tell()
    dispatch = Dispatch.objects.get()
    spread_batch(str(dispatch.pk))
    leave(anna)
    choose(bilal, [Choice("stellen")], quiet=True)
    send_now(dispatch)
    assert (recipients(), states()) == ([], ["dropped", "dropped"])
    assert set(Delivery.objects.values_list("domain", flat=True)) == {""}  # it may name somebody
    assert progress_of(found)[0].is_done


def test_who_leaves_while_others_get_theirs_gets_nothing(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [subscriber(ANNA), subscriber(BILAL)]

    def send_messages(_: EmailBackend, messages: list[Any]) -> int:
        for other in both:
            if other.address != messages[0].to[0]:
                leave(other)
        django_mail.outbox.extend(messages)
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    monkeypatch.setattr("rathaus.channel.sending.claiming.FRESH_SECONDS", 0.0)  # the server takes its time
    carry_out(tell())
    assert (len(recipients()), states()) == (1, ["dropped", "sent"])


def test_the_night_is_quiet_but_for_severe_warnings(town: Municipality) -> None:
    subscriber(ANNA, topic="gefahren")
    with clock.freeze(EVENING):
        carry_out(tell(topic="gefahren"))
        carry_out(tell(Kind.WARNING, topic="gefahren", severity="minor", ends_at=EVENING + timedelta(hours=12)))
        assert recipients() == []
        carry_out(tell(Kind.WARNING, topic="gefahren", ends_at=EVENING + timedelta(hours=12)))
        assert recipients() == [ANNA]
    with clock.freeze(EVENING + timedelta(hours=7)):
        for dispatch in Dispatch.objects.all():
            send_now(dispatch)
        assert recipients() == [ANNA] * 3


def test_what_waited_for_the_morning_is_told_as_it_is_then(town: Municipality) -> None:
    subscriber(ANNA, topic="gefahren")
    more: dict[str, Any] = {"topic": "gefahren", "severity": "minor", "ends_at": EVENING + timedelta(hours=20)}
    with clock.freeze(EVENING):
        storm = tell(Kind.WARNING, title="Sturm", idempotency_key="1", **more)
        flood = tell(Kind.WARNING, title="Hochwasser", idempotency_key="2", **more)
        carry_out(storm)
        carry_out(flood)
    with clock.freeze(EVENING + timedelta(hours=2)):
        end(storm)
        revise(flood, message(Kind.WARNING, **{**more, "title": "Hochwasser der Elbe"}))
        carry_out(storm)
        carry_out(flood)
        assert recipients() == []
    with clock.freeze(EVENING + timedelta(hours=7)):
        for dispatch in Dispatch.objects.order_by("at", "number"):
            send_now(dispatch)
    assert sorted(str(mail.subject) for mail in django_mail.outbox) == [
        "Entwarnung: Sturm",
        "Hinweis, geändert: Hochwasser der Elbe",
    ]
    assert states() == ["dropped", "dropped", "sent", "sent"]


def test_a_status_that_another_replaced_or_that_was_taken_back_is_not_sent_after_it(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    found = tell(Kind.STATUS, title="Zu", ends_at=MONDAY + timedelta(hours=8))
    answer(refused(450))
    carry_out(found)
    end(found, tell=False)
    answer(None)
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        send_now(Dispatch.objects.get())
    assert (recipients(), states()) == ([], ["dropped"])


def test_who_was_told_hears_of_the_change_and_the_end_though_it_is_somewhere_else_by_then(town: Municipality) -> None:
    subscriber(ANNA, topic="gefahren", place=VILLAGE)
    subscriber(BILAL, topic="gefahren", place="Uetz")
    subscriber("demker@example.org", topic="gefahren", place="Demker")
    found = tell(Kind.WARNING, topic="gefahren", title="Sturm", places=(VILLAGE,))
    carry_out(found)
    revise(found, message(Kind.WARNING, topic="gefahren", title="Sturm", places=("Uetz",)))
    carry_out(found)
    end(found)
    carry_out(found)
    assert [(mail.to[0], str(mail.subject)) for mail in django_mail.outbox if mail.to[0] == ANNA] == [
        (ANNA, "Ernste Warnung: Sturm"),
        (ANNA, "Ernste Warnung, geändert: Sturm"),
        (ANNA, "Entwarnung: Sturm"),
    ]
    assert recipients() == [ANNA] * 3 + [BILAL] * 2


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 11, 30, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 30, 21, 0, tzinfo=UTC), datetime(2026, 12, 1, 5, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), datetime(2027, 3, 28, 4, 0, tzinfo=UTC)),  # an hour less
        (datetime(2027, 10, 30, 22, 0, tzinfo=UTC), datetime(2027, 10, 31, 5, 0, tzinfo=UTC)),  # an hour more
        (datetime(2027, 10, 31, 5, 0, tzinfo=UTC), None),
    ],
)
def test_the_night_is_that_of_the_wall_clock(now: datetime, until: datetime | None) -> None:
    assert quiet_until(now) == until


def test_a_busy_server_is_tried_again_until_four_hours_are_over(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    carry = tell(Kind.NEWS)
    answer(refused(450))
    carry_out(carry)
    dispatch, now, tried = Dispatch.objects.get(), MONDAY, 1
    while states() == ["queued"]:
        now = Delivery.objects.get().next_at
        with clock.freeze(now):
            send_now(dispatch)
        tried += 1
    assert (tried, now - MONDAY, states()) == (10, timedelta(minutes=243), ["failed"])
    assert Subscriber.objects.get().failures == 0


def test_a_warning_is_given_up_after_half_an_hour(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    found = tell(Kind.WARNING)
    answer(refused(450))
    carry_out(found)
    now = MONDAY
    while states() == ["queued"]:
        now = Delivery.objects.get().next_at
        with clock.freeze(now):
            send_now(Dispatch.objects.get())
    assert now - MONDAY == timedelta(minutes=31.5)


def test_a_server_that_is_down_costs_no_try_and_nothing_is_lost(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    subscriber(BILAL)
    found = tell()
    answer(ConnectionRefusedError())
    carry_out(found)
    for minutes in range(1, 241):
        with clock.freeze(MONDAY + timedelta(minutes=minutes)):
            send_now(Dispatch.objects.get())
    assert (states(), {row.tries for row in Delivery.objects.all()}) == (["queued", "queued"], {0})
    answer(None)
    with clock.freeze(MONDAY + timedelta(minutes=242)):
        send_now(Dispatch.objects.get())
    assert (states(), recipients()) == (["sent", "sent"], [ANNA, BILAL])


def test_an_address_that_refuses_three_times_is_paused(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    answer(refused(550))
    for number in range(4):
        carry_out(tell(idempotency_key=str(number)))
    found = Subscriber.objects.get()
    assert (found.failures, found.paused_at, states()) == (3, MONDAY, ["failed"] * 3)
    counted = figures()
    assert (counted.failed, counted.bounced, counted.paused) == (3, 3, 1)
    assert list(Subscription.objects.values_list("is_on", flat=True)) == [False]


def test_what_was_given_up_is_no_bounce(town: Municipality, answer: Callable[[Exception | None], None]) -> None:
    subscriber(ANNA)
    found = tell(Kind.WARNING)
    answer(refused(450))
    carry_out(found)
    while states() == ["queued"]:
        with clock.freeze(Delivery.objects.get().next_at):
            send_now(Dispatch.objects.get())
    assert (progress_of(found)[0].failed, progress_of(found)[0].bounced, figures().bounced) == (1, 0, 0)


def test_one_delivery_in_between_and_the_refusals_count_anew(
    town: Municipality, answer: Callable[[Exception | None], None]
) -> None:
    subscriber(ANNA)
    for number, problem in enumerate([refused(550), refused(550), None, refused(550)]):
        answer(problem)
        carry_out(tell(idempotency_key=str(number)))
    assert (Subscriber.objects.get().failures, Subscriber.objects.get().paused_at) == (1, None)


def test_what_went_out_is_counted_by_the_day_here(town: Municipality) -> None:
    subscriber(ANNA, topic="gefahren")
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # half past midnight on Monday
    with clock.freeze(late):
        carry_out(tell(Kind.WARNING, topic="gefahren", ends_at=late + timedelta(hours=6)))
    counted = figures()
    assert counted.by_day[-1] == (MONDAY.date(), 1)
    assert (len(counted.by_day), sum(n for _, n in counted.by_day), counted.at_once) == (30, 1, 100)


def test_what_is_over_is_not_sent(town: Municipality) -> None:
    subscriber(ANNA)
    tell(Kind.STATUS, ends_at=MONDAY + timedelta(hours=1))
    dispatch = Dispatch.objects.get()
    spread_batch(str(dispatch.pk))
    with clock.freeze(MONDAY + timedelta(hours=1)):
        send_now(dispatch)
    assert (recipients(), states()) == ([], ["dropped"])


def test_what_a_dead_worker_took_comes_up_again_after_the_lease(town: Municipality) -> None:
    from rathaus.channel.sending.claiming import LEASE, take

    subscriber(ANNA)
    tell()
    dispatch = Dispatch.objects.get()
    spread_batch(str(dispatch.pk))
    take(dispatch, "email")  # type: ignore[arg-type]  # and then the worker dies
    send_now(dispatch)
    assert recipients() == []
    with clock.freeze(MONDAY + LEASE):
        send_now(dispatch)
    assert recipients() == [ANNA]


def test_a_domain_gets_its_share_of_a_minute_and_a_warning_all(town: Municipality, settings: Any) -> None:
    settings.RATHAUS_MAILS_PER_DOMAIN = 2
    for number in range(5):
        subscriber(f"anna{number}@example.org")
    subscriber("bilal@example.net")
    found = tell()
    carry_out(found)
    assert len(recipients()) == 3
    assert "bilal@example.net" in recipients()
    with clock.freeze(MONDAY + timedelta(minutes=1)):
        send_now(Dispatch.objects.get())
    assert len(recipients()) == 5
    django_mail.outbox.clear()
    carry_out(tell(Kind.WARNING))
    assert len(recipients()) == 6


def test_the_all_clear_says_so(town: Municipality) -> None:
    subscriber(ANNA)
    found = tell(Kind.WARNING, title="Sturm", instructions="Bleiben Sie im Haus.")
    carry_out(found)
    end(found)
    carry_out(found)
    first, second = django_mail.outbox
    assert (first.subject, second.subject) == ("Ernste Warnung: Sturm", "Entwarnung: Sturm")
    assert ("Bleiben Sie im Haus." in first.body, "Bleiben Sie im Haus." in second.body) == (True, False)
    assert "NINA" in first.body


def test_progress_counts_every_delivery(town: Municipality) -> None:
    subscriber(ANNA)
    subscriber(BILAL)
    found = tell()
    spread_batch(str(Dispatch.objects.get().pk))
    before = progress_of(found)[0]
    carry_out(found)
    after = progress_of(found)[0]
    assert (before.queued, before.sent, before.is_done) == (2, 0, False)
    assert (after.queued, after.sent, after.at_once, after.is_done) == (0, 2, 100, True)


def test_many_get_their_rows_in_batches(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.channel.sending.dispatching._FIRST_BATCH", 2)
    monkeypatch.setattr("rathaus.channel.sending.dispatching._BATCH", 2)
    for number in range(5):
        subscriber(f"anna{number}@example.org")
    tell()
    dispatch = str(Dispatch.objects.get().pk)
    assert [spread_batch(dispatch) for _ in range(3)] == [True, True, False]
    assert Delivery.objects.count() == 5
