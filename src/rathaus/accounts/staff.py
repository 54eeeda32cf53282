"""Units and colleagues of the town hall, for choosing from."""

from uuid import UUID

from .models import StaffMember, Unit


def list_units() -> list[Unit]:
    return list(Unit.objects.order_by("name"))


def colleagues() -> list[StaffMember]:
    """All active staff of the municipality, by unit and name."""
    active = StaffMember.objects.filter(is_active=True).select_related("account", "unit")
    return list(active.order_by("unit__name", "account__name"))


def find_colleague(key: UUID) -> StaffMember | None:
    found: StaffMember | None = StaffMember.objects.filter(pk=key, is_active=True).select_related("account").first()
    return found


def find_unit(key: UUID) -> Unit | None:
    found: Unit | None = Unit.objects.filter(pk=key).first()
    return found
