"""Taking a case into a postbox, once; and making a link that the wrong people know useless."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.query import QuerySet

from rathaus.accounts.service import Account, Organisation, Persona
from rathaus.cases.models import Adoption, CodeRenewal
from rathaus.cases.service import Case, NotAllowed, NotPossible, access_code, adopt_case, renew_code
from rathaus.catalogue.service import forget_shelves
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import Entry
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases.factories import dog_case
from tests.cases.races import Arena, arena
from tests.desk.conftest import sign_in
from tests.portal.conftest import BASE, DOG, Person

from .conftest import act_for, browser, new_account

RUNNERS = 8


@pytest.fixture
def begun(town: Municipality) -> Case:
    """Anna's dog, sent without an account."""
    return dog_case()


def open_with(person: Person, case: Case, code: str) -> int:
    return int(person.post("/vorgang/", {"nummer": case.number, "code": code}).status_code)


def adopt(person: Person, case: Case) -> int:
    return int(person.post(f"/vorgang/{case.number}/postfach/").status_code)


def holder_of(case: Case) -> Any:
    return Case.objects.get(pk=case.pk).holder


def test_with_number_and_code_a_case_comes_into_the_postbox(anna: Person, annas: Account, begun: Case) -> None:
    open_with(anna, begun, access_code(begun))
    assert "In mein Postfach übernehmen" in anna.get(f"/vorgang/{begun.number}/").content.decode()
    assert adopt(anna, begun) == 302
    assert (holder_of(begun), Entry.objects.get().number) == (annas.pk, begun.number)
    taken = Adoption.objects.get()
    assert (taken.account, taken.holder) == (annas, annas.pk)
    assert OutgoingMail.objects.filter(template="case_adopted", to=cast.ANNA.email).count() == 1
    assert "In mein Postfach übernehmen" not in anna.get(f"/vorgang/{begun.number}/").content.decode()
    assert browser(annas).get(f"/vorgang/{begun.number}/").status_code == 200  # without the code
    assert adopt(anna, begun) == 302  # once more is nothing more
    assert (Adoption.objects.count(), CodeRenewal.objects.count()) == (1, 0)
    assert "Der Vorgang wurde in ein Postfach übernommen" in anna.get(f"/vorgang/{begun.number}/").content.decode()
    at_the_desk = sign_in(cast.CLARA).get(f"/amt/vorgaenge/{begun.number}/").content.decode()
    assert "In ein Postfach übernommen von Anna Beispiel" in at_the_desk


def test_who_is_not_signed_in_is_shown_the_way(begun: Case) -> None:
    person = browser()
    open_with(person, begun, access_code(begun))
    text = person.get(f"/vorgang/{begun.number}/").content.decode()
    assert f"?next=/vorgang/{begun.number}/" in text
    assert adopt(person, begun) == 302
    assert holder_of(begun) is None


def test_without_the_code_nobody_takes_it(bilal: Person, bilals: Account, begun: Case, thale: Municipality) -> None:
    assert adopt(bilal, begun) == 404
    open_with(bilal, begun, "FALSCH")
    assert adopt(bilal, begun) == 404
    with scope(thale):
        theirs = dog_case()  # the same number, elsewhere
    at_thale = browser(bilals, host="thale")
    open_with(at_thale, theirs, access_code(begun))
    assert adopt(at_thale, theirs) == 404
    assert holder_of(begun) is None


def test_what_is_in_a_postbox_is_taken_by_nobody_else(
    anna: Person, annas: Account, bilal: Person, begun: Case
) -> None:
    open_with(bilal, begun, access_code(begun))
    open_with(anna, begun, access_code(begun))
    adopt(anna, begun)
    assert adopt(bilal, begun) == 302
    assert (holder_of(begun), Adoption.objects.count()) == (annas.pk, 1)


def test_for_an_organisation_and_only_by_who_may(
    vera: Person, veras: Account, verein: Organisation, begun: Case
) -> None:
    with pytest.raises(NotAllowed):
        adopt_case(begun, by=Persona(veras, organisation=verein, may_apply=False))
    with pytest.raises(NotAllowed):
        adopt_case(begun, by=Persona(veras, organisation=verein, may_read=False))
    act_for(vera, verein)
    open_with(vera, begun, access_code(begun))
    adopt(vera, begun)
    assert holder_of(begun) == verein.pk


