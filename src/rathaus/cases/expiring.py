"""Deleting cases once the time for which they are kept is over."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rathaus.appointments.service import forget_case
from rathaus.catalogue.service import compiled
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.outbox.service import forget_recipient
from rathaus.postbox.service import forget_entries
from rathaus.tenancy.service import delete_expired

from .models import Case, Confirmer, Notice

_AT_ONCE = 500


def delete_expired_cases() -> int:
    """Delete the cases of the scope's municipality that are kept no longer, with all their rows; returns how many.

    At most 500 a night for each version of a service. The database checks the day by itself. Files, which nothing
    refers to then, go with the next sweep.
    """
    completed = Case.objects.exclude(completed_at=None)
    deleted = 0
    for version in completed.values_list("version", flat=True).distinct():
        year = clock.today().year - compiled(version).definition.retention_years
        over = completed.filter(version=version, completed_at__lt=datetime(year, 1, 1, tzinfo=BERLIN))
        deleted += sum(_try_to_delete(case) for case in over.order_by("completed_at")[:_AT_ONCE])
    return deleted


def _try_to_delete(case: Case) -> bool:
    """One in which something happened after its end stays for longer: the database knows."""
    try:
        return delete_case(case)
    except IntegrityError:
        return False


@transaction.atomic
def delete_case(case: Case) -> bool:
    """Delete it with every row that refers to it, in the postbox and in the outbox too. False where it is gone.

    Raises IntegrityError while it must be kept.
    """
    refs = [case.pk, *Notice.objects.filter(case=case).values_list("pk", flat=True)]
    confirmers = list(Confirmer.objects.filter(case=case).values_list("pk", flat=True))
    if not delete_expired(case):
        return False
    forget_entries(refs)
    forget_case(case.pk)
    forget_recipient(f"case:{case.pk}:")
    for confirmer in confirmers:
        forget_recipient(f"confirm:{confirmer}")
    return True
