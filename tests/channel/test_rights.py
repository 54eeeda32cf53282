"""Who may publish what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rathaus.channel.models import PublishingRight
from rathaus.channel.service import (
    Kind,
    Level,
    NotAllowed,
    Status,
    end,
    facilities,
    grant,
    may,
    release,
    rights_of_all,
    set_facility,
)
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import staff, tell

UNTIL = MONDAY + timedelta(hours=4)


def close_pool(by: cast.Person) -> None:
    set_facility(facilities()[0], Status.CLOSED, reason="", until=UNTIL, by=staff(by), key="1")


def test_who_was_allowed_nothing_publishes_nothing(town: Municipality) -> None:
    found = tell(by=staff(cast.CLARA))
    for kind in (Kind.NEWS, Kind.WARNING):
        with pytest.raises(NotAllowed):
            tell(kind, by=staff(cast.OLGA))
    with pytest.raises(NotAllowed):
        end(found, by=staff(cast.OLGA))
    with pytest.raises(NotAllowed):
        release(tell(Kind.WARNING), by=staff(cast.OLGA))
    with pytest.raises(NotAllowed):
        close_pool(cast.OLGA)


def test_each_level_includes_those_before(town: Municipality) -> None:
    olga = staff(cast.OLGA)
    seen = []
    for level in ("", *Level):
        grant(olga.pk, level, by=staff(cast.IDA))
        rights = may(olga)
        seen.append((rights.set_facilities, rights.write, rights.warn))
    assert seen == [(False, False, False), (True, False, False), (True, True, False), (True, True, True)]


def test_the_lifeguard_closes_the_pool_and_writes_no_news(town: Municipality) -> None:
    grant(staff(cast.OLGA).pk, Level.STATUS, by=staff(cast.IDA))
    close_pool(cast.OLGA)
    for kind in (Kind.NEWS, Kind.STATUS):
        with pytest.raises(NotAllowed):
            tell(kind, by=staff(cast.OLGA), idempotency_key="2")


def test_administrators_may_all_and_only_they_allow_it(town: Municipality) -> None:
    assert may(staff(cast.IDA)).warn
    for person in (cast.CLARA, cast.LEO):
        with pytest.raises(NotAllowed):
            grant(staff(cast.OLGA).pk, Level.MESSAGES, by=staff(person))


def test_what_was_allowed_and_by_whom_stays(town: Municipality) -> None:
    olga, ida = staff(cast.OLGA), staff(cast.IDA)
    for level in (Level.STATUS, Level.STATUS, Level.WARNINGS, ""):
        grant(olga.pk, level, by=ida)
    rows = PublishingRight.objects.filter(staff=olga).order_by("id")
    assert [(row.level, row.granted_by, row.ended_by, row.ended_at) for row in rows] == [
        ("status", ida, ida, MONDAY),
        ("warnings", ida, ida, MONDAY),
    ]


def test_the_database_knows_one_right_a_person(town: Municipality) -> None:
    with pytest.raises(IntegrityError, match="publishing_right_once"), transaction.atomic():
        PublishingRight.objects.create(staff=staff(cast.CLARA), level=Level.STATUS)


def test_thale_has_its_own(town: Municipality, thale: Municipality) -> None:
    clara = staff(cast.CLARA)
    with scope(thale):
        theo = staff(cast.THEO)
        assert [row.staff for row in rights_of_all()] == [theo]
        assert grant(clara.pk, "", by=None) is None
    assert grant(theo.pk, Level.WARNINGS, by=staff(cast.IDA)) is None
    assert may(clara).warn
