"""In whose name somebody acts: chosen once, checked on every request."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from rathaus.accounts.service import (
    Account,
    Mandate,
    Membership,
    Organisation,
    choose_persona,
    find_persona,
    persona_of,
    personas_of,
)
from rathaus.core import clock
from tests.cast import ANNA, BILAL, VERA


def _account(person: object) -> Account:
    return Account.objects.create_user(person.email, name=person.name)  # type: ignore[attr-defined]


@pytest.fixture
def vera(db: None) -> Account:
    return _account(VERA)


@pytest.fixture
def verein(vera: Account) -> Organisation:
    founded = Organisation.objects.create(kind="association", name="Heimatverein Grieben e. V.", founded_by=vera)
    Membership.objects.create(organisation=founded, account=vera, may_apply=True, may_read=True, may_administer=True)
    return founded


def _request(account: Account, session: SessionStore | None = None) -> HttpRequest:
    request = HttpRequest()
    request.user, request.session = account, session or SessionStore()  # type: ignore[assignment]
    return request


def test_somebody_signed_in_acts_for_themselves(vera: Account) -> None:
    persona = persona_of(_request(vera))
    assert persona is not None
    assert (persona.is_self, persona.holder, persona.name) == (True, vera.pk, "Vera Vorstand")


def test_the_choice_holds_for_the_next_request_and_names_both(vera: Account, verein: Organisation) -> None:
    request = _request(vera)
    assert choose_persona(request, verein.pk) is not None
    later = persona_of(_request(vera, request.session))  # type: ignore[arg-type]
    assert later is not None
    assert (later.account, later.holder, later.name) == (vera, verein.pk, "Heimatverein Grieben e. V.")
    choose_persona(request, None)
    back = persona_of(_request(vera, request.session))  # type: ignore[arg-type]
    assert back is not None
    assert back.is_self


def test_an_outsider_acts_for_nobody_else(verein: Organisation) -> None:
    bilal = _account(BILAL)
    assert choose_persona(_request(bilal), verein.pk) is None
    forged = SessionStore()
    forged["acts_for"] = str(verein.pk)
    persona = persona_of(_request(bilal, forged))
    assert persona is not None
    assert persona.is_self


@pytest.mark.parametrize("end", ["ended", "over", "not begun", "dissolved"])
def test_a_representation_that_has_ended_opens_nothing_in_a_running_session(
    vera: Account, verein: Organisation, end: str
) -> None:
    request = _request(vera)
    choose_persona(request, verein.pk)
    changes = {
        "ended": {"ended_at": clock.now()},
        "over": {"ends_on": clock.today() - timedelta(days=1)},
        "not begun": {"begun_at": clock.now() + timedelta(hours=1)},
    }
    if end == "dissolved":
        Organisation.objects.update(dissolved_at=clock.now())
    else:
        Membership.objects.update(**changes[end])
    later = persona_of(_request(vera, request.session))  # type: ignore[arg-type]
    assert later is not None
    assert later.is_self


def test_the_last_day_counts(vera: Account, verein: Organisation) -> None:
    Membership.objects.update(ends_on=clock.today())
    assert find_persona(vera, verein.pk) is not None


def test_a_power_of_attorney_narrows_what_may_be_applied_for(vera: Account) -> None:
    anna = _account(ANNA)
    Mandate.objects.create(principal=anna, agent=vera, may_apply=True, services=["hund-anmelden"])
    found: dict[UUID, tuple[bool, bool, bool]] = {
        p.holder: (p.may_apply_for("hund-anmelden"), p.may_apply_for("gewerbe-anmelden"), p.may_read)
        for p in personas_of(vera)
    }
    assert found == {vera.pk: (True, True, True), anna.pk: (True, False, False)}
