"""Jobs of notifications."""

from procrastinate.contrib.django import app

from rathaus.tenancy.service import Municipality, scope

from . import digest


@app.periodic(cron="*/10 * * * *")
@app.task(name="notifying.write_digests", queueing_lock="write_digests")
def write_digests(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the due time
    """Every ten minutes, since cron knows UTC and the town hall its own clock; mostly there is nothing to do."""
    for municipality in Municipality.objects.all():
        with scope(municipality):
            digest.write_digests()
