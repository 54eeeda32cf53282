"""`rathaus bounce`: a mailbox hands over what came back."""

from typing import BinaryIO

_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps it and tries again


def take_bounce(mail: BinaryIO) -> int:
    """Exit code 0 whatever it was: an e-mail that counts for nothing must not come back to whoever sent it.

    75 while the database can't be asked.
    """
    import django

    django.setup()
    from django.db import OperationalError

    from rathaus.channel.service import note_bounce
    from rathaus.outbox.service import MOST_BYTES, read_report
    from rathaus.tenancy.service import Municipality, scope

    found = read_report(mail.read(MOST_BYTES))
    if found is None:
        return 0
    try:
        town = Municipality.objects.filter(pk=found.municipality).first()
        if town is not None:
            with scope(town):
                note_bounce(found.what, found.code)
    except OperationalError:
        return _TRY_AGAIN
    return 0
