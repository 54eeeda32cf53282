"""What goes with the account, and what is let go of."""

from rathaus.accounts.service import Subject
from rathaus.cases.drafts import discard_draft
from rathaus.cases.models import Case, Draft


def erase_drafts(subject: Subject) -> None:
    """Delete the holder's drafts with their files. Waits for a sending that is under way."""
    for draft in Draft.objects.filter(holder=subject.id):
        discard_draft(draft)


def let_go_of_cases(subject: Subject) -> None:
    """Their cases stay as the law asks, in nobody's postbox: number and access code open them from now on."""
    Case.objects.filter(holder=subject.id).update(holder=None)
