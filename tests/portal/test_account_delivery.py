"""How somebody wants their notices, in their account."""

import pytest
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.cases.service import DeliveryConsent
from tests import cast
from tests.signing_in import sign_in_session

from .conftest import Person

PAGE = "/konto/zustellung/"


@pytest.fixture
def account(anna: Person) -> Account:
    found: Account = Account.objects.create_user(cast.ANNA.email, cast.PASSWORD, name=cast.ANNA.name)
    sign_in_session(anna.client, found, second_factor=False)
    return found


def rows(account: Account) -> list[tuple[str, bool]]:
    found = DeliveryConsent.objects.filter(holder=account.pk).order_by("at", "id")
    return list(found.values_list("kind", "given"))


def test_consent_is_given_and_taken_back_by_kind(anna: Person, account: Account) -> None:
    text = anna.get(PAGE).content.decode()
    assert text.count("Per Post.") == 2
    anna.post(PAGE, {"art": "tax", "elektronisch": "ja"})
    anna.post(PAGE, {"art": "tax", "elektronisch": "ja"})
    text = anna.get(PAGE).content.decode()
    assert (text.count("Elektronisch, seit dem"), text.count("Per Post.")) == (1, 1)
    anna.post(PAGE, {"art": "tax", "elektronisch": "nein"})
    assert "Per Post, seit dem" in anna.get(PAGE).content.decode()
    assert rows(account) == [("tax", True), ("tax", False)]


@pytest.mark.parametrize("typed", [{"art": "alles", "elektronisch": "ja"}, {"art": "tax"}, {}])
def test_a_hand_made_post_changes_nothing(anna: Person, account: Account, typed: dict[str, str]) -> None:
    assert anna.post(PAGE, typed).status_code == 404
    assert rows(account) == []


def test_who_is_not_signed_in_consents_to_nothing(bilal: Person, other_portal: Client) -> None:
    for client in (bilal.client, other_portal):
        answer = client.post(PAGE, {"art": "tax", "elektronisch": "ja"})
        assert answer.headers["Location"].startswith("/anmelden/")
    assert DeliveryConsent.objects.count() == 0
