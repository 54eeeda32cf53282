"""Where two persons are asked: a warning, and each correction of one, is written by one and released by another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rathaus.channel.models import Correction, Dispatch, Publication, PublicationEvent
from rathaus.channel.service import (
    ChangedMeanwhile,
    Kind,
    NeedsSecondPerson,
    NotChangeable,
    correct,
    end,
    publish,
    release,
    release_correction,
    revise,
    waiting_correction,
    waiting_for,
    withdraw_correction,
)
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import message, staff, tell

LATER = MONDAY + timedelta(hours=9)


@pytest.fixture(autouse=True)
def _rule(town: Municipality) -> None:
    town.settings = {**town.settings, "two_persons": True}


def warned(**more: object) -> Publication:
    """Written by Clara, released by Leo."""
    found = tell(Kind.WARNING, by=staff(cast.CLARA), **more)
    release(found, by=staff(cast.LEO))
    return Publication.objects.get(pk=found.pk)


def propose(found: Publication, title: str = "Anders") -> Correction:
    row = correct(found, message(Kind.WARNING, title=title, ends_at=LATER), by=staff(cast.CLARA), tell=True)
    assert row is not None
    return row


def sent() -> list[str]:
    return [row.kind for row in Dispatch.objects.order_by("number")]


def test_a_correction_is_said_when_another_person_releases_it(town: Municipality) -> None:
    found = warned()
    row = propose(found)
    found.refresh_from_db()
    assert (found.title, sent()) == ("Das Freibad hat neue Rutschen", ["first"])
    with pytest.raises(NeedsSecondPerson):
        release_correction(found, row.pk, by=staff(cast.CLARA))
    release_correction(found, row.pk, by=staff(cast.LEO))
    found.refresh_from_db()
    assert (found.title, found.ends_at, sent()) == ("Anders", LATER, ["first", "correction"])
    assert (found.by, found.released_by) == (staff(cast.CLARA), staff(cast.LEO))
    story = PublicationEvent.objects.filter(publication=found).order_by("at", "id").values_list("kind", "staff")
    clara, leo = staff(cast.CLARA).pk, staff(cast.LEO).pk
    assert list(story) == [
        ("written", clara),
        ("released", leo),
        ("published", leo),
        ("proposed", clara),
        ("revised", clara),
        ("released", leo),
    ]


def test_who_released_the_first_may_write_the_correction_and_then_needs_somebody_too(town: Municipality) -> None:
    found = warned()
    row = correct(found, message(Kind.WARNING, title="Anders"), by=staff(cast.LEO), tell=True)
    assert row is not None
    with pytest.raises(NeedsSecondPerson):
        release_correction(found, row.pk, by=staff(cast.LEO))
    release_correction(found, row.pk, by=staff(cast.CLARA))
    assert Publication.objects.get().title == "Anders"


def test_released_twice_it_goes_out_once(town: Municipality) -> None:
    found = warned()
    row = propose(found)
    release_correction(found, row.pk, by=staff(cast.LEO))
    with pytest.raises(ChangedMeanwhile):
        release_correction(found, row.pk, by=staff(cast.IDA))
    assert sent() == ["first", "correction"]


def test_another_correction_takes_its_place(town: Municipality) -> None:
    found = warned()
    old, new = propose(found, "Eins"), propose(found, "Zwei")
    with pytest.raises(ChangedMeanwhile):
        release_correction(found, old.pk, by=staff(cast.LEO))
    release_correction(found, new.pk, by=staff(cast.LEO))
    assert Publication.objects.get().title == "Zwei"


def test_withdrawn_or_ended_nothing_is_said(town: Municipality) -> None:
    found = warned()
    for give_up in (lambda row: withdraw_correction(found, row.pk, by=staff(cast.IDA)), lambda _: end(found)):
        row = propose(found)
        give_up(row)
        assert waiting_correction(found) is None
        with pytest.raises(ChangedMeanwhile):
            release_correction(found, row.pk, by=staff(cast.LEO))
    assert sent() == ["first", "all_clear"]


def test_one_person_gives_the_all_clear(town: Municipality) -> None:
    found = end(warned(), by=staff(cast.CLARA))
    assert (found.ended_at, sent()) == (MONDAY, ["first", "all_clear"])


def test_who_changes_what_waits_wrote_it_and_may_not_release_it(town: Municipality) -> None:
    found = tell(Kind.WARNING, by=staff(cast.CLARA))
    assert correct(found, message(Kind.WARNING, title="Von Leo"), by=staff(cast.LEO), tell=True) is None
    with pytest.raises(NeedsSecondPerson):
        release(found, by=staff(cast.LEO))
    release(found, by=staff(cast.CLARA))
    found.refresh_from_db()
    assert (found.title, found.published_at, found.by) == ("Von Leo", MONDAY, staff(cast.LEO))


def test_a_release_is_of_the_words_that_were_seen(town: Municipality) -> None:
    found = tell(Kind.WARNING, by=staff(cast.CLARA))
    revise(found, message(Kind.WARNING, title="Inzwischen anders"), by=staff(cast.CLARA))
    with pytest.raises(ChangedMeanwhile):
        release(found, by=staff(cast.LEO), sequence=0)
    release(found, by=staff(cast.LEO), sequence=1)
    assert Publication.objects.get().published_at == MONDAY


def test_a_change_after_the_release_is_released_again(town: Municipality) -> None:
    found = tell(Kind.WARNING, by=staff(cast.CLARA), due_at=LATER, ends_at=LATER + timedelta(hours=1))
    release(found, by=staff(cast.LEO))
    revise(found, message(Kind.WARNING, title="Anders"), by=staff(cast.CLARA))
    found.refresh_from_db()
    assert found.released_by is None


def test_a_warning_of_a_source_is_corrected_by_two_and_changed_again_by_the_source(town: Municipality) -> None:
    source = message(Kind.WARNING, source="dwd", reference="1")
    found = publish(source)
    row = propose(found)
    release_correction(found, row.pk, by=staff(cast.LEO))
    waiting = propose(Publication.objects.get(), "Noch anders")
    revise(found, message(Kind.WARNING, title="Neu vom Wetterdienst", source="dwd", reference="1"))
    found.refresh_from_db()
    assert (found.title, found.by, found.needs_second) == ("Neu vom Wetterdienst", None, False)
    with pytest.raises(ChangedMeanwhile):  # it was about words that are no more
        release_correction(found, waiting.pk, by=staff(cast.LEO))


def test_what_is_over_by_then_is_released_by_nobody(town: Municipality) -> None:
    waits = tell(Kind.WARNING, by=staff(cast.CLARA), ends_at=LATER)
    row = propose(warned(idempotency_key="2"))
    with clock.freeze(LATER):
        with pytest.raises(NotChangeable):
            release(waits, by=staff(cast.LEO))
        with pytest.raises(NotChangeable):
            release_correction(row.publication, row.pk, by=staff(cast.LEO))
    assert (Publication.objects.get(pk=waits.pk).published_at, sent()) == (None, ["first"])


def test_what_needs_no_second_person_is_released_by_none(town: Municipality) -> None:
    found = tell(by=staff(cast.CLARA))
    release(found, by=staff(cast.LEO))
    found.refresh_from_db()
    assert (found.released_by, PublicationEvent.objects.filter(kind="released").count()) == (None, 0)


def test_without_the_rule_a_correction_is_said_at_once(town: Municipality) -> None:
    town.settings = {**town.settings, "two_persons": False}
    found = tell(Kind.WARNING, by=staff(cast.CLARA))
    assert correct(found, message(Kind.WARNING, title="Anders"), by=staff(cast.CLARA), tell=True) is None
    assert Publication.objects.get().title == "Anders"


def test_others_see_what_waits_for_them(town: Municipality) -> None:
    waits = tell(Kind.WARNING, by=staff(cast.CLARA))
    corrected = warned(idempotency_key="2")
    with clock.freeze(MONDAY + timedelta(minutes=1)):
        propose(corrected)
    assert waiting_for(staff(cast.LEO)) == [waits, corrected]
    assert waiting_for(staff(cast.CLARA)) == []


def test_the_database_lets_nobody_release_their_own_and_one_wait_at_a_time(town: Municipality) -> None:
    row = propose(warned())
    clara, leo = staff(cast.CLARA), staff(cast.LEO)
    for released_by in (None, clara):
        with pytest.raises(IntegrityError, match="correction_second_person"), transaction.atomic():
            Correction.objects.filter(pk=row.pk).update(released_at=MONDAY, released_by=released_by)
    with pytest.raises(IntegrityError, match="correction_has_one_end"), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(released_at=MONDAY, released_by=leo, withdrawn_at=MONDAY)
    with pytest.raises(IntegrityError, match="correction_waits_once"), transaction.atomic():
        Correction.objects.create(publication=row.publication, by=leo)
