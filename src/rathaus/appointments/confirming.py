"""Where an offering says so, a time stays held until the link in an e-mail is used."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.outbox.service import NotWanted, completes_mail, send_mail
from rathaus.tenancy.service import base_url, current_municipality

from .booking import Contact, book_held
from .choosing import free_around, nearest
from .codes import code_hash, link_code
from .errors import NoSuchOffering, TooMany
from .holding import keep_until
from .limits import check_bookings
from .models import Booking, Confirmation, Hold
from .wishes import find_wish

CONFIRM_WITHIN = timedelta(minutes=30)
_MOST_ASKED = 3
_TEMPLATE = "appointment_confirm"


@transaction.atomic
def ask_confirmation(row: Hold, contact: Contact) -> Confirmation:
    """Keep the time for half an hour from now, and send the link. Another address makes the first link useless.

    Raises HoldGone, TooMany at the fourth e-mail for one hold.
    """
    if not contact.email:
        raise ValueError("the link is sent by e-mail")
    hold: Hold = Hold.objects.select_for_update(of=("self",)).get(pk=row.pk)
    before = Confirmation.objects.filter(hold=hold).first()
    if before is not None and before.asked >= _MOST_ASKED:
        raise TooMany
    check_bookings(email=contact.email, phone=contact.phone)
    hold.is_extended = True
    keep_until(hold, clock.now() + CONFIRM_WITHIN)
    Confirmation.objects.filter(hold=hold).delete()
    made = _row(hold, contact, asked=1 if before is None else before.asked + 1)
    made.save(force_insert=True)
    key = f"appointment:confirm:{made.pk}"
    context = {"confirmation": str(made.pk)}
    send_mail(key=key, to=made.email, template=_TEMPLATE, context=context, language=made.language)
    return made


@transaction.atomic
def confirm_booking(confirmation: Confirmation) -> Booking:
    """Book what the link stands for; once more gives the same booking. Raises HoldGone, TooMany, NoSuchOffering."""
    row: Confirmation = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
    contact = Contact(row.name, row.email, row.phone, row.note, row.language, row.holder)
    booking = book_held(row.hold, contact, is_confirmed=True)
    Confirmation.objects.filter(pk=row.pk).update(name="", email="", phone="", note="", holder=None)
    return booking


def find_confirmation(code: str) -> Confirmation | None:
    rows = Confirmation.objects.select_related("hold__office", "hold__booking")
    found: Confirmation | None = rows.filter(code_hash=code_hash(code)).first()
    return found


def asked_for(hold: Hold) -> Confirmation | None:
    """Whether the link is on its way for this hold."""
    found: Confirmation | None = Confirmation.objects.filter(hold=hold).first()
    return found


def nearest_to(hold: Hold) -> tuple[datetime, ...]:
    """The free times that are closest to one that is lost; none where it is not offered any more."""
    try:
        wish = find_wish(hold.offerings, hold.people)
    except NoSuchOffering:
        return ()
    return nearest(free_around(wish, hold.starts_at), hold.starts_at, hold.office_id)


def confirmation_link(row: Confirmation) -> str:
    return f"{base_url(current_municipality())}/termine/bestaetigen/#{link_code('confirm', row.pk)}"


def _row(hold: Hold, contact: Contact, *, asked: int) -> Confirmation:
    pk = uuid7()
    return Confirmation(
        id=pk,
        hold=hold,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        note=contact.note,
        language=contact.language,
        holder=contact.holder,
        asked=asked,
        code_hash=code_hash(link_code("confirm", pk)),
    )


@completes_mail(_TEMPLATE)
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    row = Confirmation.objects.select_related("hold__office").filter(pk=context["confirmation"]).first()
    if row is None or row.hold.booking_id is not None or row.hold.expires_at <= clock.now():
        raise NotWanted
    hold = row.hold
    return {
        "starts_at": hold.starts_at,
        "until": hold.expires_at,
        "office": hold.office,
        "link": confirmation_link(row),
    }
