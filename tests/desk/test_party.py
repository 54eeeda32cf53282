"""Staff with a life of their own: nothing of their own matters is theirs to do at the desk (§ 20 VwVfG)."""

import pytest

from rathaus.accounts.models import Mandate
from rathaus.accounts.service import Account, Organisation, Persona, StaffMember, find_persona
from rathaus.cases.models import DeliveryEvent, PaperDelivery
from rathaus.cases.service import (
    Case,
    NotAllowed,
    adopt_case,
    choices_for,
    finish_papers,
    note_return,
    notice_of,
    paper_tasks,
    submit_case,
    take_over,
    write_to_applicant,
)
from rathaus.core import clock
from rathaus.postbox.service import NotYours, Thread, answer_as_unit, ask_unit, waiting
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.cases.delivery.conftest import apply, decide
from tests.parties import account_of, found_verein

CERTIFICATE = "melderegisterauskunft"


@pytest.fixture
def clara(town: Municipality) -> StaffMember:
    return factories.staff(cast.CLARA)


@pytest.fixture
def leo(town: Municipality) -> StaffMember:
    return factories.staff(cast.LEO)


@pytest.fixture
def verein(clara: StaffMember) -> Organisation:
    """Clara's, in her spare time."""
    return found_verein(clara.account)


def acts_for(agent: Account, principal: Account) -> None:
    Mandate.objects.create(principal=principal, agent=agent, may_apply=True, may_read=True)


def refuse_all(case: Case, staff: StaffMember) -> None:
    with pytest.raises(NotAllowed):
        take_over(case, by=staff, revision=case.revision)
    with pytest.raises(NotAllowed):
        write_to_applicant(case, text="Wird schon.", key="abcdefgh", by=staff)
    assert choices_for(case, staff) == ()


def test_a_case_that_a_clerk_sent_without_an_account_and_took_into_her_postbox(
    clara: StaffMember, leo: StaffMember
) -> None:
    case = adopt_case(factories.dog_case(), by=Persona(clara.account))
    refuse_all(case, clara)
    assert take_over(case, by=leo, revision=case.revision).assignee == leo


def test_a_case_of_somebody_who_gave_the_clerk_a_power_of_attorney(clara: StaffMember, leo: StaffMember) -> None:
    anna = account_of(cast.ANNA)
    draft, _ = factories.dog_draft()
    case = submit_case(draft, idempotency_key="einmal", by=Persona(anna)).case
    acts_for(clara.account, anna)
    refuse_all(case, clara)
    Mandate.objects.update(ended_at=clock.now())
    assert take_over(case, by=clara, revision=case.revision).assignee == clara


@pytest.mark.parametrize("how", ["her own", "taken into her postbox", "her association's"])
def test_a_clerk_notes_no_posting_of_her_own_notice(
    clara: StaffMember, leo: StaffMember, verein: Organisation, how: str
) -> None:
    own = Persona(clara.account)
    by = {"her own": own, "taken into her postbox": None, "her association's": find_persona(clara.account, verein.pk)}
    case = apply(CERTIFICATE, electronically=False, by=by[how])
    if how == "taken into her postbox":
        case = adopt_case(case, by=own)
    notice = decide(case, leo)
    paper, today = PaperDelivery.objects.get(), clock.today()
    assert (paper_tasks(clara), len(paper_tasks(leo))) == ([], 1)
    assert finish_papers([paper.pk], on=today, by=clara) == 0
    assert DeliveryEvent.objects.filter(kind="posting").count() == 0
    assert finish_papers([paper.pk], on=today, by=leo) == 1
    found = notice_of(case)
    assert found == notice
    with pytest.raises(NotAllowed):
        note_return(notice, by=clara)
    with pytest.raises(NotAllowed):
        note_return(notice, by=factories.staff(cast.OLGA))
    assert note_return(notice, by=leo).reason == "returned"


def test_a_clerk_answers_no_question_of_those_for_whom_she_acts(
    clara: StaffMember, leo: StaffMember, verein: Organisation
) -> None:
    vera, anna = account_of(cast.VERA), account_of(cast.ANNA)
    acts_for(clara.account, anna)
    asked: list[Thread] = []
    for persona in (Persona(anna), find_persona(clara.account, verein.pk), Persona(vera)):
        assert persona is not None
        asked.append(ask_unit(clara.unit, subject="Zelt", text="Wie?", key=f"key-{persona.holder}"[:64], by=persona))
    for thread in asked[:2]:
        with pytest.raises(NotYours):
            answer_as_unit(thread, text="So.", key="abcdefgh", by=clara)
    assert answer_as_unit(asked[2], text="So.", key="abcdefgh", by=clara).staff == clara
    assert (waiting(clara).count(), waiting(leo).count()) == (0, 2)
