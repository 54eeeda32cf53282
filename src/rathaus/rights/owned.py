"""What this app itself holds about a person."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Item, PersonalData, Subject, declare_personal_data
from rathaus.files.service import declare_references
from rathaus.tenancy.service import current_municipality

from .models import ExportRequest


def declare() -> None:
    covers = frozenset({"rights.ExportRequest"})
    declare_personal_data(
        PersonalData(
            "exports", gettext_lazy("Ihre Auskünfte"), covers, everywhere=True, export=_exports, erase=_erase
        )
    )
    declare_references(_archives)


def _exports(subject: Subject) -> Iterator[Item]:
    for request in ExportRequest.objects.filter(account=subject.id).order_by("asked_at"):
        yield Item({"asked_at": request.asked_at, "finished_at": request.finished_at})


def _erase(subject: Subject) -> None:
    """Their archives lose their last reference and go with the next sweep of orphans."""
    ExportRequest.objects.filter(account=subject.id).delete()


def _archives() -> Iterator[UUID]:
    here = ExportRequest.objects.filter(town=current_municipality(), file__isnull=False)
    return (file for file in here.values_list("file", flat=True) if file is not None)
