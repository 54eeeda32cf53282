"""Sends the examples of services as applications, through the same actions as everybody."""

from typing import Any

from rathaus.accounts.service import Level, Persona
from rathaus.cases.confirming import confirm
from rathaus.cases.drafts import attach_file, discard_draft, save_answers, start_draft
from rathaus.cases.errors import NotAvailable, NotReady
from rathaus.cases.models import Case, Confirmer, Draft
from rathaus.cases.submitting import submit_case
from rathaus.catalogue.service import Offer, compiled, offer_context
from rathaus.formengine.service import Applicant, Example

from .examples import fill_in
from .papers import store_specimen
from .people import DemoApplicant


def send_example(
    offer: Offer, example: Example, who: DemoApplicant, *, electronically: bool, by: Persona | None = None
) -> Case | None:
    """None where the example can't be sent today. `by` is who sends it from an account, and for whom."""
    service, context = compiled(offer.current_version), offer_context(offer, "de")
    typed = _person(service.definition.applicant, who)
    try:
        draft, _ = start_draft(offer, language="de", level=_sure(offer), by=by)
    except NotAvailable:
        return None
    uploaded = {path: [_upload(draft, path, f.name) for f in files] for path, files in example.files.items()}
    save_answers(draft, fill_in(service, example, context, typed, uploaded))
    try:
        receipt = submit_case(
            draft,
            idempotency_key=f"demo:{draft.pk}",
            by=by,
            level=_sure(offer),
            electronically=electronically,
        )
        return _confirmed(receipt.case)
    except (NotReady, NotAvailable):
        discard_draft(draft)
        return None


def _sure(offer: Offer) -> Level:
    """Who applies in a story has proved as much as the service asks for."""
    return Level(compiled(offer.current_version).definition.trust_level)


def _person(paths: Applicant | None, who: DemoApplicant) -> dict[str, str]:
    """What the applicant types about themselves, by field."""
    if paths is None:
        return {}
    name = {f"{paths.person}.vorname": who.first, f"{paths.person}.nachname": who.last} if paths.person else {}
    return {paths.email: who.email, **name}


def _confirmed(case: Case) -> Case:
    """Everybody whom the case waits for agrees at once."""
    while case.withheld:
        asked = Confirmer.objects.filter(case=case, confirmation=None, asked_at__isnull=False)
        case = confirm(asked.select_related("case")[0])
    return case


def _upload(draft: Draft, path: str, name: str) -> dict[str, Any]:
    file = store_specimen(name)
    attach_file(draft, path, file)
    return {"id": str(file.pk), "name": file.name, "size": file.size}
