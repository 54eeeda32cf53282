"""Who can release what waits is told by e-mail, once for each wording, and only as long as it waits."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from rathaus.channel.models import Publication
from rathaus.channel.rights import grant
from rathaus.channel.service import (
    Kind,
    correct,
    end,
    publish,
    release,
    release_correction,
    revise,
    withdraw_correction,
)
from rathaus.core import clock
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import message, staff, tell

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _rule(town: Municipality) -> None:
    town.settings = {**town.settings, "two_persons": True}


def asked() -> list[str]:
    return sorted(OutgoingMail.objects.filter(template="channel_second_person").values_list("to", flat=True))


def sent() -> list[str]:
    """Hands over what waits; to whom it went."""
    django_mail.outbox.clear()
    for row in OutgoingMail.objects.all():
        deliver(str(row.pk))
    return sorted(message.to[0] for message in django_mail.outbox)


def warn(**more: object) -> Publication:
    return tell(Kind.WARNING, by=staff(cast.CLARA), title="Hochwasser am Tanger", **more)


def test_everybody_who_may_warn_but_the_writer_is_asked(town: Municipality, thale: Municipality) -> None:
    found = warn(places=("Grieben",))
    assert asked() == [cast.IDA.email, cast.LEO.email]  # Olga may not, Clara wrote it, Theo is in Thale
    with scope(thale):
        assert asked() == []
    assert sent() == [cast.IDA.email, cast.LEO.email]
    mail = django_mail.outbox[0]
    assert mail.subject == "Ihre Freigabe fehlt: Hochwasser am Tanger"
    body = str(mail.body)
    assert f"/amt/meldungen/{found.pk}/" in body
    assert "Ernste Warnung: Hochwasser am Tanger\nGrieben\ngilt bis 30. November 2026, 15:00 Uhr" in body
    assert "Clara" not in body


def test_who_is_given_the_right_later_is_asked_about_what_comes_later(town: Municipality) -> None:
    warn()
    grant(staff(cast.OLGA).pk, "warnings", by=staff(cast.IDA))
    assert asked() == [cast.IDA.email, cast.LEO.email]
    warn(idempotency_key="2")
    assert asked() == sorted([cast.IDA.email, cast.LEO.email] * 2 + [cast.OLGA.email])


def test_pressed_twice_they_are_asked_once_and_anew_about_other_words(town: Municipality) -> None:
    for _ in range(2):
        found = warn(idempotency_key="k")
    assert asked() == [cast.IDA.email, cast.LEO.email]
    revise(found, message(Kind.WARNING, title="Anders"), by=staff(cast.LEO))
    assert asked() == sorted([cast.IDA.email, cast.LEO.email, cast.IDA.email, cast.CLARA.email])
    assert sent() == [cast.CLARA.email, cast.IDA.email]  # the first ones are about words that are no more


@pytest.mark.parametrize("what", ["release", "end", "over"])
def test_nobody_is_asked_any_more_about_what_is_released_withdrawn_or_over(town: Municipality, what: str) -> None:
    found = warn()
    if what == "release":
        release(found, by=staff(cast.LEO))
    elif what == "end":
        end(found, by=staff(cast.CLARA))
    with clock.freeze(MONDAY + (7 * HOUR if what == "over" else HOUR)):
        assert sent() == []


def test_a_correction_asks_too_until_it_is_released_or_withdrawn(town: Municipality) -> None:
    found = warn()
    release(found, by=staff(cast.LEO))
    for take_away in (release_correction, withdraw_correction):
        words = message(Kind.WARNING, title=take_away.__name__)
        row = correct(found, words, by=staff(cast.CLARA), tell=True)
        assert row is not None
        assert sent() == [cast.IDA.email, cast.LEO.email]
        assert "Bis dahin steht überall noch der alte Text." in str(django_mail.outbox[0].body)
        again = correct(found, message(Kind.WARNING, title=f"{words.title} anders"), by=staff(cast.CLARA), tell=True)
        assert again is not None
        take_away(found, again.pk, by=staff(cast.LEO))
        assert sent() == []


def test_without_the_rule_and_for_a_source_nobody_is_asked(town: Municipality) -> None:
    publish(message(Kind.WARNING, source="dwd", reference="1"))
    town.settings = {**town.settings, "two_persons": False}
    warn()
    assert asked() == []
