"""What runs once before serving, as the owner of the database: migrate and seal; and adding a municipality.

What needs the settings is imported once Django is set up, and that only after the owner's role was asked for.
"""

import os

from .postgres import DatabaseUnavailable


def migrate_and_seal() -> None:
    """Bring the tables up to date and put the wall between municipalities on them."""
    _become_owner()
    from django.core.management import call_command
    from django.db import OperationalError

    from rathaus.tenancy.service import seal

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as problem:
        raise DatabaseUnavailable(f"The database cannot be reached: {_first_line(problem)}") from problem
    seal()


def create_municipality(*, key: str, name: str, host: str | None) -> None:
    """Add a municipality that is served at <key>.<domain> or at `host`."""
    import django

    django.setup()
    from rathaus.tenancy.service import Municipality

    Municipality.objects.create(key=key, name=name, short_name=name, host=host)


def _become_owner() -> None:
    os.environ["RATHAUS_DB_AS"] = "owner"
    import django

    django.setup()


def _first_line(problem: Exception) -> str:
    return str(problem).strip().split("\n", 1)[0]
