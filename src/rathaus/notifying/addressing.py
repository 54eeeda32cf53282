"""Where an e-mail goes when it is handed over, and what its reader may choose about it."""

from rathaus.accounts.service import address_of, is_account
from rathaus.outbox.service import Envelope, NotWanted, OutgoingMail, addresses_mail

from .subscriptions import subscription_of, subscription_token

PREFERENCES = "/konto/benachrichtigungen/"
UNSUBSCRIBE = "/abbestellen/"


@addresses_mail
def find_envelope(mail: OutgoingMail) -> Envelope:
    """Raises NotWanted where the reader switched it off while it waited, or may no longer read it."""
    subscription = subscription_of(mail)
    if subscription is not None and not subscription.is_on:
        raise NotWanted
    unsubscribe = "" if subscription is None else f"{UNSUBSCRIBE}{subscription_token(subscription)}/"
    if mail.reader is None or mail.holder is None:
        return Envelope(mail.to, unsubscribe)
    to, signs_in = address_of(mail.reader, holder=mail.holder), is_account(mail.reader)
    return Envelope(to, unsubscribe, PREFERENCES if signs_in else "", in_account=signs_in)
