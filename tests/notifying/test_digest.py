"""The daily e-mail: once a day, from seven on the wall's clock, with counts alone, and never for nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail

from rathaus.accounts.service import Account, Membership, Organisation
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.notifying import digest
from rathaus.notifying.digest import write_digests
from rathaus.notifying.models import DigestRun, WaitingNews
from rathaus.notifying.service import Kind, Way, choose_ways, drop_read_news
from rathaus.notifying.wanted import switch_kind
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests.cases.races import Arena, all_read_first, arena
from tests.cast import ANNA, BILAL, VERA

from .conftest import ABOUT, tell

DAY = (2026, 11, 30)


def at(hour: int, minute: int = 0, day: tuple[int, int, int] = DAY) -> datetime:
    return datetime(*day, hour, minute, tzinfo=BERLIN)


def want_daily(reader: Account, holder: Organisation | None = None) -> None:
    choose_ways(reader.pk, holder=(holder or reader).pk, ways={Kind.PROGRESS: Way.DAILY, Kind.MESSAGE: Way.DAILY})


def digests() -> list[tuple[str, str]]:
    """Hand over what is queued: to whom, in order of their addresses, and what it says."""
    django_mail.outbox.clear()
    for mail in OutgoingMail.objects.filter(template="digest").order_by("created", "id"):
        deliver(str(mail.pk))
    django_mail.outbox.sort(key=lambda message: message.to[0])
    return [(message.to[0], str(message.body).split("\n\n")[1]) for message in django_mail.outbox]


def test_one_email_tells_how_much_is_new_and_links(anna: Account, bilal: Account) -> None:
    want_daily(anna)
    want_daily(bilal)
    for key in "abc":
        tell(key, holder=anna.pk)
    tell("d", holder=bilal.pk, kind=Kind.MESSAGE)
    with clock.freeze(at(7)):
        assert write_digests() == 2
        said = digests()
    assert said == [
        (ANNA.email, "seit der letzten E-Mail hat die Stadt Tangerhütte 3 Neuigkeiten für Sie."),
        (BILAL.email, "seit der letzten E-Mail hat die Stadt Tangerhütte 1 Neuigkeit für Sie."),
    ]
    assert [message.subject for message in django_mail.outbox] == ["Für Sie: 3 Neuigkeiten", "Für Sie: 1 Neuigkeit"]
    assert "http://tangerhuette.localhost:8000/postfach/\n" in str(django_mail.outbox[0].body)
    assert "2026-000001" not in str(django_mail.outbox[0].body)


def test_nothing_new_is_no_email(anna: Account) -> None:
    want_daily(anna)
    with clock.freeze(at(8)):
        assert (write_digests(), digests()) == (0, [])


def test_what_comes_after_todays_email_is_told_tomorrow(anna: Account) -> None:
    want_daily(anna)
    tell("a", holder=anna.pk)
    with clock.freeze(at(7)):
        assert write_digests() == 1
    tell("b", holder=anna.pk)
    for hour in (8, 23):
        with clock.freeze(at(hour)):
            assert write_digests() == 0
    with clock.freeze(at(7) + timedelta(days=1)):
        assert (write_digests(), write_digests()) == (1, 0)
    assert len(digests()) == 2


def test_control_without_the_row_of_the_day_the_later_news_is_lost(anna: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(digest, "_begin_day", lambda: True)
    want_daily(anna)
    with clock.freeze(at(7)):
        tell("a", holder=anna.pk)
        write_digests()
        tell("b", holder=anna.pk)
        write_digests()
    assert (len(digests()), WaitingNews.objects.filter(told_on=None).count()) == (1, 0)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [((2026, 3, 28), 6), ((2026, 3, 29), 5), ((2026, 3, 30), 5), ((2026, 10, 24), 5), ((2026, 10, 25), 6)],
)
def test_seven_is_seven_on_the_wall_when_the_clocks_change(
    anna: Account, day: tuple[int, int, int], utc_hour: int
) -> None:
    want_daily(anna)
    tell("a", holder=anna.pk)
    seven = at(7, day=day)
    assert seven.astimezone(clock.now().tzinfo).hour == utc_hour
    with clock.freeze(seven - timedelta(minutes=1)):
        assert write_digests() == 0
    with clock.freeze(seven):
        assert write_digests() == 1
    with clock.freeze(seven + timedelta(hours=16, minutes=59)):
        assert write_digests() == 0
    assert DigestRun.objects.get().day == seven.date()


def test_when_no_worker_ran_at_seven_it_is_written_when_one_does(anna: Account) -> None:
    want_daily(anna)
    tell("a", holder=anna.pk)
    with clock.freeze(at(21, 40)):
        assert write_digests() == 1


def test_each_municipality_writes_its_own(anna: Account, thale: Municipality) -> None:
    want_daily(anna)
    tell("a", holder=anna.pk)
    with scope(thale):
        tell("a", holder=anna.pk)
        tell("b", holder=anna.pk)
    with clock.freeze(at(7)):
        write_digests()
        with scope(thale):
            write_digests()
            assert [said for _, said in digests()] == [
                "seit der letzten E-Mail hat die Stadt Thale 2 Neuigkeiten für Sie."
            ]
        assert [said for _, said in digests()] == [
            "seit der letzten E-Mail hat die Stadt Tangerhütte 1 Neuigkeit für Sie."
        ]


def test_what_concerns_others_is_in_the_same_email_without_their_name(
    vera: Account, verein: Organisation, bilal: Account
) -> None:
    want_daily(vera)
    want_daily(vera, verein)
    tell("a", holder=vera.pk)
    tell("b", holder=verein.pk)
    tell("c", holder=verein.pk, kind=Kind.MESSAGE)
    with clock.freeze(at(7)):
        write_digests()
        told = digests()
    assert told == [
        (
            VERA.email,
            (
                "seit der letzten E-Mail hat die Stadt Tangerhütte 1 Neuigkeit für Sie. "
                "Dazu kommen 2 Neuigkeiten für andere, für die Sie handeln."
            ),
        )
    ]
    assert "Heimatverein" not in str(django_mail.outbox[0].body)


def test_what_one_may_no_longer_read_or_does_not_want_any_more_is_not_told(
    vera: Account, verein: Organisation, anna: Account, bilal: Account
) -> None:
    want_daily(vera, verein)
    want_daily(anna)
    want_daily(bilal)
    tell("a", holder=verein.pk)
    tell("b", holder=anna.pk)
    tell("c", holder=bilal.pk)
    Membership.objects.update(ended_at=clock.now())
    choose_ways(anna.pk, holder=anna.pk, ways={Kind.PROGRESS: Way.NONE})
    switch_kind(bilal.pk, holder=bilal.pk, kind=Kind.DIGEST, on=False)
    with clock.freeze(at(7)):
        assert (write_digests(), digests()) == (0, [])


def test_what_was_read_before_is_not_told(anna: Account, bilal: Account) -> None:
    for reader in (anna, bilal):
        want_daily(reader)
        tell(f"a:{reader.pk}", holder=reader.pk)
        tell(f"b:{reader.pk}", holder=reader.pk, about=reader.pk)
    drop_read_news(anna.pk, ABOUT)
    with clock.freeze(at(7)):
        write_digests()
        assert [said.split("Tangerhütte ")[1] for _, said in digests()] == [
            "1 Neuigkeit für Sie.",
            "2 Neuigkeiten für Sie.",
        ]


@pytest.mark.parametrize("news", [1, 3])
def test_writing_costs_the_same_for_one_and_for_three(
    anna: Account, news: int, django_assert_num_queries: Any
) -> None:
    want_daily(anna)
    for key in range(news):
        tell(str(key), holder=anna.pk)
    with clock.freeze(at(7)), django_assert_num_queries(11):
        write_digests()


@pytest.fixture
def committed(transactional_connection: None) -> Iterator[Arena]:
    with arena("digest_races") as ready:
        yield ready


def _wait_for_anna(count: int) -> None:
    account = Account.objects.create_user(ANNA.email, name=ANNA.name)
    want_daily(account)
    for key in range(count):
        tell(str(key), holder=account.pk)


def test_a_worker_that_dies_in_the_middle_has_written_nothing_and_the_next_one_writes_all_once(
    committed: Arena, monkeypatch: Any
) -> None:
    committed.run(lambda: _wait_for_anna(3))

    def die(_: object) -> None:
        raise SystemExit

    with clock.freeze(at(7)):
        with monkeypatch.context() as dying, pytest.raises(SystemExit):
            dying.setattr(digest, "send_mails", die)
            committed.run(write_digests)
        assert committed.run(lambda: (DigestRun.objects.count(), OutgoingMail.objects.count())) == (0, 0)
        assert [committed.run(write_digests) for _ in range(2)] == [1, 0]
        assert len(committed.run(digests)) == 1
        assert committed.run(digests) == []


def test_four_workers_at_seven_write_one_email(committed: Arena) -> None:
    committed.run(lambda: _wait_for_anna(3))
    with clock.freeze(at(7)):
        assert sorted(committed.race(4, lambda _: write_digests())) == [0, 0, 0, 1]
    assert committed.run(lambda: (OutgoingMail.objects.count(), DigestRun.objects.count())) == (1, 1)


def test_control_with_neither_guard_several_workers_write(committed: Arena, monkeypatch: Any) -> None:
    committed.run(lambda: _wait_for_anna(3))
    monkeypatch.setattr(digest, "_begin_day", all_read_first(lambda: True, 4))
    monkeypatch.setattr(digest, "_waiting", lambda: list(WaitingNews.objects.filter(told_on=None)))
    with clock.freeze(at(7)):
        written = committed.race(4, lambda _: write_digests())
    assert sum(n for n in written if isinstance(n, int)) > 1
