"""Fills the demo: the municipalities of `definitions/`, their units, people, services and a few cases.

Runs as the serving role inside each municipality's scope, through the same actions as everybody else, and may run
again: what is there is brought up to date, cases are made once.
"""

from typing import TYPE_CHECKING

from rathaus.formengine.service import load_catalogue

# What needs the settings is imported where it is used, once Django is set up.

if TYPE_CHECKING:
    from rathaus.formengine.service import MunicipalityDefinition
    from rathaus.tenancy.service import Municipality

_UNIT_DETAILS = {"name", "name_en", "phone", "email", "room", "opening_hours"}
DEMO_MUNICIPALITIES = (
    ("tangerhuette", "Tangerhütte"),
    ("arneburg-goldbeck", "Arneburg-Goldbeck"),
    ("elbe-havel-land", "Elbe-Havel-Land"),
    ("thale", "Thale"),
    ("zoerbig", "Zörbig"),
    ("gardelegen", "Gardelegen"),
    ("kalbe", "Kalbe (Milde)"),
)
DEMO_STAFF = (
    ("clara@tangerhuette.example", "Clara Clerk, clerk at the Bürgerservice"),
    ("leo@tangerhuette.example", "Leo Leitung, head of the unit"),
    ("olga@tangerhuette.example", "Olga Ordnung, clerk of another unit"),
    ("ida@tangerhuette.example", "Ida Admin, administrator"),
    ("pia@tangerhuette.example", "Pia Personal, clerk of the personnel office: travel expenses, training"),
)


def seed_municipality(definition: "MunicipalityDefinition") -> "Municipality":
    """Create or update one municipality with its units and published services."""
    from rathaus.accounts.service import Unit
    from rathaus.appointments.service import take_over_definitions
    from rathaus.catalogue.service import publish_definitions
    from rathaus.channel.service import take_over_sources, take_over_topics
    from rathaus.queueing.service import take_over_queues
    from rathaus.tenancy.service import Municipality, scope

    municipality, _ = Municipality.objects.update_or_create(
        key=definition.key,
        defaults={
            "name": definition.name,
            "short_name": definition.short_name,
            "state": definition.state,
            "accent": definition.accent,
            "settings": {
                **definition.model_dump(mode="json", include={"contact", "members", "official_key", "crest"}),
                "places": list(definition.place_names),
                "member_of": definition.member_of,
                "delivery": definition.delivery.model_dump(mode="json"),
                "two_persons": definition.topics.two_persons,
            },
        },
    )
    with scope(municipality):
        for unit in definition.units:
            Unit.objects.update_or_create(key=unit.key, defaults=unit.model_dump(mode="json", include=_UNIT_DETAILS))
        publish_definitions(municipality)
        take_over_definitions(definition.appointments)
        take_over_queues(definition.appointments)
        take_over_topics(definition.topics)
        take_over_sources(definition.sources)
    return municipality


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from rathaus.accounts.demo import create_demo_citizens, create_demo_staff
    from rathaus.accounts.demo_parties import create_demo_parties
    from rathaus.appointments.demo import create_demo_bookings
    from rathaus.cases.demo import create_demo_cases, create_demo_postboxes
    from rathaus.channel.service import grant_demo_rights
    from rathaus.queueing.demo import create_demo_queue
    from rathaus.tenancy.service import scope

    create_demo_citizens()
    create_demo_parties()
    for definition in load_catalogue(settings.DEFINITIONS).municipalities.values():
        municipality = seed_municipality(definition)
        with scope(municipality):
            create_demo_staff(municipality)
            grant_demo_rights()
            create_demo_cases(municipality)
            create_demo_bookings()
            create_demo_postboxes(municipality)
            create_demo_queue()


if __name__ == "__main__":
    main()
