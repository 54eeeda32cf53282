"""From a municipality's definitions to rows."""

from datetime import timedelta

from rathaus.accounts.service import Unit
from rathaus.formengine.service import AppointmentsDefinition, OfferingDefinition, OfficeDefinition

from .models import Closure, Counter, CounterOffering, Equipment, Offering, Office, OpeningChange
from .opening import local_instant


def take_over_definitions(definition: AppointmentsDefinition) -> None:
    """Create or update offices, counters and offerings of the scope's municipality. May run again.

    Opening rules that were changed at the desk stay as they are, and closures that were lifted there stay lifted.
    What is no longer defined is switched off, never removed: bookings point to it.
    """
    offerings = {o.key: _offering(o, position) for position, o in enumerate(definition.offerings)}
    Offering.objects.exclude(key__in=offerings).update(is_active=False)
    holidays = {day.isoformat(): name for day, name in definition.holidays.items()}
    for position, office in enumerate(definition.offices):
        _office(office, position, holidays, offerings)
    Office.objects.exclude(key__in=[office.key for office in definition.offices]).update(is_active=False)


def _offering(definition: OfferingDefinition, position: int) -> Offering:
    same = {"name", "name_en", "icon", "minutes", "before", "after", "step", "people", "per_person", "together"}
    row, _ = Offering.objects.update_or_create(
        key=definition.key,
        defaults={
            **definition.model_dump(mode="json", include=same | {"needs", "window", "lead", "bring", "bring_en"}),
            "service_key": definition.service or "",
            "is_popular": definition.popular,
            "is_discreet": definition.discreet,
            "confirm": definition.confirm,
            "position": position,
            "is_active": True,
        },
    )
    return row


def _office(
    definition: OfficeDefinition, position: int, holidays: dict[str, str], offerings: dict[str, Offering]
) -> None:
    same = {"name", "name_en", "street", "postcode", "city", "note", "note_en"}
    office, _ = Office.objects.update_or_create(
        key=definition.key,
        defaults={
            **definition.model_dump(mode="json", include=same),
            "holidays": holidays,
            "position": position,
            "is_active": True,
        },
    )
    if not OpeningChange.objects.filter(office=office).exists():
        office.opening = [rule.model_dump(mode="json", by_alias=True) for rule in definition.opening]
        office.save(update_fields=["opening"])
    for piece in definition.equipment:
        defaults = {"kind": piece.kind, "name": piece.name, "is_active": True}
        Equipment.objects.update_or_create(office=office, key=piece.key, defaults=defaults)
    _counters(office, definition, offerings)
    _closures(office, definition)


def _counters(office: Office, definition: OfficeDefinition, offerings: dict[str, Offering]) -> None:
    units = {unit.key: unit for unit in Unit.objects.all()}
    for place, counter in enumerate(definition.counters):
        defaults = {"name": counter.name, "room": counter.room, "position": place, "is_active": True}
        row, _ = Counter.objects.update_or_create(
            office=office, key=counter.key, defaults={**defaults, "unit": units[counter.unit]}
        )
        CounterOffering.objects.filter(counter=row).exclude(offering__key__in=counter.serves).delete()
        for key in counter.serves:
            CounterOffering.objects.get_or_create(counter=row, offering=offerings[key])
    known = [counter.key for counter in definition.counters]
    Counter.objects.filter(office=office).exclude(key__in=known).update(is_active=False)


def _closures(office: Office, definition: OfficeDefinition) -> None:
    for closure in definition.closures:
        start = local_instant(closure.from_, "00:00")
        end = local_instant(closure.until + timedelta(days=1), "00:00")
        Closure.objects.get_or_create(
            office=office, counter=None, staff=None, starts_at=start, ends_at=end, defaults={"reason": closure.reason}
        )
