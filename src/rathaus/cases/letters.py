"""The data of the documents about a case: what was sent, and the notice."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.formengine.service import Outcome, SummaryPage
from rathaus.notices.service import render_letter, render_receipt
from rathaus.tenancy.service import Municipality, base_url, current_municipality

from .acting import pinned
from .applicant import read_applicant
from .codes import access_code
from .confirming import standings
from .fees import read_fee
from .models import Case, CaseFile, Submission
from .process import Pinned
from .titles import case_title

_OUTCOMES = {"grant": "granted", "grant_in_part": "granted_in_part", "refuse": "refused"}


def case_link(case: Case, *, with_code: bool) -> str:
    """The private link. The code stands in the fragment, which browsers don't send."""
    link = f"{base_url(current_municipality())}/vorgang/?nr={case.number}"
    return f"{link}#{access_code(case)}" if with_code else link


def receipt_pdf(case: Case, *, with_code: bool = True) -> bytes:
    """What was sent, with number and private link, for the applicant alone: made anew each time, never stored.

    Without the code for who acts for another: the link would outlast the representation.
    """
    submission = Submission.objects.get(case=case)
    sent = pinned(case, submission)
    files = CaseFile.objects.filter(case=case, answer=None).select_related("file")
    with translation.override(case.language):
        return render_receipt(
            {
                "municipality": sender(current_municipality()),
                "unit": office(case.unit),
                "case": reference(case, sent),
                "submitted_at": case.submitted_at.isoformat(),
                "arrived": not case.withheld,
                "language": case.language,
                "fee": _fee(submission),
                "answers": groups(sent.service.form.summary(sent.answers, sent.context)),
                "files": [{"name": f.file.name, "size": f.file.size} for f in files],
                "next_steps": next_steps(case),
                "qr_url": case_link(case, with_code=with_code),
            }
        )


def _fee(submission: Submission) -> dict[str, Any] | None:
    fee = read_fee(submission.fee)
    if fee is None:
        return None
    items = [{"label": item.label, "amount": str(item.amount)} for item in fee.items]
    return {"amount": str(fee.total), "items": items}


def next_steps(case: Case) -> list[str]:
    """What happens after sending, in the language that is active."""
    unit = case.unit.local_name
    if case.withheld:
        return _until_confirmed(case, unit)
    if case.due_on is None:
        checks = _("%(unit)s prüft Ihren Antrag.") % {"unit": unit}
    else:
        day = date_format(case.due_on, "DATE_FORMAT")
        checks = _("%(unit)s prüft Ihren Antrag, in der Regel bis zum %(day)s.") % {"unit": unit, "day": day}
    return [
        checks,
        _("Wenn etwas fehlt, fragen wir nach. Die Rückfrage finden Sie bei Ihrem Vorgang."),
        _("Sobald entschieden ist, liegt der Bescheid dort für Sie bereit."),
    ]


def _until_confirmed(case: Case, unit: str) -> list[str]:
    names = ", ".join(standing.name for standing in standings(case) if standing.agrees is None)
    return [
        _("Per E-Mail bekommen einen Link zum Bestätigen: %(names)s.") % {"names": names},
        _("Alle haben dafür 30 Tage Zeit. Lehnt jemand ab, ist der Antrag beendet, und wir sagen Ihnen Bescheid."),
        _("Sobald alle bestätigt haben, geht Ihr Antrag zur Prüfung an: %(unit)s.") % {"unit": unit},
    ]


def notice_pdf(
    case: Case, sent: Pinned, outcome: Outcome, *, reasons: str, fee: Decimal | None, by: StaffMember
) -> bytes:
    """The notice from the service's own template. Writes nothing."""
    definition = sent.service.definition
    applicant = read_applicant(definition, sent.answers)
    municipality = current_municipality()
    texts = sent.service.texts(
        sent.context.language, sent.context.parameters, municipality_name=municipality.name, today=clock.today()
    )
    letter = {
        "municipality": sender(municipality),
        "unit": {**office(case.unit), "clerk": by.account.name},
        "case": reference(case, sent),
        "recipient": {"lines": applicant.lines},
        "title": texts.outcome(outcome.key).title,
        "date": clock.today().isoformat(),
        "language": case.language,
        "outcome": _OUTCOMES[outcome.result],
        "reasons": reasons,
        "fee": {"amount": str(fee)} if fee else None,
        "objection": objection(municipality) if outcome.objection else None,
        "qr_url": case_link(case, with_code=False),
        "values": sent.service.form.letter_values(sent.answers, sent.context),
    }
    with translation.override(case.language):
        return render_letter(definition.notices.get(outcome.notice), letter)


def sender(municipality: Municipality) -> dict[str, Any]:
    contact = municipality.settings.get("contact", {})
    return {
        "name": municipality.name,
        "address": _address(municipality),
        "phone": contact.get("phone", ""),
        "email": contact.get("email", ""),
        "website": contact.get("website", ""),
        "accent": municipality.accent,
        "crest_path": crest_path(municipality),
    }


def office(unit: Unit) -> dict[str, str]:
    return {"name": unit.name, "room": unit.room, "phone": unit.phone, "email": unit.email}


def reference(case: Case, sent: Pinned) -> dict[str, Any]:
    title = case_title(case, sent.context.language)
    return {"number": case.number, "service": title, "submitted_at": case.submitted_at.isoformat()}


def groups(pages: tuple[SummaryPage, ...]) -> list[dict[str, Any]]:
    return [
        {"page": page.title, "rows": [{"label": row.label, "text": row.text} for row in page.rows]} for page in pages
    ]


def objection(municipality: Municipality) -> dict[str, Any]:
    return {"authority": municipality.name, "address": ", ".join(_address(municipality))}


def crest_path(municipality: Municipality) -> Path | None:
    """The crest's file among the static assets; None where the municipality has none."""
    found = (
        finders.find(str(municipality.settings.get("crest") or "")) if municipality.settings.get("crest") else None
    )
    return Path(found) if isinstance(found, str) else None


def _address(municipality: Municipality) -> list[str]:
    contact = municipality.settings.get("contact", {})
    town = f"{contact.get('postcode', '')} {contact.get('city', '')}".strip()
    return [line for line in (contact.get("street", ""), town) if line]
