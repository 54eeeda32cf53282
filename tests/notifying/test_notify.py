"""Who is told, how, and at which address."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail as django_mail

from rathaus.accounts.service import Account, Membership, Organisation
from rathaus.core import clock
from rathaus.notifying.models import NotificationPreference, WaitingNews
from rathaus.notifying.service import CHOOSABLE, Kind, Way, choose_ways, chosen_ways
from rathaus.notifying.wanted import switch_kind
from rathaus.outbox.actions import deliver
from rathaus.outbox.kinds import MANDATORY, WHY
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import agent, member, tell


def delivered() -> list[str]:
    """Hand over all that is queued; to whom it went, in order of their addresses."""
    before = len(django_mail.outbox)
    for mail in OutgoingMail.objects.order_by("created", "id"):
        deliver(str(mail.pk))
    return sorted(to for message in django_mail.outbox[before:] for to in message.to)


def choose(reader: Account, way: Way, holder: UUID | None = None, kind: Kind = Kind.PROGRESS) -> None:
    choose_ways(reader.pk, holder=holder or reader.pk, ways={kind: way})


def test_without_an_account_the_address_of_the_application_is_told(town: Municipality) -> None:
    tell("a", address=cast.ANNA.email)
    tell("a", address=cast.ANNA.email)
    assert delivered() == [cast.ANNA.email]


def test_an_account_is_told_once_at_its_own_address_and_nobody_else(anna: Account, bilal: Account) -> None:
    tell("a", holder=anna.pk, address="given-in-the-form@example.org")
    tell("a", holder=anna.pk, address="given-in-the-form@example.org")
    assert delivered() == [cast.ANNA.email]


def test_an_address_that_changed_while_the_email_waited_counts(anna: Account) -> None:
    tell("a", holder=anna.pk)
    Account.objects.filter(pk=anna.pk).update(email="anna.neu@example.org")
    assert delivered() == ["anna.neu@example.org"]
    assert OutgoingMail.objects.get().to == ""


def test_an_organisation_is_told_through_each_member_who_may_read(
    verein: Organisation, vera: Account, uwe: Account, anna: Account, bilal: Account
) -> None:
    member(verein, uwe)
    member(verein, anna, may_read=False)
    tell("a", holder=verein.pk)
    assert delivered() == [cast.UWE.email, cast.VERA.email]


def test_who_left_the_organisation_while_the_email_waited_gets_none(
    verein: Organisation, vera: Account, uwe: Account
) -> None:
    member(verein, uwe)
    tell("a", holder=verein.pk)
    Membership.objects.filter(account=uwe).update(ended_at=clock.now())
    assert delivered() == [cast.VERA.email]


@pytest.mark.parametrize(("own", "told"), [("verein@example.org", "verein@example.org"), ("", cast.ANNA.email)])
def test_an_organisation_that_nobody_reads_for_is_told_at_its_own_address_else_at_the_given_one(
    verein: Organisation, own: str, told: str
) -> None:
    Membership.objects.update(ends_on=clock.today() - timedelta(days=1))
    Organisation.objects.update(email=own)
    tell("a", holder=verein.pk, address=cast.ANNA.email)
    assert delivered() == [told]


def test_a_power_of_attorney_tells_both_and_the_agent_only_who_may_read(
    anna: Account, vera: Account, uwe: Account, bilal: Account
) -> None:
    agent(anna, vera)
    agent(anna, uwe, may_read=False)
    tell("a", holder=anna.pk)
    assert delivered() == [cast.ANNA.email, cast.VERA.email]


@pytest.mark.parametrize(("way", "sent", "waiting"), [("at_once", 1, 0), ("daily", 0, 1), ("none", 0, 0)])
def test_the_choice_decides(anna: Account, way: str, sent: int, waiting: int) -> None:
    choose(anna, Way(way))
    tell("a", holder=anna.pk, address="never@example.org")
    assert (len(delivered()), WaitingNews.objects.count()) == (sent, waiting)


def test_a_choice_is_for_its_kind_reader_and_holder_alone(
    verein: Organisation, vera: Account, uwe: Account, thale: Municipality
) -> None:
    member(verein, uwe)
    choose(vera, Way.NONE, verein.pk)
    tell("one", holder=verein.pk)
    tell("two", holder=verein.pk, kind=Kind.MESSAGE)
    tell("three", holder=vera.pk)
    assert delivered() == [cast.UWE.email, cast.UWE.email, cast.VERA.email, cast.VERA.email]
    with scope(thale):
        tell("one", holder=verein.pk)
        assert delivered() == [cast.UWE.email]


@pytest.mark.parametrize("kind", sorted(MANDATORY))
def test_what_is_mandatory_cannot_be_switched_off(anna: Account, kind: str) -> None:
    choose(anna, Way.NONE, kind=Kind(kind))
    assert NotificationPreference.objects.count() == 0
    tell("a", holder=anna.pk, kind=Kind(kind))
    assert delivered() == [cast.ANNA.email]


def test_switched_off_while_the_email_waited_it_is_not_sent(anna: Account) -> None:
    tell("a", holder=anna.pk)
    switch_kind(anna.pk, holder=anna.pk, kind=Kind.PROGRESS, on=False)
    assert delivered() == []


def test_an_account_that_was_closed_is_not_written_to(anna: Account) -> None:
    tell("a", holder=anna.pk)
    Account.objects.filter(pk=anna.pk).update(is_active=False)
    assert delivered() == []


def test_without_the_daily_email_what_is_daily_is_not_told_until_it_is_wanted_again(anna: Account) -> None:
    choose(anna, Way.DAILY)
    switch_kind(anna.pk, holder=anna.pk, kind=Kind.DIGEST, on=False)
    assert chosen_ways(anna.pk, holder=anna.pk)[Kind.PROGRESS] is Way.NONE
    tell("a", holder=anna.pk)
    assert WaitingNews.objects.count() == 0
    choose(anna, Way.DAILY)
    tell("b", holder=anna.pk)
    assert WaitingNews.objects.count() == 1


def test_each_kind_is_mandatory_or_can_be_chosen_and_says_why_one_gets_it() -> None:
    assert {row.kind for row in CHOOSABLE} | {Kind.DIGEST} == set(Kind) - MANDATORY
    assert set(WHY) == set(Kind) - {Kind.HOUSE}


@pytest.mark.parametrize("members", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three(
    verein: Organisation, anna: Account, uwe: Account, members: int, django_assert_num_queries: Any
) -> None:
    for one in (anna, uwe)[: members - 1]:
        member(verein, one)
    with django_assert_num_queries(6):  # readers 3, choices 1, e-mails 1, jobs 1
        tell("a", holder=verein.pk)
    assert OutgoingMail.objects.count() == members
