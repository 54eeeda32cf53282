"""Several applicants: each by their own link, nobody twice and nobody as another, then the town hall, once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.cases.acting import derive, state_of
from rathaus.cases.models import Confirmation, Confirmer, TimelineEvent
from rathaus.cases.service import (
    AlreadyAnswered,
    Case,
    NotPossible,
    NotReady,
    applicant_page,
    case_page,
    confirm,
    confirmation_page,
    decline,
    find_confirmer,
    get_case_for_staff,
    inbox,
    lapse_unconfirmed,
    may_answer,
    submit_case,
    withdraw_case,
)
from rathaus.catalogue.models import PlaceCount
from rathaus.catalogue.service import Window
from rathaus.core import clock
from rathaus.outbox.actions import NotWanted, compose
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories
from tests.cases.joint import code_of, joint_case, joint_draft, link_of, plot_offer

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def joint(town: Municipality) -> Case:
    """Anna's application, which Bilal and Vera must confirm; sent on 1 November."""
    Unit.objects.filter(key="bau").update(email="bau@tangerhuette.example")
    with clock.freeze(START):
        return joint_case()


def after(days: int) -> datetime:
    return START + timedelta(days=days)


def mails() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("template", "to"))


def happened(case: Case) -> list[tuple[str, str, str]]:
    events = TimelineEvent.objects.filter(case=case).order_by("revision")
    return [(event.kind, event.actor, event.status) for event in events]


def test_nobody_at_the_desk_sees_it_before_all_have_confirmed(joint: Case, ida: StaffMember) -> None:
    assert (joint.status, joint.withheld, joint.revision) == ("INITIATED", True, 1)
    assert happened(joint) == [("hand_round", "applicant", "INITIATED")]
    for _ in range(2):
        assert get_case_for_staff(joint.number, ida) is None
        assert inbox(ida).rows == ()
        joint = confirm(link_of(cast.VERA)) if joint.revision == 1 else joint
    assert mails() == [
        ("case_awaiting", cast.ANNA.email),
        ("case_confirm", cast.BILAL.email),
        ("case_confirm", cast.VERA.email),
    ]


def test_the_last_confirmation_hands_it_over_in_any_order(joint: Case, ida: StaffMember) -> None:
    with clock.freeze(after(3)):
        confirm(link_of(cast.VERA))
        case = confirm(link_of(cast.BILAL))
    assert (case.status, case.withheld) == ("RECEIVED", False)
    assert happened(case) == [
        ("hand_round", "applicant", "INITIATED"),
        ("confirm", "confirmer", "INITIATED"),
        ("confirm", "confirmer", "INITIATED"),
        ("submit", "applicant", "SUBMITTED"),
        ("receive", "system", "RECEIVED"),
    ]
    assert derive(case) == state_of(case)
    assert mails()[-1] == ("case_unit", "bau@tangerhuette.example")
    assert ("case_received", cast.ANNA.email) in mails()
    found = get_case_for_staff(case.number, ida)
    assert found is not None
    page = case_page(found, ida)
    assert [(s.name, s.agrees, s.at) for s in page.standings] == [
        (cast.BILAL.name, True, after(3)),
        (cast.VERA.name, True, after(3)),
    ]
    assert case.due_on == after(3).date() + timedelta(days=120)  # counted from the day on which it came in


def test_in_the_given_order_the_next_is_asked_after_the_one_before(town: Municipality) -> None:
    case = joint_case(offer=plot_offer("given"))
    assert [to for template, to in mails() if template == "case_confirm"] == [cast.BILAL.email]
    assert find_confirmer(code_of(cast.VERA)) is None  # her link doesn't open before it is sent
    confirm(link_of(cast.BILAL))
    assert [to for template, to in mails() if template == "case_confirm"] == [cast.BILAL.email, cast.VERA.email]
    assert confirm(link_of(cast.VERA)).pk == case.pk
    assert not Case.objects.get(pk=case.pk).withheld


