"""The desk's looks at a holder's cases, in every municipality."""

from dataclasses import dataclass
from uuid import UUID

from rathaus.cases.service import Look, looks_at_cases_of
from rathaus.postbox.service import municipalities_of
from rathaus.tenancy.service import Municipality, scope


@dataclass(frozen=True, slots=True)
class Place:
    municipality: Municipality
    looks: list[Look]


def looks_everywhere(holder: UUID) -> list[Place]:
    """By municipality, those with anything of the holder's in their postbox, also where nobody looked."""
    places = []
    for municipality in municipalities_of(holder):
        with scope(municipality):
            places.append(Place(municipality, looks_at_cases_of(holder)))
    return places
