"""Who is signed in finds name and e-mail in the form, marked, and can change them."""

import pytest

from rathaus.accounts.service import Account
from rathaus.cases.models import Submission
from rathaus.cases.service import Draft
from tests.cast import ANNA, PASSWORD
from tests.signing_in import sign_in_session

from .conftest import BASE, Person

MARK = "Aus Ihrem Konto übernommen, Sie können es ändern."


@pytest.fixture
def signed_in(anna: Person) -> Person:
    account = Account.objects.create_user(ANNA.email, PASSWORD, name=ANNA.name)
    sign_in_session(anna.client, account)
    return anna


def test_the_form_begins_with_what_the_account_knows(signed_in: Person) -> None:
    signed_in.begin()
    page = signed_in.get(f"{BASE}halter/").content.decode()
    for value in ("Anna", "Beispiel", ANNA.email):
        assert f'value="{value}"' in page
    assert page.count(MARK) == 3


def test_what_is_changed_stays_changed_and_is_marked_no_more(signed_in: Person) -> None:
    signed_in.begin()
    signed_in.send_page("halter", email="anna@anderswo.example")
    page = signed_in.get(f"{BASE}halter/").content.decode()
    assert 'value="anna@anderswo.example"' in page
    assert page.count(MARK) == 2
    assert Account.objects.get(email=ANNA.email).name == ANNA.name


def test_what_is_sent_belongs_to_the_account(signed_in: Person) -> None:
    number = signed_in.apply()
    assert Submission.objects.get(case__number=number).account == Account.objects.get(email=ANNA.email)


def test_without_an_account_nothing_is_there_before(anna: Person) -> None:
    anna.begin()
    assert Draft.objects.get().answers == {}
    assert MARK not in anna.get(f"{BASE}halter/").content.decode()