def test_nobody_confirms_twice(joint: Case) -> None:
    confirm(link_of(cast.BILAL))
    for act in (confirm, decline):
        with pytest.raises(AlreadyAnswered):
            act(link_of(cast.BILAL))
    assert not may_answer(link_of(cast.BILAL))
    assert Confirmation.objects.count() == 1
    row = Confirmation.objects.get()
    with pytest.raises(IntegrityError, match="confirmation_once"), transaction.atomic():
        Confirmation.objects.create(case=joint, revision=9, confirmer_id=row.confirmer_id, agrees=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.update(agrees=False)


@pytest.mark.parametrize(
    "others",
    [
        (cast.BILAL, cast.Person("Bella Muster", "BILAL@example.org")),
        (cast.Person("Bilal Muster", cast.ANNA.email),),
    ],
    ids=["one address for two", "the applicant's own address"],
)
def test_nobody_confirms_as_another_with_a_shared_address(
    town: Municipality, others: tuple[cast.Person, ...]
) -> None:
    draft = joint_draft(others)
    with pytest.raises(NotReady) as raised:
        submit_case(draft, idempotency_key="a", by=None)
    (error,) = raised.value.errors
    assert (error.path, error.page) == (f"weitere.{len(others) - 1}.email", "kaufende")
    assert "eigene E-Mail-Adresse" in error.message
    assert Confirmer.objects.count() == 0


def test_one_who_declines_ends_it_and_the_applicant_is_told(joint: Case, ida: StaffMember) -> None:
    confirm(link_of(cast.BILAL))
    case = decline(link_of(cast.VERA))
    assert (case.status, case.withheld) == ("COMPLETED", True)
    assert happened(case)[-1] == ("decline", "confirmer", "COMPLETED")
    assert derive(case) == state_of(case)
    assert ("case_unconfirmed", cast.ANNA.email) in mails()
    assert not any(template == "case_unit" for template, _ in mails())
    assert get_case_for_staff(case.number, ida) is None
    assert [(s.name, s.agrees) for s in applicant_page(case).standings] == [
        (cast.BILAL.name, True),
        (cast.VERA.name, False),
    ]


def test_after_one_declined_the_others_links_do_nothing(joint: Case) -> None:
    decline(link_of(cast.VERA))
    assert not may_answer(link_of(cast.BILAL))
    with pytest.raises(NotPossible):
        confirm(link_of(cast.BILAL))


def test_whoever_does_not_answer_in_30_days_ends_it(joint: Case, thale: Municipality) -> None:
    with clock.freeze(after(29)):
        assert lapse_unconfirmed() == 0
        confirm(link_of(cast.BILAL))
    with clock.freeze(after(30)):
        assert not may_answer(link_of(cast.VERA))
        with pytest.raises(NotPossible):
            confirm(link_of(cast.VERA))
        with scope(thale):
            assert lapse_unconfirmed() == 0
        assert (lapse_unconfirmed(), lapse_unconfirmed()) == (1, 0)
    case = Case.objects.get()
    assert (case.status, case.withheld) == ("COMPLETED", True)
    assert ("case_unconfirmed", cast.ANNA.email) in mails()


def test_a_confirmed_case_never_lapses(joint: Case) -> None:
    with clock.freeze(after(1)):
        confirm(link_of(cast.BILAL))
        confirm(link_of(cast.VERA))
    with clock.freeze(after(40)):
        assert lapse_unconfirmed() == 0


def test_a_place_is_free_again_when_it_never_reached_the_town_hall(town: Municipality) -> None:
    offer = plot_offer()
    Window(limit_count=3, limit_per="year").write_to(offer)
    offer.save()
    joint_case([cast.BILAL], offer=offer)
    assert PlaceCount.objects.get().taken == 1
    decline(link_of(cast.BILAL))
    assert PlaceCount.objects.get().taken == 0
    withdraw_case(joint_case([cast.VERA], offer=offer))
    assert PlaceCount.objects.get().taken == 0


def test_the_applicant_may_take_it_back_while_others_think(joint: Case) -> None:
    case = withdraw_case(joint)
    assert (case.status, case.withheld) == ("COMPLETED", True)
    assert not may_answer(link_of(cast.BILAL))
    assert not any(template == "case_unit" for template, _ in mails())


def test_they_read_all_that_was_filled_in(joint: Case) -> None:
    page = confirmation_page(link_of(cast.BILAL))
    assert (page.title, page.applicant) == ("Grundstück der Kommune kaufen", cast.ANNA.name)
    told = " ".join(row.text for part in page.answers for row in part.rows)
    assert "Muster" in told
    assert "Vera" in told


def test_codes_are_stored_nowhere_and_open_for_one_person_only(joint: Case, thale: Municipality) -> None:
    code = code_of(cast.BILAL)
    stored = [*Confirmer.objects.values(), *OutgoingMail.objects.values()]
    assert code not in str(stored)
    assert code != code_of(cast.VERA)
    assert find_confirmer(code[:-1] + ("0" if code[-1] != "0" else "1")) is None
    assert find_confirmer("") is None
    with scope(thale):
        assert find_confirmer(code) is None


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_email_with_the_link_tells_nothing(town: Municipality, language: str) -> None:
    joint_case(language=language)
    mail = OutgoingMail.objects.get(to=cast.BILAL.email)
    message = compose(mail, town, "<id@localhost>")
    link = f"http://tangerhuette.localhost:8000/zustimmung/#{code_of(cast.BILAL)}"
    assert re.findall(r"https?://\S+", str(message.body)) == [link]
    assert not re.search(
        r"Anna|Beispiel|Bilal|Vera|Grundstück|plot|2026-", f"{message.subject} {message.body}".split("bis zum")[0]
    )
    confirm(link_of(cast.BILAL))
    with pytest.raises(NotWanted):
        compose(mail, town, "<id@localhost>")


@pytest.mark.parametrize("template", ["case_awaiting", "case_unconfirmed"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_applicants_emails_link_to_the_case(
    joint: Case, town: Municipality, template: str, language: str
) -> None:
    mail = OutgoingMail(to=cast.ANNA.email, template=template, context={"number": joint.number}, language=language)
    message = compose(mail, town, "<id@localhost>")
    assert re.findall(r"https?://\S+", str(message.body)) == [
        f"http://tangerhuette.localhost:8000/vorgang/?nr={joint.number}"
    ]
    assert not re.search(r"Anna|Beispiel|Bilal|Vera|Grundstück", f"{message.subject} {message.body}")


def test_who_applies_alone_is_not_held_up(town: Municipality) -> None:
    assert not factories.dog_case().withheld
    assert Confirmer.objects.count() == 0
