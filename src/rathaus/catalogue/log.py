"""Who kept what: one row for each act of an administrator, written in the transaction of the act."""

from rathaus.accounts.service import StaffMember

from .models import KeepingEvent

Act = KeepingEvent.Act


def note(act: str, *, by: StaffMember | None, service: str = "", register: str = "") -> None:
    """Nothing is noted where no person acts: the shared definitions leave publications alone."""
    if by is not None:
        KeepingEvent.objects.create(act=act, by=by, service_key=service, register_key=register)


def events_of(service_key: str, *, limit: int = 50) -> list[KeepingEvent]:
    """The newest acts on a service first."""
    rows = KeepingEvent.objects.filter(service_key=service_key).select_related("by__account")
    return list(rows.order_by("-at", "-id")[:limit])
