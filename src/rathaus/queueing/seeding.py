"""From a municipality's definitions to queues."""

from rathaus.appointments.service import Office
from rathaus.formengine.service import AppointmentsDefinition

from .models import Queue

_SAME = {"prefix", "early", "late", "patience", "long_wait", "most", "keeps_place", "kept_days"}


def take_over_queues(definition: AppointmentsDefinition) -> None:
    """Create or update the queues of the scope's municipality. May run again; what isn't defined is switched off."""
    defined = {office.key: office.queue for office in definition.offices if office.queue is not None}
    Queue.objects.exclude(office__key__in=defined).update(is_active=False)
    offices = Office.objects.filter(key__in=defined)
    for office in offices:
        queue = defined[office.key]
        opening = [rule.model_dump(mode="json", by_alias=True) for rule in queue.opening]
        defaults = {**queue.model_dump(include=_SAME), "opening": opening, "is_active": True}
        Queue.objects.update_or_create(office=office, defaults=defaults)
