"""Administrators make and revoke the keys with which partners' programs use the open API."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.appointments.service import create_partner_key, partner_keys, revoke_partner_key
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page

_MOST_NAME = 100


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def show_keys(request: StaffRequest) -> HttpResponse:
    """The list; a post makes a key and shows it, this once."""
    if request.method != "POST":
        return _page(request)
    name = clean_text(request.POST.get("name", "")).strip()
    if not name or len(name) > _MOST_NAME:
        return _page(request, problem=_("Schreiben Sie, für wen der Schlüssel ist."), status=422)
    row, secret = create_partner_key(name, by=request.staff)
    return _page(request, made=row, secret=secret, status=201)


@require_POST
@admin_required
def revoke_key(request: StaffRequest, key_id: UUID) -> HttpResponse:
    row = next((key for key in partner_keys() if key.pk == key_id), None)
    if row is None:
        raise Http404
    revoke_partner_key(row, by=request.staff)
    messages.success(request, _("Der Schlüssel gilt nicht mehr."))
    return redirect("desk_keys")


def _page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return desk_page(request, "desk/keys/list.html", {"keys": partner_keys(), **more}, current="keys", status=status)