def test_after_renewal_the_stolen_link_and_old_browsers_open_nothing(
    anna: Person, bilal: Person, begun: Case
) -> None:
    stolen, old = access_code(begun), browser()
    for person in (anna, bilal, old):
        open_with(person, begun, stolen)
    adopt(anna, begun)
    assert bilal.post(f"/vorgang/{begun.number}/link/").status_code == 404  # a thief locks nobody out
    assert anna.post(f"/vorgang/{begun.number}/link/").status_code == 302
    renewed = Case.objects.get(pk=begun.pk)
    new = access_code(renewed)
    shown = anna.get(f"/vorgang/{begun.number}/link/").content.decode()
    assert new in shown
    assert stolen not in shown
    for person in (bilal, old):
        assert person.get(f"/vorgang/{begun.number}/").status_code == 302
        assert person.get(f"/vorgang/{begun.number}/eingang/").status_code == 404
        assert person.post(f"/vorgang/{begun.number}/nachrichten/", {"text": "Ich wieder"}).status_code == 404
    assert open_with(browser(), begun, stolen) == 422
    # The form is there for the new code, where the old one is still in a cookie.
    assert old.get(f"/vorgang/?nr={begun.number}").status_code == 200
    assert open_with(old, begun, new) == 302
    assert old.get(f"/vorgang/{begun.number}/").status_code == 200
    assert (CodeRenewal.objects.get().generation, renewed.access_generation) == (2, 2)


def test_the_receipt_names_the_postbox_only_to_who_has_one(annas: Account, town: Municipality) -> None:
    words = "Der Antrag liegt in Ihrem Postfach."
    for person, named in ((browser(annas), True), (browser(), False)):
        page = person.get(f"/vorgang/{person.apply()}/eingang/").content.decode()
        assert ((words in page), ("Mit der Nummer und diesem Zugangscode" in page)) == (named, not named)


def test_the_browser_that_sent_it_finds_no_way_back_after_renewal(annas: Account, town: Municipality) -> None:
    sender = browser()
    number = sender.apply()
    case = Case.objects.get(number=number)
    sent_once_more = {"richtigkeit": "ja", "_key": "einmal"}
    assert sender.get(f"{BASE}schon-abgeschickt/").headers["Location"] == f"/vorgang/{number}/eingang/"
    renew_code(adopt_case(case, by=Persona(annas)), by=Persona(annas))
    for answer in (
        sender.get(f"{BASE}schon-abgeschickt/"),
        sender.post(f"/leistungen/{DOG}/antrag/pruefen-und-absenden/", sent_once_more),
    ):
        assert answer.headers["Location"] == f"/vorgang/{number}/"
    assert sender.get(f"/vorgang/{number}/").status_code == 302
    assert sender.get(f"/vorgang/{number}/eingang/").status_code == 404


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    forget_shelves()
    with django_db_blocker.unblock(), arena("adopting") as made:
        yield made
    forget_shelves()


def _race(town_hall: Arena) -> tuple[int, int]:
    """How many of eight people at once got the case, and how many were told that it is taken."""
    case = town_hall.run(dog_case)
    people = town_hall.run(lambda: [new_account(cast.Person(f"P{n}", f"p{n}@example.org")) for n in range(RUNNERS)])
    results = town_hall.race(RUNNERS, lambda n: adopt_case(case, by=Persona(people[n])))
    return sum(isinstance(r, Case) for r in results), sum(isinstance(r, NotPossible) for r in results)


def test_of_many_at_once_one_gets_it(town_hall: Arena) -> None:
    assert _race(town_hall) == (1, RUNNERS - 1)


def test_even_without_the_lock_the_database_lets_one_get_it(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    assert _race(town_hall)[0] == 1


def test_control_without_lock_and_condition_several_believe_that_they_got_it(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of who took it are what stops them then: the guard above is off, and the fault shows as an error."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    update = QuerySet.update
    monkeypatch.setattr(
        QuerySet,
        "update",
        lambda self, **values: (
            update(Case.objects.filter(holder__isnull=False) | self, **values)
            if "holder" in values
            else update(self, **values)
        ),
    )
    got, told = _race(town_hall)
    assert (got, told) != (1, RUNNERS - 1)
