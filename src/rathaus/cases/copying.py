"""Applying for the same again: a new draft with those answers of an earlier application that still fit."""

from rathaus.accounts.service import Level, Persona
from rathaus.catalogue.service import Availability, Offer, availability, compiled
from rathaus.formengine.service import fitting_answers

from .drafts import start_draft
from .errors import NotAvailable
from .models import Case, Draft, Submission


def may_apply_again(case: Case) -> Availability:
    """Whether the service takes applications today, in the portal."""
    offer = Offer.objects.get(pk=case.offer_id)
    found = availability(offer)
    if not found.open:
        return found
    today = compiled(offer.current_version)
    definition = today.definition
    is_for_everybody = today.has_form and not definition.internal and not definition.about
    return found if is_for_everybody else Availability(open=False, reason="withdrawn")


def apply_again(
    case: Case, *, language: str, by: Persona | None = None, level: Level = Level.NONE
) -> tuple[Draft, str]:
    """A draft on today's version, and its token. Raises NotAvailable, TrustTooLow.

    An answer fits if its field still has the same key and kind; nothing of it counts as checked.
    """
    found = may_apply_again(case)
    if not found.open:
        raise NotAvailable(found)
    offer = Offer.objects.get(pk=case.offer_id)
    sent = Submission.objects.values_list("answers", flat=True).get(case=case)
    answers = fitting_answers(compiled(case.version_id).form, compiled(offer.current_version).form, sent)
    return start_draft(offer, language=language, answers=answers, by=by, level=level)
