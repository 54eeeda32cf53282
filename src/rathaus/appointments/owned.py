"""What appointments hold about a person: their visits, and the addresses of their calendars."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import Item, Part, PersonalData, Subject, declare_personal_data, moment
from rathaus.core import clock

from .forgetting import erase_bookings, erase_places
from .models import Booking, Confirmation, Subscription, Waiting


def declare() -> None:
    parts = (
        PersonalData(
            "appointments",
            gettext_lazy("Termine"),
            frozenset({"appointments.Booking", "appointments.Confirmation", "appointments.Waiting"}),
            export=_bookings,
            erase=_erase,
            goes=gettext_lazy("Wer zu Ihren vergangenen Terminen kam, und Ihre Plätze auf Wartelisten"),
        ),
        PersonalData(
            "calendars",
            gettext_lazy("Abonnierte Kalender"),
            frozenset({"appointments.Subscription"}),
            everywhere=True,
            export=_subscriptions,
            erase=lambda of: Subscription.objects.filter(Q(account=of.id) | Q(holder=of.id)).delete(),
            goes=gettext_lazy("Die Adressen Ihrer Terminkalender"),
        ),
    )
    for part in parts:
        declare_personal_data(part)


def _theirs(subject: Subject) -> Q:
    """Booked signed in, or with their address."""
    return Q(holder=subject.id) | Q(email=subject.email.lower(), holder=None, created_at__lte=subject.at)


def _bookings(subject: Subject) -> Iterator[Item]:
    for booking in Booking.objects.filter(_theirs(subject)).select_related("office").order_by("starts_at"):
        data = {
            "number": booking.number,
            "status": booking.status,
            "title": booking.title,
            "office": booking.office.name,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "name": booking.name,
            "email": booking.email,
            "phone": booking.phone,
            "note": booking.note,
        }
        rows = ((_("Wann"), moment(booking.starts_at)), (_("Wo"), booking.office.name))
        yield Item(data, title=f"{booking.title} {booking.number}", parts=(Part("", rows),))
    for waiting in _places(subject):
        yield Item(
            {"waits_for": waiting.offerings, "from": waiting.earliest, "until": waiting.latest},
            title=_("Warteliste"),
            parts=(Part("", ((_("Spätestens am"), waiting.latest.isoformat()),)),),
        )


def _places(subject: Subject) -> QuerySet[Waiting]:
    return Waiting.objects.filter(email=subject.email.lower(), created_at__lte=subject.at).order_by("created_at")


def _erase(subject: Subject) -> None:
    """Visits to come stay booked, with what their e-mails need, and are forgotten a month later as all are."""
    theirs = Booking.objects.filter(_theirs(subject))
    erase_bookings(theirs.filter(ends_at__lt=clock.now()))
    theirs.update(holder=None)
    Confirmation.objects.filter(_theirs(subject)).update(name="", email="", phone="", note="", holder=None)
    erase_places(_places(subject))


def _subscriptions(subject: Subject) -> Iterator[Item]:
    for row in Subscription.objects.filter(account=subject.id).order_by("created_at"):
        yield Item({"created_at": row.created_at, "revoked_at": row.revoked_at}, title=moment(row.created_at))
