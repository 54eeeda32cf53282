"""What each sign-in of our own is worth, and that nobody changes afterwards how it was."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client, RequestFactory

from rathaus.accounts.models import Level, SignIn
from rathaus.accounts.service import Account, level_of
from rathaus.accounts.trust.sessions import session_level
from tests.accounts.conftest import totp_code

pytestmark = pytest.mark.django_db
Do = Callable[..., None]


def test_levels_rise() -> None:
    order = [Level.NONE, Level.BASIC, Level.SUBSTANTIAL, Level.HIGH]
    assert [[upper.covers(lower) for lower in order] for upper in order] == [
        [True, False, False, False], [True, True, False, False], [True, True, True, False], [True, True, True, True]
    ]  # fmt: skip


def test_password_and_code_are_basic(portal: Client, clara: Account, sign_in: Do) -> None:
    sign_in(portal, code=totp_code())
    row = SignIn.objects.get()
    assert (row.account, row.method, row.level, row.issuer) == (clara, "password", "basic", "")
    assert portal.session["trust"] == {"account": str(clara.pk), "sign_in": str(row.pk), "level": "basic"}


@pytest.mark.parametrize(
    ("records", "method"),
    [
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], "passkey"),
        ([{"method": "code", "email": "anna@example.org"}], "code"),
        ([{"method": "password"}, {"method": "mfa", "type": "webauthn"}], "password"),
        ([], "password"),
    ],
)
def test_each_way_of_ours_is_noted_and_basic(
    clara: Account, records: list[dict[str, object]], method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rathaus.accounts.trust.sessions.get_authentication_records", lambda request, user: records)
    Client(HTTP_HOST="tangerhuette.localhost").force_login(clara)
    row = SignIn.objects.get()
    assert (row.method, row.level) == (method, "basic")


def test_a_failed_sign_in_is_none(portal: Client, clara: Account, sign_in: Do) -> None:
    sign_in(portal, code="000000")
    assert SignIn.objects.count() == 0


@pytest.mark.parametrize(
    "change", [lambda: SignIn.objects.update(level="none"), lambda: SignIn.objects.all().delete()]
)
def test_a_sign_in_is_proof(portal: Client, clara: Account, sign_in: Do, change: Callable[[], object]) -> None:
    sign_in(portal, code=totp_code())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change()


def test_no_sign_in_of_ours_is_worth_more_than_basic(clara: Account) -> None:
    with pytest.raises(IntegrityError, match="sign_in_of_our_own_is_basic"), transaction.atomic():
        SignIn.objects.create(account=clara, method="passkey", level="high")


def test_the_level_in_a_session_counts_for_its_account_alone(clara: Account) -> None:
    request = RequestFactory().get("/")
    request.user, request.session = clara, {"trust": {"account": "somebody-else", "level": "high"}}  # type: ignore[assignment]
    assert (session_level(request), level_of(request)) == (Level.BASIC, Level.BASIC)
