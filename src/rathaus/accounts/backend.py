"""From a session to the person: one query for the account and its place in the municipality of the host."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from rathaus.accounts.models import Account, StaffMember
from rathaus.tenancy.service import NoScope


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's, but who works here is loaded together with their `StaffMember` (as `account.staff_here`)."""

    def _authenticate_by_email(self, email: str, password: str) -> Account | None:
        """One query and one hash, whether the address has an account or not; allauth's asks two tables."""
        found: Account | None = self._check_password(
            Account.objects.filter(email=email.strip().lower()).first(), password
        )
        return found

    def get_user(self, user_id: UUID | str) -> Account | None:
        member = find_member(user_id)
        if member is None:
            account: Account | None = super().get_user(user_id)
            return account
        account = member.account
        account.staff_here = member
        return account if self.user_can_authenticate(account) else None


def find_member(account_id: UUID | str) -> StaffMember | None:
    """The account's place in the municipality of the scope, with account and unit."""
    try:
        active = StaffMember.objects.filter(account_id=account_id, is_active=True)
    except NoScope:  # the platform's own host, which belongs to no municipality
        return None
    found: StaffMember | None = active.select_related("account", "unit").first()
    return found
