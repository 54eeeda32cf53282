"""The e-mail to those who can release what waits for a second person: a warning, or the correction of one."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from rathaus.accounts.service import StaffMember
from rathaus.outbox.service import Kind as MailKind
from rathaus.outbox.service import Mail, NotWanted, completes_mail, send_mails

from .models import Correction, Publication
from .rights import rights_of_all
from .wording import label, when, where

_TEMPLATE = "channel_second_person"


def ask_second_person(publication: Publication, correction: Correction | None = None) -> None:
    """Once for each wording, to everybody who may warn but the one who wrote it."""
    waits = f"correction:{correction.pk}" if correction else f"{publication.pk}:{publication.sequence}"
    context = {
        "publication": str(publication.pk),
        "sequence": publication.sequence,
        "correction": str(correction.pk) if correction else "",
    }
    writer = correction.by if correction else publication.by
    send_mails(
        [
            Mail(f"channel-second:{waits}:{one.pk}", one.account.email, _TEMPLATE, context, kind=MailKind.HOUSE)
            for one in _others(writer)
        ]
    )


def _others(writer: StaffMember | None) -> list[StaffMember]:
    return [right.staff for right in rights_of_all() if right.may_warn and right.staff != writer]


@completes_mail(_TEMPLATE)
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    """Raises NotWanted for what was released, withdrawn or written anew meanwhile, and for what is over."""
    rows = Publication.objects.filter(pk=context["publication"], sequence=context["sequence"], ended_at=None)
    found = rows.first()
    is_correction = bool(context["correction"])
    if found is None or not (_is_waiting(context["correction"]) if is_correction else found.waits_for_second):
        raise NotWanted
    return {
        "is_correction": is_correction,
        "title": found.title,
        "label": label(found),
        "when": when(found),
        "where": where(found),
        "path": reverse("desk_publication", args=[found.pk]),
    }


def _is_waiting(correction: str) -> bool:
    return Correction.objects.filter(pk=correction, released_at=None, withdrawn_at=None).exists()
