"""Case numbers: "2026-000123", without gaps, for each municipality and year."""

from django.db import connection

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import current_municipality

# One statement: reading and writing apart would need a lock in between.
_DRAW = """
    insert into cases_casecounter as counter (id, municipality_id, year, last) values (%s, %s, %s, 1)
    on conflict (municipality_id, year) do update set last = counter.last + 1 returning last
"""


def next_number() -> str:
    """Draw the next number. Locks the counter until the commit, so call it last: parallel submits queue here.

    A rolled-back submit gives its number back.
    """
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [uuid7(), current_municipality().pk, year])
        (last,) = cursor.fetchone() or (0,)
    return f"{year}-{last:06d}"
