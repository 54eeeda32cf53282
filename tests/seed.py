"""Fills the template database of the tests: two municipalities with the cast. Run as `python -m tests.seed`."""

import django

django.setup()

from rathaus.tenancy.service import Municipality, scope  # noqa: E402 -- needs the settings
from tests import cast  # noqa: E402


def main() -> None:
    for key, name, short in (
        ("tangerhuette", "Stadt Tangerhütte", "Tangerhütte"),
        ("thale", "Stadt Thale", "Thale"),
    ):
        municipality = Municipality.objects.create(key=key, name=name, short_name=short)
        with scope(municipality):
            cast.create_staff(key)


main()
