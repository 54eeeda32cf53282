"""Case numbers: "2026-000123", without gaps, for each municipality and year."""

from rathaus.core import clock

from .models import CaseCounter


def next_number() -> str:
    """Draw the next number. Locks the counter until the commit, so call it last: parallel submits queue here.

    A rolled-back submit gives its number back.
    """
    year = clock.today().year
    counter = CaseCounter.objects.select_for_update().filter(year=year).first()
    if counter is None:
        CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
        counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:06d}"
