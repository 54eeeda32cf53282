"""Under attack: a page that computes for a second and sends the choice on by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rathaus.appointments.service import ProofNeeded

_PROOF = "beweis"
_LONGEST = 300
_CARRIED = ("wann", "ort", "tag", "zeit", "personen", "mit", "ab")  # what choosing a time sends


def proof_in(request: HttpRequest) -> str:
    return request.POST.get(_PROOF, "")[:_LONGEST]


def ask_proof(request: HttpRequest, needed: ProofNeeded) -> HttpResponse:
    """The same choice once more, to the same address. Without a script there is a button and a number to call."""
    carried = [(name, value) for name in _CARRIED for value in request.POST.getlist(name)]
    context = {"needed": needed, "carried": carried, "proof_name": _PROOF, "post_url": request.get_full_path()}
    return render(request, "portal/appointments/busy.html", context, status=429)
