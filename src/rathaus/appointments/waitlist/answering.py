"""An offer is taken, declined, or runs out."""

from django.db import transaction

from rathaus.appointments.booking import Contact, book_for
from rathaus.appointments.changing import moved_to
from rathaus.appointments.codes import code_hash
from rathaus.appointments.errors import NotChangeable, OfferGone
from rathaus.appointments.models import Booking, Offer, Waiting
from rathaus.appointments.wishes import find_wish
from rathaus.core import clock
from rathaus.occupancy.service import NotHeld, release

from .freed import note_freed_time
from .joining import end_place, lock_place


@transaction.atomic
def accept_offer(offer: Offer) -> Booking:
    """Book the time, or move the visit there, whose old time is free then. Once more gives the same booking.

    The place is locked before the offer, as by whoever leaves it, so that the two don't wait for each other. Raises
    OfferGone, TooMany, NoSuchOffering.
    """
    lock_place(offer.waiting_id)
    current: Offer = Offer.objects.select_for_update(of=("self",)).select_related("waiting__booking").get(pk=offer.pk)
    if current.end == Offer.End.TAKEN and current.made_id is not None:
        made: Booking = Booking.objects.get(pk=current.made_id)
        return made
    if not is_offer_open(current):
        raise OfferGone
    booking = _move(current) if current.waiting.booking is not None else _book(current)
    Offer.objects.filter(pk=current.pk).update(ended_at=clock.now(), end=Offer.End.TAKEN, made=booking)
    end_place(current.waiting, Waiting.End.TAKEN)
    return booking


@transaction.atomic
def decline_offer(offer: Offer) -> None:
    """The next person is asked at once; who declined goes on waiting for other times. Again changes nothing."""
    _end(offer, Offer.End.DECLINED)


@transaction.atomic
def pass_on(offer: Offer) -> bool:
    """The half hour is over. False where it is not, or something else happened to it before."""
    if offer.expires_at > clock.now():
        return False
    return _end(offer, Offer.End.EXPIRED)


def end_offers(waiting: Waiting) -> None:
    for offer in Offer.objects.filter(waiting=waiting, ended_at=None):
        _end(offer, Offer.End.DECLINED)


def find_offer(code: str) -> Offer | None:
    """The offer of a private link, also one that has ended."""
    rows = Offer.objects.select_related("waiting__booking", "office", "counter")
    found: Offer | None = rows.filter(code_hash=code_hash(code)).first()
    return found


def is_offer_open(offer: Offer) -> bool:
    return offer.ended_at is None and offer.expires_at > clock.now()


def end_expired_offers() -> int:
    """For the sweep: what a job that got lost would have done."""
    late = list(Offer.objects.filter(ended_at=None, expires_at__lte=clock.now()))
    return sum(pass_on(offer) for offer in late)


def _book(offer: Offer) -> Booking:
    waiting = offer.waiting
    contact = Contact(waiting.name, waiting.email, waiting.phone, "", waiting.language)
    wish = find_wish(waiting.offerings, waiting.people)
    try:
        return book_for(wish, contact, offer)
    except NotHeld:
        raise OfferGone from None


def _move(offer: Offer) -> Booking:
    """Leaves locking the visit to `moved_to`: one that was made with a case waits for the case first."""
    booking: Booking = Booking.objects.get(pk=offer.waiting.booking_id)
    try:
        return moved_to(booking, offer)
    except (NotHeld, NotChangeable):
        raise OfferGone from None


def _end(offer: Offer, end: Offer.End) -> bool:
    ended = Offer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=clock.now(), end=end)
    if ended:
        release(offer.pk)
        note_freed_time()
    return bool(ended)
