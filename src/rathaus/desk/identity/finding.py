"""Find the account of who stands at the counter: by its whole e-mail address, never by a part or a list.

A found account is passed on in a signed form, bound to this member of staff and half an hour: no address of ours
names an account, and nobody opens one by its id.
"""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import (
    Account,
    IdentityCheck,
    StaffMember,
    StaffRequest,
    checks_of,
    checks_to_confirm,
    count_lookup,
    find_account_by_address,
    four_eyes,
    staff_required,
)
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page

_SALT = "desk.identity"
_SECONDS = 30 * 60
_MOST_TYPED = 254


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def find(request: StaffRequest) -> HttpResponse:
    """The question for the address, and what waits for a second pair of eyes; after the answer, the account."""
    if request.method != "POST":
        return ask_for_address(request)
    typed = clean_text(request.POST.get("email", "")).strip()[: _MOST_TYPED + 1]
    if not count_lookup(request):
        return ask_for_address(request, typed, _("So viele Adressen auf einmal gehen nicht. Warten Sie eine Weile."))
    account = find_account_by_address(typed)
    if account is None:
        return ask_for_address(
            request, typed, _("Zu dieser Adresse gibt es kein Konto. Fragen Sie noch einmal nach.")
        )
    return show_account(request, account)


def ask_for_address(request: StaffRequest, typed: str = "", error: str = "") -> HttpResponse:
    context = {"typed": typed, "error": error, "waiting": checks_to_confirm(request.staff)}
    status = 422 if error else 200
    return desk_page(request, "desk/identity/find.html", context, current="desk_identity", status=status)


def show_account(
    request: StaffRequest, account: Account, *, typed: dict[str, str] | None = None, error: str = ""
) -> HttpResponse:
    """The account with what was checked before, and the form for what is seen now."""
    context: dict[str, Any] = {
        "found": account,
        "key": sign_account(account, request.staff),
        "checks": checks_of(account),
        "is_own": account.pk == request.staff.account_id,
        "documents": IdentityCheck.Document.choices,
        "typed": typed or {},
        "error": error,
        "four_eyes": four_eyes(),
    }
    status = 422 if error else 200
    return desk_page(request, "desk/identity/account.html", context, current="desk_identity", status=status)


def sign_account(account: Account, staff: StaffMember) -> str:
    return signing.dumps([str(account.pk), str(staff.pk)], salt=_SALT)


def signed_account(key: str, staff: StaffMember) -> Account | None:
    """The account that this person found within half an hour; None for anything else."""
    try:
        account_id, staff_id = signing.loads(key, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return Account.objects.filter(pk=account_id).first() if staff_id == str(staff.pk) else None
