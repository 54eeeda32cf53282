"""A hall with twenty counters that never closes. Run as `python -m tests.appointments.hall` on an installation."""

import django

HALL = "halle"
PLACES = 20


def main() -> None:
    django.setup()
    from rathaus.appointments.service import take_over_definitions
    from rathaus.formengine.service import AppointmentsDefinition
    from rathaus.tenancy.service import Municipality, scope

    counters = [
        {"key": f"c{n}", "name": f"Schalter {n}", "unit": "buergerservice", "serves": [HALL]} for n in range(PLACES)
    ]
    office = {
        "key": HALL,
        "name": "Halle",
        "name_en": "Hall",
        "street": "Am Anger 1",
        "postcode": "39517",
        "city": "Tangerhütte",
        "counters": counters,
        "opening": [{"days": ["mo", "di", "mi", "do", "fr", "sa", "so"], "from": "00:00", "to": "24:00"}],
    }
    offering = {"key": HALL, "name": "Stempel", "name_en": "Stamp", "minutes": 15, "step": 15, "bring": ["Papier"]}
    with scope(Municipality.objects.get(key="tangerhuette")):
        take_over_definitions(AppointmentsDefinition.model_validate({"offices": [office], "offerings": [offering]}))


if __name__ == "__main__":
    main()
