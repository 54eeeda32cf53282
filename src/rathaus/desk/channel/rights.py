"""Administrators say who may publish what."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.channel.service import Level, grant, rights_of_all
from rathaus.desk.frame import desk_page

LEVELS: dict[str, Promise] = {
    "": gettext_lazy("Nur ansehen"),
    Level.STATUS: gettext_lazy("Stand von Einrichtungen"),
    Level.MESSAGES: gettext_lazy("Meldungen"),
    Level.WARNINGS: gettext_lazy("Meldungen und Warnungen"),
}


@require_safe
@admin_required
def show_rights(request: StaffRequest) -> HttpResponse:
    context = {"rows": rights_of_all(), "levels": LEVELS}
    return desk_page(request, "desk/channel/rights.html", context, current="channel")


@require_POST
@admin_required
def set_right(request: StaffRequest, pk: UUID) -> HttpResponse:
    level = request.POST.get("recht", "")
    member = grant(pk, level, by=request.staff)
    if member is None:
        raise Http404
    words = {"name": member.account.name, "right": LEVELS[level]}
    messages.success(request, _("%(name)s: %(right)s. Das gilt ab sofort.") % words)
    return redirect("desk_channel_rights")
