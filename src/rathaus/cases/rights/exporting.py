"""What cases know about a person, for them to take along. See docs/rights.md for what is left out and why."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from rathaus.accounts.service import Attached, Item, Part, Subject, moment
from rathaus.cases.acting import pinned
from rathaus.cases.applicant import file_ids
from rathaus.cases.drafts import files_of_draft
from rathaus.cases.looking import looks_at_cases_of
from rathaus.cases.models import (
    Adoption,
    Case,
    CaseFile,
    CodeRenewal,
    Decision,
    DeliveryConsent,
    DeliveryEvent,
    Draft,
    Notice,
    Query,
    QueryAnswer,
    Submission,
    TimelineEvent,
)
from rathaus.cases.retention import kept_through
from rathaus.cases.titles import case_title
from rathaus.files.service import StoredFile, open_file

from .reading import overview


def export_cases(subject: Subject) -> Iterator[Item]:
    """One item for each case in their postbox, oldest first; loaded one by one, so a thousand need no memory."""
    for case in Case.objects.filter(holder=subject.id).select_related("unit").order_by("id").iterator(chunk_size=50):
        yield _case(case, subject)


def _case(case: Case, subject: Subject) -> Item:
    sent = pinned(case)
    submission = Submission.objects.get(case=case)
    summary = sent.service.form.summary(sent.answers, sent.context)
    until = kept_through(case)
    data: dict[str, Any] = {
        "number": case.number,
        "service": case.service_key,
        "title": case.title,
        "unit": case.unit.name,
        "status": case.status,
        "submitted_at": case.submitted_at,
        "decided_at": case.decided_at,
        "completed_at": case.completed_at,
        "kept_until": until,
        "taken_into_account_at": Adoption.objects.filter(case=case).values_list("at", flat=True).first(),
        "codes_renewed_at": list(CodeRenewal.objects.filter(case=case).order_by("at").values_list("at", flat=True)),
        "language": case.language,
        "channel": submission.channel,
        "sent_by_you": submission.account_id == subject.id,
        "applicant": {"name": case.applicant_name, "email": case.applicant_email},
        "answers": sent.answers,
        "fee": submission.fee,
        "questions": _questions(case),
        "decision": _decision(case),
        "notices": _notices(case),
        "history": _history(case),
        "looks": [
            {"at": look.at, "unit": look.unit, "what": look.what, "file": look.file, "reason": look.reason}
            for look in looks_at_cases_of(subject.id, case=case)
        ],
    }
    return Item(
        data=data,
        title=f"{case_title(case, sent.context.language)} ({case.number})",
        parts=overview(data, summary),
        folder=case.number,
        files=tuple(_files(case)),
    )


def _questions(case: Case) -> list[dict[str, Any]]:
    answers = {answer.query_id: answer for answer in QueryAnswer.objects.filter(case=case)}
    asked = Query.objects.filter(case=case).order_by("revision")
    return [
        {
            "asked_at": query.at,
            "text": query.text,
            "answer_by": query.answer_by,
            "answered_at": answers[query.pk].at if query.pk in answers else None,
            "answer": answers[query.pk].text if query.pk in answers else None,
        }
        for query in asked
    ]


def _decision(case: Case) -> dict[str, Any] | None:
    """Only once the notice tells it: until then the town hall may not have said so."""
    decision = Decision.objects.filter(case=case).first()
    if decision is None or case.completed_at is None:
        return None
    return {
        "at": decision.at,
        "outcome": decision.outcome,
        "result": decision.result,
        "reasons": decision.reasons,
        "fee": None if decision.fee is None else str(decision.fee),
    }


def _notices(case: Case) -> list[dict[str, Any]]:
    events = DeliveryEvent.objects.filter(case=case).order_by("at", "id")
    return [
        {
            "title": notice.title,
            "at": notice.at,
            "delivery": [{"at": e.at, "kind": e.kind} for e in events if e.notice_id == notice.pk],
        }
        for notice in Notice.objects.filter(case=case).order_by("revision")
    ]


def _history(case: Case) -> list[dict[str, Any]]:
    """The public lines, with the role in which somebody acted: names of staff and of other applicants stay out."""
    public = TimelineEvent.objects.filter(case=case, public=True).order_by("revision")
    return [{"at": e.at, "what": e.kind, "by": e.actor, "status": e.status} for e in public]


def _files(case: Case) -> Iterator[Attached]:
    for kept in CaseFile.objects.filter(case=case).select_related("file").order_by("revision", "field", "id"):
        yield _attached(kept.file, kind="answer" if kept.answer_id else "application", field=kept.field)
    for notice in Notice.objects.filter(case=case).select_related("file").order_by("revision"):
        yield _attached(notice.file, kind="notice", field="")


def _attached(file: StoredFile, *, kind: str, field: str) -> Attached:
    about = {"kind": kind, "field": field, "size": file.size, "sha256": file.sha256, "media_type": file.media_type}
    return Attached(file.name, partial(open_file, file), about)


def export_drafts(subject: Subject) -> Iterator[Item]:
    """What they typed and have not sent. Files that no answer names any more are theirs all the same."""
    for draft in Draft.objects.filter(holder=subject.id, case=None).order_by("id"):
        files = files_of_draft(draft)
        named = set(file_ids(draft.answers))
        yield Item(
            data={
                "service": draft.service_key,
                "begun_at": draft.created_at,
                "changed_at": draft.updated_at,
                "language": draft.language,
                "answers": draft.answers,
            },
            title=_("Entwurf: %(service)s") % {"service": draft.service_key},
            parts=(Part(_("Zuletzt geändert"), ((_("Am"), moment(draft.updated_at)),)),),
            folder=_("Entwurf %(id)s") % {"id": str(draft.pk)[-8:]},
            files=tuple(
                _attached(a.file, kind="draft" if str(a.file_id) in named else "unused", field=a.field) for a in files
            ),
        )


def export_acts_for_others(subject: Subject) -> Iterator[Item]:
    """That they acted in the name of an organisation or of somebody else, when, and in which case: not its content,
    which is the other's."""
    acts = TimelineEvent.objects.filter(account=subject.id).exclude(case__holder=subject.id).select_related("case")
    for act in acts.order_by("at", "id").iterator(chunk_size=200):
        yield Item(
            data={
                "number": act.case.number,
                "title": act.case.title,
                "at": act.at,
                "what": act.kind,
                "for": act.data.get("for", ""),
            },
            title="",
            parts=(Part("", ((moment(act.at), f"{act.case.title} ({act.case.number})"),)),),
        )


def export_consents(subject: Subject) -> Iterator[Item]:
    """Given in the account for all notices, or with one of their cases. They stay, as proof for the notices."""
    theirs = Q(holder=subject.id) | Q(case__holder=subject.id)
    for consent in DeliveryConsent.objects.filter(theirs).select_related("case").order_by("at", "id"):
        number = "" if consent.case is None else consent.case.number
        yield Item({"kind": consent.kind, "given": consent.given, "at": consent.at, "case": number})
