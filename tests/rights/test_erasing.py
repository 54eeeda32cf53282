"""Deleting an account: unknown at once, gone everywhere, and what the law keeps is nobody's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event, Timer
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from rathaus.accounts.models import Profile, StateAccount, Thing
from rathaus.accounts.service import Account, Mandate, Membership, Organisation, Persona, personal_data
from rathaus.cases import submitting
from rathaus.cases.models import Case, Draft, Submission
from rathaus.cases.service import access_code, open_case, submit_case
from rathaus.core import clock
from rathaus.files.service import StoredFile
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import entries_of
from rathaus.rights import erasing as rights_erasing
from rathaus.rights.erasing import erase_account, finish_erasure
from rathaus.rights.exporting import make_export
from rathaus.rights.models import Erasure, ExportRequest
from rathaus.rights.service import CannotDelete, delete_account, plan_erasure, request_export
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories
from tests.cases.races import Arena, arena
from tests.rights import life
from tests.rights.scanning import columns_with


def delete(account: Account) -> Erasure:
    """All of it: the request, and the worker's jobs."""
    erasure = delete_account(account, language="de")
    erase_account(str(erasure.pk))
    finish_erasure(str(erasure.pk))
    erasure.refresh_from_db()
    return erasure


def send_waiting_mails(*places: Municipality) -> None:
    for place in places:
        with scope(place):
            for mail in OutgoingMail.objects.all():
                deliver(str(mail.pk))


def test_before_it_says_what_goes_and_what_is_kept_until_when(annas_life: Account, thale: Municipality) -> None:
    plan = plan_erasure(annas_life)
    assert plan.blocks == []
    assert "Angefangene Anträge mit ihren Dateien" in plan.goes
    (here, there) = plan.kept
    year = clock.today().year
    assert [(kept.title, kept.until, kept.is_open) for kept in here.kept] == [
        ("Wann ist offen?", date(year + 3, 12, 31), False),
        ("Hund anmelden", date(year + 10, 12, 31), False),
    ]
    assert [(kept.title, kept.until, kept.is_open) for kept in there.kept] == [("Hund anmelden", None, True)]


def test_drafts_with_files_postbox_and_exports_go_and_those_of_others_stay(
    annas_life: Account, bilals_life: Account, thale: Municipality
) -> None:
    request_export(annas_life, language="de")
    files = StoredFile.objects.count()
    delete(annas_life)
    assert (Draft.objects.filter(holder=annas_life.pk).count(), list(entries_of(annas_life.pk))) == (0, [])
    assert ExportRequest.objects.filter(account=annas_life.pk).count() == 0
    assert StoredFile.objects.count() == files - 1
    assert Draft.objects.filter(holder=bilals_life.pk, case=None).count() == 1
    assert len(entries_of(bilals_life.pk)) == 5
    assert Case.objects.filter(holder=bilals_life.pk).count() == 1


def test_a_kept_case_is_nobodys_and_opens_with_number_and_code(annas_life: Account, thale: Municipality) -> None:
    before = Case.objects.get(holder=annas_life.pk)
    delete(annas_life)
    case = open_case(before.number, access_code(before))
    assert case is not None
    assert (case.pk, case.holder) == (before.pk, None)
    with scope(thale):
        assert [(case.status, case.holder) for case in Case.objects.all()] == [("RECEIVED", None)]


def test_an_account_that_sent_nothing_is_removed_whole(town: Municipality, anna: Account) -> None:
    life.begin(anna)
    erasure = delete(anna)
    assert Account.objects.filter(pk=anna.pk).count() == 0
    assert (erasure.email, erasure.name, erasure.finished_at is None) == (cast.ANNA.email, cast.ANNA.name, True)
    send_waiting_mails(town)
    finish_erasure(str(erasure.pk))
    erasure.refresh_from_db()
    assert (erasure.email, erasure.name, erasure.finished_at is None) == ("", "", False)


def test_where_proof_refers_to_it_a_shell_without_a_name_stays(annas_life: Account) -> None:
    delete(annas_life)
    shell = Account.objects.get(pk=annas_life.pk)
    assert (shell.name, shell.email, shell.is_active) == (
        "Gelöschtes Konto",
        f"{annas_life.pk}@geloescht.invalid",
        False,
    )
    assert Submission.objects.filter(account=shell).count() == 1


