"""Taking a case into a postbox, and renewing its private link."""

from django.db import transaction
from django.db.models import F

from rathaus.accounts.service import Persona
from rathaus.notifying.service import Kind
from rathaus.postbox.service import notify_holder

from .acting import lock
from .effects import is_silent
from .errors import NotAllowed, NotPossible
from .mailbox import show_all_in_postbox
from .models import Adoption, Case, CodeRenewal


@transaction.atomic
def adopt_case(case: Case, *, by: Persona) -> Case:
    """Put a case that nobody holds into the postbox of `by`; that they came with its code is the caller's to know.

    Set once: of several at the same time one gets it. To the address in the application goes an e-mail, so that
    nobody loses a case to a stranger unnoticed. Raises NotPossible where it is in another's postbox, NotAllowed where
    they may not act and read in the holder's name.
    """
    if not (by.may_apply and by.may_read):
        raise NotAllowed
    locked = lock(case)
    if locked.holder == by.holder:
        return locked
    if not Case.objects.filter(pk=case.pk, holder=None).update(holder=by.holder):
        raise NotPossible("the case is in a postbox already")
    locked.holder = by.holder
    Adoption.objects.create(case=locked, account=by.account, holder=by.holder)
    show_all_in_postbox(locked)
    if locked.applicant_email and not is_silent():
        notify_holder(
            None,
            key=f"case:{case.pk}:adopted",
            template="case_adopted",
            about=case.pk,
            context={"number": locked.number},
            language=locked.language,
            email=locked.applicant_email,
            kind=Kind.SECURITY,
        )
    return locked


@transaction.atomic
def renew_code(case: Case, *, by: Persona) -> Case:
    """Make the old access code useless, with every link and browser that had it. Raises NotAllowed for all but who
    holds the case, or administers the organisation that does: whoever found the code, or acts for its owner for a
    while, must not lock them out."""
    locked = lock(case)
    if locked.holder is None or locked.holder != by.holder or not by.may_administer:
        raise NotAllowed
    Case.objects.filter(pk=case.pk).update(access_generation=F("access_generation") + 1)
    locked.access_generation += 1
    CodeRenewal.objects.create(case=locked, account=by.account, generation=locked.access_generation)
    return locked
