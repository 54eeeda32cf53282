"""How long a case is kept after it ended: as the service says, counted from the end of that year."""

from datetime import date

from rathaus.catalogue.service import compiled
from rathaus.core.clock import BERLIN

from .models import Case


def kept_through(case: Case) -> date | None:
    """The last day on which it is kept: 31 December, `retention_years` after the year in which it was completed.

    None while it is running. The German calendar decides in which year it ended.
    """
    if case.completed_at is None:
        return None
    years = compiled(case.version_id).definition.retention_years
    return date(case.completed_at.astimezone(BERLIN).year + years, 12, 31)
