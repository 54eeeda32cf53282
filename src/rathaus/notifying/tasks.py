"""Jobs of notifications."""

from rathaus.outbox.service import in_each_municipality

from . import digest


@in_each_municipality(name="notifying.write_digests", cron="*/10 * * * *")
def write_digests() -> None:
    """Every ten minutes, since cron knows UTC and the town hall its own clock; mostly there is nothing to do."""
    digest.write_digests()
