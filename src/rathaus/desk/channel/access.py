"""Who may do what on the pages of the channel. Looking is for all staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.channel.service import NotAllowed, Publication, find_publication, may

P = ParamSpec("P")


def publisher_required(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """What somebody may not do isn't there for them (404), and neither is anything for who may publish nothing."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may(request.staff).level:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotAllowed:
            raise Http404 from None

    return staff_required(guarded)  # type: ignore[arg-type]  # wraps() hides the request's type


def find(pk: UUID) -> Publication:
    """Raises Http404, the same for one of another municipality as for none."""
    found = find_publication(pk)
    if found is None:
        raise Http404
    return found


def find_own(request: StaffRequest, pk: UUID) -> Publication:
    """One that they may change."""
    found = find(pk)
    if not may_change(request, found):
        raise Http404
    return found


def may_change(request: StaffRequest, publication: Publication) -> bool:
    of_facility = publication.facility_id is not None
    return may(request.staff).publish(publication.kind, of_facility=of_facility)


def forbid_unless(allowed: Any) -> None:
    if not allowed:
        raise Http404
