"""E-mail addresses as accounts keep them, and how one becomes an account's."""

import idna
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rathaus.outbox.service import Kind, send_mail

from .models import Account, EmailCode

_LONGEST = 254  # RFC 5321, section 4.5.3.1.3


class AddressTaken(Exception):
    """Another account has it."""


def fold_address(typed: str) -> str:
    """Lower case, its domain in ASCII (RFC 5891): one mailbox has one spelling. Raises ValidationError."""
    local, _at, domain = typed.strip().lower().rpartition("@")
    try:
        folded = f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode()}"
        validate_email(folded)
    except (idna.IDNAError, ValidationError):
        folded = ""
    if not folded.isascii() or not 0 < len(folded) <= _LONGEST:
        raise ValidationError(_("Schreiben Sie die Adresse so: name@beispiel.de"))
    return folded


def find_account(email: str) -> Account | None:
    """By the address as `fold_address` gives it."""
    return Account.objects.filter(email=email).first()


@transaction.atomic
def open_account(email: str, *, name: str) -> tuple[Account, bool]:
    """The account of an address whose owner has just typed its code, made where there is none; and whether it is new.

    Two who do so at once get the same account.
    """
    try:
        with transaction.atomic():
            return Account.objects.create_user(email, name=name, verified=True), True
    except IntegrityError:
        account = Account.objects.get(email=email)
        confirm_address(account)
        return account, False


def confirm_address(account: Account) -> None:
    """Somebody has typed the code that was sent to the account's address."""
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )


def confirmed_address(account: Account) -> str:
    """The account's address if its owner has typed a code that was sent there, else nothing."""
    proved = EmailAddress.objects.filter(user=account, email=account.email, verified=True)
    return account.email if proved.exists() else ""


@transaction.atomic
def change_address(account: Account, code: EmailCode) -> None:
    """The code's address becomes the account's; the old one is told. Raises AddressTaken, and changes nothing."""
    old = account.email
    account.email = code.email
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError as taken:
        raise AddressTaken from taken
    EmailAddress.objects.filter(user=account).delete()
    confirm_address(account)
    send_mail(key=f"accounts:moved:{code.pk}", to=old, template="email_changed", context={}, kind=Kind.SECURITY)
