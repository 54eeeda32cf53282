"""E-mails that the mail server took, and that came back later."""

from uuid import UUID

from django.db import transaction

from rathaus.channel.failing import note_failure
from rathaus.channel.models import Delivery, State, Subscriber, Way

from .claiming import failed


@transaction.atomic
def note_bounce(delivery: UUID, code: int) -> bool:
    """It has failed after all, and counts as a refusal of the address. False if it is known already or not ours."""
    row = Delivery.objects.select_for_update().filter(pk=delivery, way=Way.EMAIL, state=State.SENT).first()
    if row is None:
        return False
    failed(row.pk, code)
    found = Subscriber.objects.filter(pk=row.subscriber).first()
    if found is not None:
        note_failure(found)
    return True
