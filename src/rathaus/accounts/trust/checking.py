"""Identity documents checked at the counter: record, confirm by a second person, revoke, and whether one counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from rathaus.accounts.models import (
    Account,
    IdentityCheck,
    IdentityConfirmation,
    IdentityRevocation,
    StaffMember,
)
from rathaus.core import clock
from rathaus.outbox.service import send_mail
from rathaus.tenancy.service import base_url, current_municipality

_SETTINGS = "identity_check"  # in Municipality.settings: {"four_eyes": true, "years": 10}
_YEARS = 10


class CheckRefused(Exception):
    """This person may not do this to this check."""


@dataclass(frozen=True, slots=True)
class CheckState:
    """A check with what became of it."""

    check: IdentityCheck
    confirmation: IdentityConfirmation | None
    revocation: IdentityRevocation | None

    @property
    def waits(self) -> bool:
        """For the second pair of eyes."""
        return self.check.needs_second and self.confirmation is None and self.revocation is None

    @property
    def is_over(self) -> bool:
        return self.check.valid_until < clock.today()

    @property
    def counts(self) -> bool:
        return not (self.waits or self.is_over or self.revocation)


def checked_here(account: Account) -> bool:
    """Whether this town hall has seen an identity document of theirs, and that still counts."""
    return _counting().filter(account=account).exists()


def checks_of(account: Account, *, limit: int = 20) -> list[CheckState]:
    """The checks of this town hall, newest first: for the account's owner, and for the desk."""
    rows = list(_with_people(IdentityCheck.objects.filter(account=account)).order_by("-at", "-id")[:limit])
    return list(_states(rows))


def checks_to_confirm(staff: StaffMember, *, limit: int = 100) -> list[CheckState]:
    """What waits for a second pair of eyes, without what this person checked or is theirs."""
    open_ones = IdentityCheck.objects.filter(~_confirmed(), ~_revoked(), needs_second=True)
    others = open_ones.exclude(by=staff).exclude(account_id=staff.account_id)
    return [CheckState(row, None, None) for row in _with_people(others).order_by("at", "id")[:limit]]


def find_account_by_address(address: str) -> Account | None:
    """The active account with exactly this address, upper and lower case aside."""
    return Account.objects.filter(email=address.strip().lower(), is_active=True).first()


def find_check(check_id: UUID) -> CheckState | None:
    rows = list(_with_people(IdentityCheck.objects.filter(pk=check_id)))
    return next(_states(rows), None)


def four_eyes() -> bool:
    """Whether this town hall has every check confirmed by a second person."""
    return bool(_settings().get("four_eyes", False))


@transaction.atomic
def check_identity(
    account: Account, *, by: StaffMember, document: str, name: str, birth_date_matched: bool
) -> IdentityCheck:
    """Record that `by` has seen an identity document of the account's owner. They are told by e-mail.

    It counts at once, or, with four eyes, when somebody else has confirmed it; for ten years where the municipality
    set nothing else. Raises CheckRefused for one's own account.
    """
    if by.account_id == account.pk:
        raise CheckRefused
    row = IdentityCheck(
        account=account,
        document=IdentityCheck.Document(document),
        name=name,
        birth_date_matched=birth_date_matched,
        by=by,
        valid_until=_until(),
        needs_second=four_eyes(),
    )
    row.save(force_insert=True)
    if not row.needs_second:
        _tell(row, "checked")
    return row


@transaction.atomic
def confirm_check(check: IdentityCheck, *, by: StaffMember) -> IdentityConfirmation:
    """The second pair of eyes. Raises CheckRefused for who checked, for one's own account, and a second time."""
    if check.by_id == by.pk or check.account_id == by.account_id:
        raise CheckRefused
    row = IdentityConfirmation(check_row=check, first_id=check.by_id, by=by)
    _insert_once(row)
    _tell(check, "checked")
    return row


@transaction.atomic
def revoke_check(check: IdentityCheck, *, by: StaffMember, reason: str) -> IdentityRevocation:
    """From now on it doesn't count; who is signed in falls back to what their session says.

    Raises CheckRefused a second time.
    """
    row = IdentityRevocation(check_row=check, by=by, reason=reason)
    _insert_once(row)
    _tell(check, "revoked")
    return row


def _insert_once(row: IdentityConfirmation | IdentityRevocation) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CheckRefused from error


def _counting() -> QuerySet[IdentityCheck]:
    """Checks that count today."""
    return IdentityCheck.objects.filter(
        ~_revoked(), Q(needs_second=False) | Q(_confirmed()), valid_until__gte=clock.today()
    )


def _confirmed() -> Exists:
    return Exists(IdentityConfirmation.objects.filter(check_row=OuterRef("pk")))


def _revoked() -> Exists:
    return Exists(IdentityRevocation.objects.filter(check_row=OuterRef("pk")))


def _with_people(rows: QuerySet[IdentityCheck]) -> QuerySet[IdentityCheck]:
    return rows.select_related("account", "by__account")


def _states(rows: list[IdentityCheck]) -> Iterator[CheckState]:
    ids = [row.pk for row in rows]
    confirmations = IdentityConfirmation.objects.filter(check_row__in=ids).select_related("by__account")
    revocations = IdentityRevocation.objects.filter(check_row__in=ids).select_related("by__account")
    confirmed = {row.check_row_id: row for row in confirmations}
    revoked = {row.check_row_id: row for row in revocations}
    for row in rows:
        yield CheckState(row, confirmed.get(row.pk), revoked.get(row.pk))


def _settings() -> dict[str, object]:
    found = current_municipality().settings.get(_SETTINGS, {})
    return found if isinstance(found, dict) else {}


def _until() -> date:
    years, today = _settings().get("years", _YEARS), clock.today()
    wanted = today.year + (years if isinstance(years, int) and years > 0 else _YEARS)
    try:
        return today.replace(year=wanted)
    except ValueError:  # 29 February
        return today.replace(year=wanted, day=28)


def _tell(check: IdentityCheck, what: str) -> None:
    """Says that something is there to read; the name on the document stays here."""
    account = Account.objects.get(pk=check.account_id)
    link = base_url(current_municipality()) + reverse("trust")
    send_mail(
        key=f"identity:{check.pk}:{what}", to=account.email, template=f"identity_{what}", context={"link": link}
    )
