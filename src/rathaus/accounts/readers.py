"""Who is to be told of what concerns a holder, and at which address."""

from uuid import UUID

from django.db.models import QuerySet

from .models import Account, Mandate, Membership, Organisation
from .persona import find_persona
from .powers import holding


def readers_of(holder: UUID) -> list[UUID]:
    """The person and those who may read in their name; of an organisation its members who may read.

    An organisation without any is its own reader, at its own address. Empty where nobody is left. At most four
    queries.
    """
    members = Membership.objects.filter(
        organisation=holder, organisation__dissolved_at=None, may_read=True, account__is_active=True
    )
    mandates = Mandate.objects.filter(principal=holder, may_read=True, agent__is_active=True)
    found = [
        *Account.objects.filter(pk=holder, is_active=True).values_list("pk", flat=True),
        *holding(mandates).order_by("begun_at").values_list("agent", flat=True),
        *holding(members).order_by("begun_at").values_list("account", flat=True),
    ]
    return found or list(_organisation(holder).values_list("pk", flat=True))


def address_of(reader: UUID, *, holder: UUID) -> str:
    """The e-mail address of a reader today; empty for somebody who may no longer read in the holder's name."""
    account = Account.objects.filter(pk=reader, is_active=True).first()
    if account is None:
        return _organisation(reader).values_list("email", flat=True).first() or ""
    persona = find_persona(account, holder)
    return account.email if persona is not None and persona.may_read else ""


def is_account(reader: UUID) -> bool:
    return Account.objects.filter(pk=reader).exists()


def _organisation(holder: UUID) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=holder, dissolved_at=None).exclude(email="")
