"""The yardstick of booking: check, then insert, as one would write it first. In our own schema, unsafe in a crowd."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rathaus.appointments.booking import Contact, finish, new_booking
from rathaus.appointments.models import Channel
from rathaus.appointments.service import find_wish, read_start
from rathaus.core.ids import uuid7
from rathaus.occupancy.models import Occupied
from rathaus.portal.appointments.filters import Filters


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Takes the first counter that looks free, without holding it first. Who gets none gets the same page as with us,
    but no other times on it.
    """
    choice = read_start(request.POST["wann"])
    assert choice is not None
    start, wish = choice[1], find_wish(["halle"])
    end = start + timedelta(minutes=wish.length.minutes)
    for counter in wish.counters:
        if Occupied.objects.filter(resource=counter.pk, starts_at__lt=end, ends_at__gt=start).exists():
            continue
        booking = new_booking(wish, start, Contact(request.POST["name"], request.POST["email"]), Channel.ONLINE)
        booking.counter, booking.office = counter, counter.office
        Occupied.objects.create(
            id=uuid7(), resource=counter.pk, starts_at=start, ends_at=end, state="booked", owner=booking.pk
        )
        finish(booking, wish.length, by=None)
        return redirect("visit", number=booking.number)
    context = {"wish": wish, "filters": Filters(), "nearest": [], "problem": "gone", "post_url": "", "times_url": "/"}
    return render(request, "portal/appointments/gone.html", context, status=409)
