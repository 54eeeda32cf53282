"""Applications that are being written: saved on every step, gone after 30 days without use."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from rathaus.accounts.service import Level, Persona, StaffMember
from rathaus.catalogue.service import Availability, Offer, availability, compiled, offer_context, offer_title
from rathaus.core import clock
from rathaus.files.service import StoredFile, delete_file
from rathaus.formengine.service import Context
from rathaus.outbox.service import forget_recipient

from .codes import code_hash, link_code
from .errors import AlreadySubmitted, NotAvailable
from .mailbox import drop_draft_from_postbox, show_draft_in_postbox
from .models import Case, Channel, Draft, DraftFile
from .trusting import refuse_if_too_low

KEPT_DAYS = 30
_AT_ONCE = 1000
_RECORDED = {Channel.COUNTER, Channel.PHONE, Channel.LETTER}


def start_draft(
    offer: Offer,
    *,
    language: str,
    answers: Mapping[str, Any] | None = None,
    by: Persona | None = None,
    about: Case | None = None,
    level: Level = Level.NONE,
) -> tuple[Draft, str]:
    """A new draft on the version on offer, and its token, which is nowhere else. `answers`: what is known already.

    `by` is who begins it for whom, where somebody is signed in, and `level` how sure that is; `about` the decided
    case that it objects to.

    Raises NotAvailable, TrustTooLow.
    """
    found = availability(offer)
    if not found.open:
        raise NotAvailable(found)
    refuse_if_too_low(offer.current_version, level)
    draft = _begin(offer, language, answers, holder=by.holder if by else None, about=about)
    return draft, draft_token(draft)


def start_draft_at_desk(
    offer: Offer, *, by: StaffMember, channel: str, language: str, answers: Mapping[str, Any] | None = None
) -> Draft:
    """A new draft that `by` alone writes on, for somebody else or, by the channel "internal", for themselves.

    Raises NotAvailable.
    """
    found = availability_by(offer, channel)
    if not found.open:
        raise NotAvailable(found)
    return _begin(offer, language, answers, channel=channel, staff=by)


def _begin(offer: Offer, language: str, answers: Mapping[str, Any] | None, **more: Any) -> Draft:
    draft = Draft(
        offer=offer,
        version_id=offer.current_version,
        service_key=offer.service_key,
        language=language,
        answers=dict(answers or {}),
        **more,
    )
    draft.token_hash = code_hash(draft_token(draft))
    draft.save(force_insert=True)
    show_draft(draft)
    return draft


def show_draft(draft: Draft) -> None:
    """Bring its line in the holder's postbox up to date."""
    if draft.holder is not None:
        show_draft_in_postbox(draft, title=offer_title(draft.offer, draft.version_id), kept_days=KEPT_DAYS)


def draft_of_holder(draft_id: UUID, by: Persona) -> Draft | None:
    """What its holder may go on with on any device, unless it expired, was sent, or they may not apply for it."""
    alive = Draft.objects.filter(pk=draft_id, holder=by.holder, case=None, updated_at__gte=_oldest())
    found: Draft | None = alive.select_related("offer", "offer__unit").first()
    return found if found is not None and by.may_apply_for(found.service_key) else None


def draft_token(draft: Draft) -> str:
    """Who has it may write on the draft: in the browser's cookie, and in the private link."""
    return link_code("draft", draft.pk)


def get_draft(token: str) -> Draft | None:
    """The draft with its offer, unless it expired. A submitted one is found too: `draft.case_id` tells."""
    alive = Draft.objects.filter(token_hash=code_hash(token), updated_at__gte=_oldest())
    return alive.select_related("offer", "offer__unit").first()


def get_draft_of_staff(staff: StaffMember, draft_id: UUID) -> Draft | None:
    """A draft that this member of staff began at the desk, sent or not, unless it expired."""
    return _drafts_of_staff(staff).filter(pk=draft_id).first()


