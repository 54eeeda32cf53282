"""The status of a facility: a new one replaces the one before."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffMember

from .message import Message
from .models import Facility, Kind, Publication, Status
from .publishing import end, publish
from .wording import STATUS


@transaction.atomic
def set_facility(
    facility: Facility, status: Status, *, reason: str, until: datetime, by: StaffMember, key: str
) -> Publication:
    """Tell how it is until when. `reason` stands behind the status, as “wegen Gewitter”. The same key is once."""
    with translation.override("de"):
        title = f"{facility.name}: " + _("heute %(status)s") % {"status": STATUS[status]}
    message = Message(
        Kind.STATUS,
        facility.topic.key,
        f"{title} {reason}".strip(),
        places=(facility.place,) if facility.place else (),
        status=status,
        ends_at=until,
        facility=facility.key,
        idempotency_key=f"facility:{key}",
    )
    found = publish(message, by=by)
    before = Publication.objects.filter(facility=facility, kind=Kind.STATUS, ended_at=None).exclude(pk=found.pk)
    for older in before.filter(created_at__lt=found.created_at):
        end(older, by=by, tell=False)
    return found
