"""Powers of attorney: both sides see them, either ends them at once."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rathaus.core import clock

from .models import Account, Mandate, PartyEvent
from .powers import holding, write_event


def mandates_given(account: Account) -> list[Mandate]:
    """Those that this person gave and that hold, by the agent's name."""
    given = holding(Mandate.objects.filter(principal=account))
    return list(given.select_related("agent").order_by("agent__name", "id"))


def mandates_received(account: Account) -> list[Mandate]:
    """Those with which this person may act for others, by the principal's name."""
    received = holding(Mandate.objects.filter(agent=account))
    return list(received.select_related("principal").order_by("principal__name", "id"))


def find_mandate(account: Account, mandate: UUID) -> Mandate | None:
    """A running one that this person gave or got; None for everybody else."""
    theirs = Mandate.objects.filter(Q(principal=account) | Q(agent=account), pk=mandate, ended_at=None)
    return theirs.select_related("principal", "agent").first()


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Account) -> None:
    """The principal revokes it, or the agent gives it back; it holds for the next request no more."""
    ended = Mandate.objects.filter(Q(principal=by) | Q(agent=by), pk=mandate.pk, ended_at=None)
    if ended.update(ended_at=clock.now(), ended_by=by):
        write_event(mandate.principal_id, PartyEvent.Kind.ENDED, by=by, subject=mandate.agent)
