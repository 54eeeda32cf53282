"""What waits for one e-mail a day or a week: all of it, once, in the morning, and nothing for who left."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail

from rathaus.channel.gathering import next_digest
from rathaus.channel.models import Delivery, Dispatch, Subscriber
from rathaus.channel.sending import digests
from rathaus.channel.sending.claiming import LEASE
from rathaus.channel.service import Choice, Kind, Rhythm, choose, confirm, end, leave, progress_of, revise
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.outbox import handing_over
from rathaus.tenancy.service import Municipality, current_municipality, scope
from tests import cast
from tests.cases.races import Arena, all_read_first, arena

from .conftest import MONDAY
from .making import POOL, VILLAGE, carry_out, message, subscriber, tell
from .test_sending import answer

__all__ = ["answer"]
ANNA, BILAL = cast.ANNA.email, cast.BILAL.email
TUESDAY_AT_SEVEN = datetime(2026, 12, 1, 7, tzinfo=BERLIN)
Answer = Callable[[Exception | None], None]


@pytest.fixture(autouse=True)
def _server_answers() -> Iterator[None]:
    yield
    handing_over._silent_until.clear()


def daily(email: str = ANNA, *choices: Choice, rhythm: Rhythm = Rhythm.DAILY) -> Subscriber:
    found = subscriber(email)
    choose(found, choices or [Choice(POOL), Choice("stadtrat")], quiet=True, rhythm=rhythm)
    return Subscriber.objects.get(pk=found.pk)


def news(title: str, **more: Any) -> Any:
    found = tell(title=title, idempotency_key=title, **more)
    carry_out(found)
    return found


def morning(at: datetime = TUESDAY_AT_SEVEN) -> None:
    """What the jobs do at that moment."""
    with clock.freeze(at):
        digests.send_due(lambda: nullcontext(current_municipality()))


def sent() -> list[tuple[str, str]]:
    return [(one.to[0], str(one.subject)) for one in django_mail.outbox]


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_everything_of_a_day_is_one_email_in_the_morning(town: Municipality) -> None:
    daily()
    news("Neue Rutschen", text="Zwei Stück.")
    news("Haushalt beschlossen", topic="stadtrat")
    morning(TUESDAY_AT_SEVEN - timedelta(seconds=1))
    assert sent() == []
    morning()
    assert sent() == [(ANNA, "2 Meldungen: Stadt Tangerhütte")]
    body = str(django_mail.outbox[0].body)
    assert body.index("Neue Rutschen") < body.index("Zwei Stück.") < body.index("Haushalt beschlossen")
    assert body.count("/meldungen/") == 2
    assert "einmal am Tag gesammelt" in body
    morning(TUESDAY_AT_SEVEN + timedelta(hours=5))
    assert (len(sent()), states()) == (1, ["sent", "sent"])


def test_one_alone_has_its_own_subject(town: Municipality) -> None:
    daily()
    news("Neue Rutschen")
    morning()
    assert sent() == [(ANNA, "Neue Rutschen")]


def test_it_can_be_left_in_one_click(town: Municipality) -> None:
    daily()
    news("Neue Rutschen")
    morning()
    (mail,) = django_mail.outbox
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.endswith("/abmelden/")
    assert link in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_warnings_come_at_once_and_so_does_what_would_come_too_late(town: Municipality) -> None:
    daily(ANNA, Choice(POOL), Choice("gefahren"))
    hours = timedelta(hours=1)
    carry_out(tell(Kind.WARNING, topic="gefahren", title="Sturm", severity="minor", ends_at=MONDAY + 90 * hours))
    carry_out(tell(Kind.STATUS, title="Heute zu", ends_at=MONDAY + 8 * hours, idempotency_key="1"))
    carry_out(tell(Kind.STATUS, title="Diese Woche zu", ends_at=MONDAY + 90 * hours, idempotency_key="2"))
    carry_out(
        tell(Kind.EVENT, title="Abend", starts_at=MONDAY + hours, ends_at=MONDAY + 90 * hours, idempotency_key="3")
    )
    assert [subject for _, subject in sent()] == ["Hinweis: Sturm", "Heute zu", "Abend"]
    morning()
    assert [subject for _, subject in sent()][3:] == ["Diese Woche zu"]


def test_of_what_changed_the_last_word_is_told(town: Municipality) -> None:
    daily()
    times: dict[str, Any] = {"starts_at": MONDAY + timedelta(days=3), "ends_at": MONDAY + timedelta(days=3, hours=2)}
    meeting = tell(Kind.EVENT, topic="stadtrat", title="Sitzung", **times)
    carry_out(meeting)
    revise(meeting, message(Kind.EVENT, topic="stadtrat", title="Sitzung im Saal", **times))
    carry_out(meeting)
    end(meeting)
    carry_out(meeting)
    morning()
    assert (sent(), states()) == ([(ANNA, "Abgesagt: Sitzung im Saal")], ["sent"] * 3)


def test_what_another_status_replaced_is_not_told_beside_it(town: Municipality) -> None:
    daily()
    until = MONDAY + timedelta(days=5)
    closed = tell(Kind.STATUS, title="Zu", ends_at=until, idempotency_key="1")
    carry_out(closed)
    end(closed, tell=False)
    carry_out(tell(Kind.STATUS, title="Offen", ends_at=until, idempotency_key="2"))
    morning()
    assert (sent(), states()) == ([(ANNA, "Offen")], ["dropped", "sent"])


def test_what_is_over_by_then_is_not_told(town: Municipality) -> None:
    daily()
    carry_out(tell(Kind.STATUS, title="Zu", ends_at=MONDAY + timedelta(days=2)))
    morning(TUESDAY_AT_SEVEN + timedelta(days=2))  # no worker ran for two days
    assert (sent(), states()) == ([], ["dropped"])


def test_nothing_after_leaving_and_nothing_of_what_is_not_wanted_any_more(town: Municipality) -> None:
    anna = daily(ANNA)
    bilal = daily(BILAL)
    news("Neue Rutschen")
    news("Haushalt", topic="stadtrat")
    leave(anna)
    choose(bilal, [Choice("stadtrat")], quiet=True)
    morning()
    assert (sent(), states()) == ([(BILAL, "Haushalt")], ["dropped"] * 3 + ["sent"])


def test_places_count_in_the_morning_too(town: Municipality) -> None:
    anna = daily(ANNA, Choice(POOL, VILLAGE), Choice(POOL, "Uetz"))
    news("In Uetz", places=("Uetz",))
    news("In Grieben", places=(VILLAGE,))
    choose(anna, [Choice(POOL, VILLAGE)], quiet=True)
    morning()
    assert sent() == [(ANNA, "In Grieben")]


def test_once_a_week_is_on_monday(town: Municipality) -> None:
    daily(rhythm=Rhythm.WEEKLY)
    news("Neue Rutschen")
    for day in range(1, 7):
        morning(TUESDAY_AT_SEVEN + timedelta(days=day - 1))
    assert sent() == []
    morning(TUESDAY_AT_SEVEN + timedelta(days=6))
    assert sent() == [(ANNA, "Neue Rutschen")]
    assert "einmal in der Woche" in str(django_mail.outbox[0].body)


@pytest.mark.parametrize(
    ("now", "day", "week"),
    [
        ("2026-11-30T06:59:59+01:00", "2026-11-30T06:00:00+00:00", "2026-11-30T06:00:00+00:00"),
        ("2026-11-30T07:00:00+01:00", "2026-12-01T06:00:00+00:00", "2026-12-07T06:00:00+00:00"),
        ("2027-03-27T12:00:00+01:00", "2027-03-28T05:00:00+00:00", "2027-03-29T05:00:00+00:00"),  # an hour less
        ("2027-10-30T12:00:00+02:00", "2027-10-31T06:00:00+00:00", "2027-11-01T06:00:00+00:00"),  # an hour more
    ],
)
def test_seven_is_that_of_the_wall_clock(now: str, day: str, week: str) -> None:
    at = datetime.fromisoformat(now)
    due = [next_digest(rhythm, at).astimezone(UTC).isoformat() for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY)]
    assert due == [day, week]


def test_who_wants_it_more_often_gets_what_waits_sooner(town: Municipality) -> None:
    anna = daily(rhythm=Rhythm.WEEKLY)
    news("Neue Rutschen")
    choose(anna, [Choice(POOL)], quiet=True, rhythm=Rhythm.DAILY)
    morning()
    assert len(sent()) == 1
    news("Neues Becken")
    choose(anna, [Choice(POOL)], quiet=True, rhythm=Rhythm.AT_ONCE)
    morning(MONDAY)
    news("Neue Liegen")
    assert [subject for _, subject in sent()[1:]] == ["Neues Becken", "Neue Liegen"]


def test_what_a_dead_worker_took_comes_after_the_lease_as_the_same_message(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily()
    news("Neue Rutschen")
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        noting = "rathaus.channel.sending.digests._note_sent"
        dying.setattr(noting, lambda _rows: (_ for _ in ()).throw(KeyboardInterrupt))
        morning()  # handed over, and dead before it is noted
    morning(TUESDAY_AT_SEVEN + LEASE / 2)
    assert len(sent()) == 1
    morning(TUESDAY_AT_SEVEN + LEASE)
    first, second = django_mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert states() == ["sent"]
    morning(TUESDAY_AT_SEVEN + 3 * LEASE)
    assert len(sent()) == 2


def test_a_server_that_is_down_costs_no_try_and_nothing_is_lost(town: Municipality, answer: Answer) -> None:
    daily(ANNA)
    daily(BILAL)
    news("Neue Rutschen")
    answer(ConnectionRefusedError())
    for minutes in range(240):
        morning(TUESDAY_AT_SEVEN + timedelta(minutes=minutes))
    assert (states(), set(Delivery.objects.values_list("tries", flat=True))) == (["gathered"] * 2, {0})
    answer(None)
    morning(TUESDAY_AT_SEVEN + timedelta(minutes=242))
    assert (sorted(to for to, _ in sent()), states()) == ([ANNA, BILAL], ["sent"] * 2)


def test_not_now_keeps_it_one_email_and_no_for_good_is_counted(town: Municipality, answer: Answer) -> None:
    daily()
    news("Neue Rutschen")
    news("Haushalt", topic="stadtrat")
    answer(smtplib.SMTPRecipientsRefused({ANNA: (450, b"4.2.2 later")}))
    morning()
    assert len(set(Delivery.objects.values_list("next_at", "tries"))) == 1
    answer(smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 no")}))
    morning(TUESDAY_AT_SEVEN + timedelta(minutes=15))
    assert (states(), Subscriber.objects.get().failures) == (["failed"] * 2, 1)


def test_digests_step_aside_after_their_turn_and_nothing_is_lost(town: Municipality) -> None:
    for number in range(3):
        daily(f"anna{number}@example.org")
    news("Neue Rutschen")
    with clock.freeze(TUESDAY_AT_SEVEN):
        steps = lambda: nullcontext(current_municipality())  # noqa: E731 -- short
        turns = [(digests.send_due(steps, seconds=0), len(sent())) for _ in range(4)]
    assert turns == [(True, 1), (True, 2), (True, 3), (False, 3)]


def test_the_desk_sees_how_many_wait(town: Municipality) -> None:
    daily()
    found = news("Neue Rutschen")
    (progress,) = progress_of(found)
    assert (progress.gathered, progress.queued, progress.is_done) == (1, 0, True)


def test_each_municipality_sends_its_own(town: Municipality, thale: Municipality) -> None:
    daily()
    news("Neue Rutschen")
    with scope(thale):
        morning()
        assert (sent(), Dispatch.objects.count()) == ([], 0)
    morning()
    assert len(sent()) == 1


class TestChoosing:
    def test_the_form_asks_and_the_confirmed_choice_holds(self, town: Municipality, portal: Any) -> None:
        portal.post("/abo/", {"email": ANNA, "thema": POOL, "rhythmus": "weekly"})
        confirm(Subscriber.objects.get())
        assert Subscriber.objects.get().rhythm == "weekly"

    def test_a_stranger_does_not_change_it(self, town: Municipality, portal: Any) -> None:
        daily()
        portal.post("/abo/", {"email": ANNA, "thema": "stellen", "rhythmus": "at_once"})
        assert Subscriber.objects.get().rhythm == "daily"


RUNNERS = 2


@pytest.fixture
def committed(transactional_connection: None) -> Iterator[Arena]:
    with arena("digest_races") as ready:
        yield ready


def _wait_for_morning() -> None:
    daily()
    news("Neue Rutschen")


def _take(_runner: int) -> int:
    return len(digests.take()[0])


def test_two_workers_take_a_subscriber_once(committed: Arena) -> None:
    committed.run(_wait_for_morning)
    with clock.freeze(TUESDAY_AT_SEVEN):
        assert sorted(committed.race(RUNNERS, _take)) == [0, 1]


def test_control_without_the_lock_both_take_them(committed: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    committed.run(_wait_for_morning)
    monkeypatch.setattr(digests, "_lock", list)
    monkeypatch.setattr(digests, "_still_due", all_read_first(digests._still_due, RUNNERS))
    with clock.freeze(TUESDAY_AT_SEVEN):
        assert committed.race(RUNNERS, _take) == [1, 1]
