"""What a person says of themselves once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import profile_of, save_profile
from rathaus.applying.service import name_parts, read_form, reader_language, show_form, uses_of_details
from rathaus.cases.service import Status
from rathaus.postbox.service import Entry
from rathaus.tenancy.service import base_url, own_rows

from .access import PersonaRequest, persona_required

_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def profile(request: PersonaRequest) -> HttpResponse:
    """Always one's own, whomever one acts for. What is saved changes no case and no draft."""
    account = request.persona.account
    known = profile_of(account.pk) or {"person": name_parts(account.name)}
    filled = read_form("person", request, known) if request.method == "POST" else show_form("person", known)
    if request.method == "POST" and filled.fits:
        moved = bool(known.get("anschrift")) and known.get("anschrift") != filled.answers.get("anschrift")
        save_profile(account.pk, filled.answers, by=account)
        messages.success(request, _("Gespeichert. Laufende Anträge behalten, was Sie geschickt haben."))
        return redirect("account_moved" if moved else "account_profile")
    uses = uses_of_details(reader_language())
    shown = {"filled": filled, "uses": [(field, uses.get(field.path, ())) for field in filled.page.fields]}
    return render(request, "portal/account/profile.html", shown, status=422 if filled.errors else 200)


@require_safe
@persona_required
def moved(request: PersonaRequest) -> HttpResponse:
    """After a change of the address: nobody is told by itself; here is whom one may want to tell."""
    holder = request.persona.account.pk
    with own_rows(holder):
        cases = Entry.objects.filter(holder=holder, kind=Entry.Kind.CASE).exclude(status=Status.COMPLETED)
        running = [(entry, base_url(entry.municipality)) for entry in cases.select_related("municipality")[:_SHOWN]]
    return render(request, "portal/account/moved.html", {"running": running})
