"""From a case to the appointment that belongs to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rathaus.appointments.service import bookings_of_case
from rathaus.portal.appointments.tokens import grant_visit

from .grants import granted_case, may_act


@require_POST
def open_visit(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """Who may act in the case may see, move and cancel its visit from here on, as with the private link."""
    case = granted_case(request, number)
    booking = next((one for one in bookings_of_case(case.pk) if one.number == visit), None)
    if booking is None or not may_act(request, case):
        raise Http404
    response = redirect("visit", number=booking.number)
    grant_visit(request, response, booking)
    return response
