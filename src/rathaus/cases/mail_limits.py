"""Anybody may have a link sent to any address: there is an end to it, so that nobody floods strangers through us."""

from datetime import timedelta

from rathaus.core import clock

from .codes import address_hash, network_hash
from .errors import TooManyMails
from .models import LinkMail

_KEPT = timedelta(days=1)
_PER_ADDRESS, _PER_NETWORK = 6, 30  # a day; a library or a school is one network


def count_link_mail(email: str, *, network: str) -> None:
    """Note one more e-mail with a link, and forget those of yesterday. Raises TooManyMails.

    What is refused writes nothing, so asking again and again cannot fill the table.
    """
    now = clock.now()
    LinkMail.objects.filter(at__lt=now - _KEPT).delete()
    address, sender = address_hash(email), network_hash(network)
    to_them = LinkMail.objects.filter(address=address).count()
    from_there = LinkMail.objects.filter(network=sender).count()
    if to_them >= _PER_ADDRESS or from_there >= _PER_NETWORK:
        raise TooManyMails
    LinkMail.objects.create(address=address, network=sender, at=now)