def open_drafts_of_staff(staff: StaffMember) -> list[Draft]:
    """What they began at the desk and have not sent yet, the newest first."""
    return list(_drafts_of_staff(staff).filter(case=None).order_by("-updated_at", "-id"))


def _drafts_of_staff(staff: StaffMember) -> QuerySet[Draft]:
    theirs = Draft.objects.filter(staff=staff, updated_at__gte=_oldest())
    return theirs.select_related("offer", "offer__unit")


def draft_availability(draft: Draft) -> Availability:
    """Whether the draft may be sent today. `submit_case` holds to the same."""
    return availability_by(draft.offer, draft.channel, begun=True)


def availability_by(offer: Offer, channel: str, *, begun: bool = False) -> Availability:
    """Whether an application may come in this way today.

    What staff record for somebody else may have reached the town hall in time: the limit holds for it, not the days.
    """
    found = availability(offer, begun=begun)
    if channel in _RECORDED and found.reason in {"not_yet", "closed", "season"}:
        return Availability(open=True)
    return found


def draft_context(draft: Draft, *, language: str | None = None) -> Context:
    """The context for the form of a draft: its pinned version, the parameters in force today."""
    return offer_context(draft.offer, language or draft.language, version_id=draft.version_id, channel=draft.channel)


@transaction.atomic
def save_answers(draft: Draft, answers: Mapping[str, Any], *, language: str | None = None) -> Draft:
    """Keep what was typed, wrong or right. Raises AlreadySubmitted."""
    draft.answers, draft.updated_at = dict(answers), clock.now()
    draft.language = language or draft.language
    changed = Draft.objects.filter(pk=draft.pk, case=None).update(
        answers=draft.answers, updated_at=draft.updated_at, language=draft.language
    )
    if not changed:
        raise AlreadySubmitted
    show_draft(draft)
    return draft


@transaction.atomic
def attach_file(draft: Draft, field: str, file: StoredFile) -> DraftFile:
    """Note that a file was uploaded into a field; the field's answer is the caller's to save."""
    _lock(draft)
    return DraftFile.objects.create(draft=draft, field=field, file=file)


@transaction.atomic
def remove_file(draft: Draft, file_id: UUID) -> None:
    """Take a file out of the draft and delete it. One that isn't in this draft is left alone."""
    _lock(draft)
    attached = DraftFile.objects.filter(draft=draft, file_id=file_id).select_related("file").first()
    if attached is not None:
        attached.delete()
        delete_file(attached.file)


def files_of_draft(draft: Draft) -> list[DraftFile]:
    return list(DraftFile.objects.filter(draft=draft).select_related("file").order_by("added_at", "id"))


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Delete it with its files. A submitted draft loses nothing but the way back to its receipt."""
    current = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    for attached in DraftFile.objects.filter(draft_id=draft.pk).select_related("file"):
        attached.delete()
        delete_file(attached.file)
    if current is not None:
        forget_address(current)
        drop_draft_from_postbox(current)
    Draft.objects.filter(pk=draft.pk).delete()


def mail_key(draft: Draft, act: str = "") -> str:
    return f"draft:{draft.pk}:{act}"


def forget_address(draft: Draft) -> None:
    """Erase where its link was sent. Costs nothing where it wasn't."""
    if draft.email:
        forget_recipient(mail_key(draft))


def delete_expired_drafts() -> int:
    """Discard the drafts of the scope's municipality that nobody used for 30 days; returns how many."""
    deleted = 0
    while expired := list(Draft.objects.filter(updated_at__lt=_oldest())[:_AT_ONCE]):
        for draft in expired:
            discard_draft(draft)
        deleted += len(expired)
    return deleted


def draft_form(draft: Draft) -> Any:
    """The compiled service of the version that the draft began with."""
    return compiled(draft.version_id)


def _lock(draft: Draft) -> None:
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    if current.case_id is not None:
        raise AlreadySubmitted


def _oldest() -> Any:
    return clock.now() - timedelta(days=KEPT_DAYS)
