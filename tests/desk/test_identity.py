"""An identity card at the counter: who may note it, who must confirm it, and what a stranger learns."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from rathaus.accounts.models import IdentityCheck, IdentityConfirmation, IdentityRevocation
from rathaus.accounts.service import Account, StaffMember, check_identity, confirm_check
from rathaus.accounts.trust.checking import checked_here
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db
FIND, CHECK = "/amt/identitaet/", "/amt/identitaet/pruefung/"
SEEN = {"dokument": "identity_card", "name": "Anna Beispiel", "geburtsdatum": "ja"}


@pytest.fixture
def anna(town: Municipality) -> Account:
    return Account.objects.create_user(cast.ANNA.email, cast.PASSWORD, name=cast.ANNA.name)


@pytest.fixture
def four_eyes(town: Municipality) -> None:
    town.settings = {**town.settings, "identity_check": {"four_eyes": True, "years": 2}}
    town.save()


def member(person: cast.Person) -> StaffMember:
    return factories.staff(person)


def key_of(client: Client, email: str) -> str:
    page = client.post(FIND, {"email": email}).content.decode()
    found = re.search(r'name="konto" value="([^"]+)"', page)
    return found[1] if found else ""


def note(client: Client, email: str = cast.ANNA.email, **more: str) -> Any:
    return client.post(CHECK, {"konto": key_of(client, email), **SEEN, **more})


def made(account: Account, by: cast.Person = cast.CLARA) -> IdentityCheck:
    return check_identity(
        account, by=member(by), document="passport", name=account.name or "?", birth_date_matched=False
    )


def test_a_clerk_notes_what_was_seen_and_nothing_more(clara: Client, anna: Account) -> None:
    assert not checked_here(anna)
    assert note(clara).headers["Location"] == FIND
    row = IdentityCheck.objects.get()
    assert (row.account, row.document, row.name, row.birth_date_matched, row.by) == (
        anna, "identity_card", "Anna Beispiel", True, member(cast.CLARA)
    )  # fmt: skip
    assert row.valid_until == clock.today().replace(year=clock.today().year + 10)
    assert checked_here(anna)
    columns = {field.name for field in IdentityCheck._meta.get_fields()}
    assert columns == {
        "id", "municipality", "account", "document", "name", "birth_date_matched", "by", "at", "valid_until",
        "needs_second",
    }  # fmt: skip


def test_the_owner_is_told_without_a_name(clara: Client, anna: Account) -> None:
    note(clara)
    mail = OutgoingMail.objects.get(template="identity_checked")
    assert (mail.to, list(mail.context)) == (cast.ANNA.email, ["link"])


@pytest.mark.parametrize(
    "typed",
    ["niemand@example.org", "anna@example", "anna", "%", "", "anna@example.org\x00x", "x" * 400 + "@example.org"],
)
def test_a_wrong_address_and_no_account_look_the_same(clara: Client, anna: Account, typed: str) -> None:
    def answer(email: str) -> tuple[int, str]:
        page = clara.post(FIND, {"email": email})
        text = re.sub(r'(value="|X-CSRFToken": ")[^"]*"', "", page.content.decode())
        return page.status_code, text

    assert answer(typed) == answer("auch-niemand@example.org")
    assert answer(typed)[0] == 422


def test_an_account_is_found_by_its_whole_address(clara: Client, anna: Account) -> None:
    assert key_of(clara, " ANNA@example.org ") != ""
    anna.is_active = False
    anna.save()
    assert key_of(clara, cast.ANNA.email) == ""


def test_nobody_tries_a_list_of_addresses(clara: Client, leo: Client, anna: Account) -> None:
    for number in range(60):
        clara.post(FIND, {"email": f"{number}@example.org"})
    assert key_of(clara, cast.ANNA.email) == ""
    assert key_of(leo, cast.ANNA.email) != ""


@pytest.mark.parametrize("outsider", ["theo", "bilal", "anonymous"], indirect=True)
def test_outsiders_note_nothing(outsider: Client, clara: Client, anna: Account) -> None:
    key, row = key_of(clara, cast.ANNA.email), made(anna)
    for address, data in (
        (FIND, {"email": cast.ANNA.email}),
        (CHECK, {"konto": key, **SEEN}),
        (f"{FIND}{row.pk}/bestaetigung/", {}),
        (f"{FIND}{row.pk}/widerruf/", {"grund": "Darum"}),
    ):
        answer = outsider.post(address, data)
        assert answer.status_code in {302, 401, 404}
        assert "Im Konto steht" not in answer.content.decode()
    assert IdentityCheck.objects.count() == 1
    assert (IdentityConfirmation.objects.count(), IdentityRevocation.objects.count()) == (0, 0)


def test_a_found_account_belongs_to_who_found_it(clara: Client, leo: Client, anna: Account) -> None:
    key = key_of(clara, cast.ANNA.email)
    assert leo.post(CHECK, {"konto": key, **SEEN}).status_code == 422
    for forged in ("", "x", f"{anna.pk}", key[:-1]):
        assert clara.post(CHECK, {"konto": forged, **SEEN}).status_code == 422
    assert IdentityCheck.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"dokument": ""}, {"dokument": "fuehrerschein"}, {"name": " "}, {"name": "x" * 300}]
)
def test_what_is_missing_is_said_and_nothing_is_lost(clara: Client, anna: Account, wrong: dict[str, str]) -> None:
    answer = note(clara, **wrong)
    assert answer.status_code == 422
    assert cast.ANNA.email in answer.content.decode()
    assert IdentityCheck.objects.count() == 0


def test_nobody_vouches_for_themselves(clara: Client, anna: Account) -> None:
    assert "Das ist Ihr eigenes Konto" in clara.post(FIND, {"email": cast.CLARA.email}).content.decode()
    from rathaus.desk.identity.finding import sign_account

    own = sign_account(member(cast.CLARA).account, member(cast.CLARA))
    assert clara.post(CHECK, {"konto": own, **SEEN}).status_code == 404
    assert IdentityCheck.objects.count() == 0


def test_with_four_eyes_it_counts_when_another_confirms(
    clara: Client, leo: Client, anna: Account, four_eyes: None
) -> None:
    note(clara)
    row = IdentityCheck.objects.get()
    assert (row.needs_second, checked_here(anna), OutgoingMail.objects.count()) == (True, False, 0)
    assert "Anna Beispiel" not in clara.get(FIND).content.decode()
    assert clara.post(f"{FIND}{row.pk}/bestaetigung/").status_code == 404
    assert not checked_here(anna)
    assert "Anna Beispiel" in leo.get(FIND).content.decode()
    leo.post(f"{FIND}{row.pk}/bestaetigung/")
    assert checked_here(anna)
    assert OutgoingMail.objects.get().template == "identity_checked"
    leo.post(f"{FIND}{row.pk}/bestaetigung/")
    assert IdentityConfirmation.objects.count() == 1


def test_the_database_knows_that_two_are_two(town: Municipality, anna: Account, four_eyes: None) -> None:
    row, clara, leo = made(anna), member(cast.CLARA), member(cast.LEO)
    with pytest.raises(IntegrityError, match="identity_confirmed_by_another"), transaction.atomic():
        IdentityConfirmation.objects.create(check_row=row, first=clara, by=clara)
    with pytest.raises(IntegrityError, match="identity_confirmation_first"), transaction.atomic():
        # the lie about who was first doesn't help
        IdentityConfirmation.objects.create(check_row=row, first=leo, by=clara)
        _check_constraints_now()
    confirm_check(row, by=leo)
    assert checked_here(anna)


def _check_constraints_now() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_who_is_checked_does_not_confirm_themselves(leo: Client, town: Municipality, four_eyes: None) -> None:
    row = made(member(cast.LEO).account)
    assert leo.post(f"{FIND}{row.pk}/bestaetigung/").status_code == 404
    assert leo.post(f"{FIND}{row.pk}/widerruf/", {"grund": "Doch nicht"}).status_code == 404
    assert (IdentityConfirmation.objects.count(), IdentityRevocation.objects.count()) == (0, 0)


def test_a_revoked_check_counts_no_more(clara: Client, leo: Client, anna: Account) -> None:
    row = made(anna)
    assert leo.post(f"{FIND}{row.pk}/widerruf/", {"grund": " "}).status_code == 422
    leo.post(f"{FIND}{row.pk}/widerruf/", {"grund": "Der Ausweis war gestohlen gemeldet."})
    assert not checked_here(anna)
    told = IdentityRevocation.objects.get()
    assert (told.by, told.reason) == (member(cast.LEO), "Der Ausweis war gestohlen gemeldet.")
    assert OutgoingMail.objects.filter(template="identity_revoked", to=cast.ANNA.email).count() == 1
    clara.post(f"{FIND}{row.pk}/widerruf/", {"grund": "Noch einmal"})
    assert IdentityRevocation.objects.count() == 1
    assert "gestohlen" in clara.post(FIND, {"email": cast.ANNA.email}).content.decode()


def test_a_check_ends(anna: Account, four_eyes: None) -> None:
    row = made(anna)
    confirm_check(row, by=member(cast.LEO))
    today = clock.now()
    assert row.valid_until.year == clock.today().year + 2
    with clock.freeze(today.replace(year=today.year + 2)):
        assert checked_here(anna)
    with clock.freeze(today.replace(year=today.year + 3)):
        assert not checked_here(anna)


def test_another_town_hall_knows_nothing_of_it(anna: Account, thale: Municipality, town: Municipality) -> None:
    row = made(anna)
    with scope(thale):
        assert not checked_here(anna)
        assert IdentityCheck.objects.filter(pk=row.pk).count() == 0
    assert checked_here(anna)


@pytest.mark.parametrize("model", [IdentityCheck, IdentityConfirmation, IdentityRevocation])
def test_what_was_noted_is_proof(anna: Account, four_eyes: None, model: Any) -> None:
    row = made(anna)
    confirm_check(row, by=member(cast.LEO))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(by=member(cast.LEO))


def test_the_owner_sees_it_and_the_outsider_does_not(anna: Account, bilal: Client, town: Municipality) -> None:
    made(anna)
    own = Client(HTTP_HOST="tangerhuette.localhost")
    own.force_login(anna)
    page = own.get("/anmelden/nachweis/").content.decode()
    assert "Reisepass, auch vorläufig (Anna Beispiel)" in page
    assert cast.CLARA.name not in page
    assert "Reisepass" not in bilal.get("/anmelden/nachweis/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_the_same_number_of_questions(
    leo: Client, anna: Account, four_eyes: None, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        made(anna)
    leo.get(FIND)
    with django_assert_num_queries(7):
        leo.get(FIND)


def test_the_case_tells_how_sure_it_was_who_applied(clara: Client, case: Any) -> None:
    assert "Ohne Anmeldung" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
