"""Which account a state account opens. Joined by issuer and subject alone, and only by who has proved both."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from rathaus.accounts.addresses import fold_address
from rathaus.accounts.models import Account, StateAccount
from rathaus.core import clock

from .claims import Claims


class TakenElsewhere(Exception):
    """This state account opens another account already."""


class LastWayIn(Exception):
    """Without it nobody could open the account any more."""


def account_for(claims: Claims) -> Account | None:
    """The account that was connected with this state account."""
    found = _connected().filter(issuer=claims.issuer, subject=claims.subject).select_related("account").first()
    return found.account if found else None


def owner_of_address(claims: Claims) -> Account | None:
    """Who already has the address that the provider confirmed. They must sign in there before anything is joined."""
    if not claims.email_verified:
        return None
    return Account.objects.filter(email=claims.email).first()


def state_accounts_of(account: Account) -> list[StateAccount]:
    return list(_connected().filter(account=account).order_by("connected_at"))


@transaction.atomic
def create_account(claims: Claims) -> Account:
    """A new account with the address that the provider confirmed, connected with the state account.

    Raises TakenElsewhere where somebody has the address or the state account in the meantime.
    """
    if not claims.email_verified:
        raise ValueError("an unconfirmed address makes no account")
    try:
        with transaction.atomic():
            account = Account.objects.create_user(fold_address(claims.email), None, name=claims.name, verified=True)
    except IntegrityError as error:
        raise TakenElsewhere from error
    connect_state_account(account, claims)
    return account


@transaction.atomic
def connect_state_account(account: Account, claims: Claims) -> StateAccount:
    """From now on it opens this account. Twice for the same account changes nothing. Raises TakenElsewhere."""
    row = StateAccount(
        account=account, method=claims.method, issuer=claims.issuer, subject=claims.subject, connected_at=clock.now()
    )
    StateAccount.objects.bulk_create([row], ignore_conflicts=True)  # parallel attempts: the constraint decides
    kept = _connected().get(issuer=claims.issuer, subject=claims.subject)
    if kept.account_id != account.pk:
        raise TakenElsewhere
    return kept


@transaction.atomic
def disconnect_state_account(account: Account, state_account_id: UUID) -> None:
    """It opens the account no more. One that isn't theirs is left alone. Raises LastWayIn."""
    Account.objects.select_for_update().get(pk=account.pk)  # two at once must not take the last two ways
    theirs = _connected().filter(account=account)
    if not theirs.filter(pk=state_account_id).exists():
        return
    if how_many(account) == 1 and not has_way_of_its_own(account):
        raise LastWayIn
    theirs.filter(pk=state_account_id).update(disconnected_at=clock.now())


def how_many(account: Account) -> int:
    """State accounts that open this account."""
    return _connected().filter(account=account).count()


def has_way_of_its_own(account: Account) -> bool:
    """Whether the account can be opened without a state account: by password, code by e-mail, or passkey."""
    if account.has_usable_password() or codes_are_sent():
        return True
    return bool(Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.WEBAUTHN).exists())


def codes_are_sent() -> bool:
    """Whether people can sign in with a code by e-mail; then nobody with an address is ever locked out."""
    try:
        reverse("account_code")
    except NoReverseMatch:
        return False
    return True


def _connected() -> QuerySet[StateAccount]:
    return StateAccount.objects.filter(disconnected_at=None)