def test_deleting_twice_changes_nothing_more(annas_life: Account) -> None:
    first = delete(annas_life)
    assert delete(annas_life).pk == first.pk
    assert OutgoingMail.objects.filter(template="account_deleted").count() == 1


def test_a_job_that_dies_goes_on_with_the_other_municipalities(
    annas_life: Account, thale: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = delete_account(annas_life, language="de")

    def killed(_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(rights_erasing, "_erase_everywhere", killed)
        erase_account(str(erasure.pk))
    erasure.refresh_from_db()
    assert len(erasure.done) == Municipality.objects.count()
    with monkeypatch.context() as patched:  # what is done is not done again
        patched.setattr(rights_erasing, "_erase", killed)
        erase_account(str(erasure.pk))
    assert Draft.objects.filter(holder=annas_life.pk).count() == 0


def test_who_works_in_a_town_hall_is_sent_to_it(town: Municipality) -> None:
    clara = factories.staff(cast.CLARA).account
    assert len(plan_erasure(clara).blocks) == 1
    with pytest.raises(CannotDelete):
        delete_account(clara, language="de")
    clara.refresh_from_db()
    assert clara.is_active is True


def test_the_last_administrator_of_an_association_hands_over_first(town: Municipality, bilal: Account) -> None:
    vera = life.account(cast.VERA)
    club = Organisation.objects.create(kind="association", name="Heimatverein Grieben e. V.", founded_by=vera)
    Membership.objects.create(organisation=club, account=vera, may_administer=True)
    with pytest.raises(CannotDelete) as refusal:
        delete_account(vera, language="de")
    assert ["Heimatverein Grieben e. V." in sentence for sentence in refusal.value.why] == [True]
    Membership.objects.create(organisation=club, account=bilal, may_administer=True)
    delete(vera)
    ended = Membership.objects.get(account=vera)
    assert (ended.ended_at is None, ended.ended_by_id) == (False, vera.pk)
    with pytest.raises(CannotDelete):
        delete_account(bilal, language="de")


def test_profile_things_and_the_state_account_go_and_those_of_others_stay(
    town: Municipality, anna: Account, bilal: Account
) -> None:
    for number, owner in enumerate((anna, bilal)):
        Profile.objects.create(holder=owner.pk, data={"ort": "Grieben"})
        Thing.objects.create(holder=owner.pk, kind="hund", label="Bello")
        StateAccount.objects.create(account=owner, method="oidc", issuer="https://bund.example", subject=str(number))
    delete_account(anna, language="de")
    assert [state.account_id for state in StateAccount.objects.all()] == [bilal.pk]  # at once: it opens the account
    delete(anna)
    assert [profile.holder for profile in Profile.objects.all()] == [bilal.pk]
    assert [thing.holder for thing in Thing.objects.all()] == [bilal.pk]


def test_powers_of_attorney_end_on_both_sides(town: Municipality, anna: Account, bilal: Account) -> None:
    given = Mandate.objects.create(principal=anna, agent=bilal, may_read=True)
    taken = Mandate.objects.create(principal=bilal, agent=anna, may_read=True)
    delete(anna)
    for mandate in (given, taken):
        mandate.refresh_from_db()
        assert mandate.ended_at is not None


def test_afterwards_the_sign_in_answers_as_for_an_unknown_address(town: Municipality, anna: Account) -> None:
    delete_account(anna, language="de")
    answers = []
    for address in (cast.ANNA.email, "niemand@example.org"):
        cache.clear()
        browser = Client(HTTP_HOST="tangerhuette.localhost")
        answer = browser.post("/anmelden/", {"login": address, "password": cast.PASSWORD})
        is_in = "_auth_user_id" in browser.session
        answers.append((answer.status_code, answer.content.decode().count("kern-alert"), is_in))
    assert answers[0] == answers[1]
    assert answers[0][2] is False


def test_all_sessions_end_everywhere(town: Municipality, thale: Municipality, anna: Account) -> None:
    browsers = [Client(HTTP_HOST=f"{key}.localhost") for key in ("tangerhuette", "thale")]
    for browser in browsers:
        browser.force_login(anna)
        assert browser.get("/konto/daten/").status_code == 200
    delete_account(anna, language="de")
    assert [browser.get("/konto/daten/").status_code for browser in browsers] == [302, 302]


def test_a_new_account_with_the_same_address_is_another_one_that_sees_nothing(annas_life: Account) -> None:
    delete_account(annas_life, language="de")
    fresh = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
    life.begin(fresh)
    erasure = Erasure.objects.get()
    erase_account(str(erasure.pk))
    finish_erasure(str(erasure.pk))
    assert fresh.pk != annas_life.pk
    assert [entry.kind for entry in entries_of(fresh.pk)] == ["draft"]
    assert Case.objects.filter(holder=fresh.pk).count() == 0
    fresh.refresh_from_db()
    assert (fresh.is_active, fresh.email, Draft.objects.filter(holder=fresh.pk).count()) == (True, cast.ANNA.email, 1)


# What the law keeps: the case as it was sent, its e-mail address and name included, and the conversation's own words.
KEPT = {
    "cases_case.applicant_email",
    "cases_case.applicant_name",
    "cases_submission.answers",
}


@pytest.fixture
def committed() -> Iterator[Arena]:
    with arena("rights_erasing") as running:
        yield running


def test_no_column_of_the_database_knows_her_any_more_but_for_what_is_kept(
    transactional_connection: None, committed: Arena, tmp_path: Any, settings: Any
) -> None:
    settings.RATHAUS_FILES = tmp_path
    words = (cast.ANNA.email, "Anna", "Beispiel")
    database = "rights_erasing"
    outset = columns_with(words, database=database)
    anna = committed.run(lambda: life.account(cast.ANNA))
    town, thale = (Municipality.objects.get(key=key) for key in ("tangerhuette", "thale"))
    for place in (town, thale):
        with scope(place):
            life.decide(life.apply(anna), cast.CLARA if place == town else cast.THEO)
            life.begin(anna)
            life.ask_generally(anna, "Wann ist offen?")
    with scope(town):
        make_export(str(request_export(anna, language="de").pk))
    send_waiting_mails(town, thale)
    before = columns_with(words, database=database) - outset
    gone = {"accounts_account.email", "accounts_account.name", "cases_draft.answers", "outbox_outgoingmail.to"}
    assert gone <= before  # the control: it was there
    with scope(town):
        erasure = delete_account(anna, language="de")
    erase_account(str(erasure.pk))
    send_waiting_mails(town, thale)
    finish_erasure(str(erasure.pk))
    assert columns_with(words, database=database) - outset == KEPT


def submit_during(running: Arena, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Anna sends a draft on one device while the worker erases her rows: the holders of the cases that came of it.

    The sending holds the draft's row until the worker waits for it, or has gone past.
    """
    anna = running.run(lambda: life.account(cast.ANNA))
    draft = running.run(lambda: factories.dog_draft()[0])
    running.run(lambda: Draft.objects.filter(pk=draft.pk).update(holder=anna.pk))
    erasure = running.run(lambda: delete_account(anna, language="de"))
    locked, erasing = Event(), Event()
    right = submitting._lock

    def lock_and_wait(*args: Any) -> Any:
        found = right(*args)
        locked.set()
        erasing.wait(30)
        return found

    monkeypatch.setattr(submitting, "_lock", lock_and_wait)

    def send() -> None:
        running.run(lambda: submit_case(draft, idempotency_key="einmal", by=Persona(anna)))

    def erase() -> None:
        locked.wait(30)
        Timer(1, erasing.set).start()
        running.run(lambda: rights_erasing._erase(rights_erasing._subject(erasure)))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(with_own_connection, work) for work in (send, erase)]:
            done.result(60)
    return running.run(lambda: list(Case.objects.values_list("holder", flat=True)))


def with_own_connection(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()


def test_a_sending_that_is_under_way_ends_as_nobodys_case(
    transactional_connection: None, committed: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert submit_during(committed, monkeypatch) == [None]


def test_control_without_waiting_for_the_draft_the_case_keeps_its_holder(
    transactional_connection: None, committed: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part for part in personal_data(everywhere=False) if part.key != "drafts"]
    monkeypatch.setattr(rights_erasing, "personal_data", lambda **_: parts)
    assert [holder is None for holder in submit_during(committed, monkeypatch)] == [False]
