"""Opening a case with its number and access code, without an account."""

from datetime import timedelta

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .codes import code_fits, network_hash
from .errors import TooManyTries
from .looking import note_look
from .models import AccessLog, Case, Draft, WrongCode

_MINUTES = 15
_PER_NUMBER, _PER_NETWORK = 10, 30


def open_case(number: str, code: str, *, network: str = "") -> Case | None:
    """The case, or None for a wrong number or code, in the same time. `network` is the caller's IP address.

    Raises TooManyTries for wrong tries above 10 a quarter of an hour for one number, or 30 from one network. The
    right code always opens: with 120 bits no limit is needed to protect it, and a stranger who keeps guessing must
    not lock the owner out. Tries above the limit write nothing, so guessing cannot fill the table.
    """
    tidy = number.strip()[:20]
    case = Case.objects.filter(number=tidy).first()
    if code_fits(case, code):
        return case
    _note_wrong_code(tidy, network_hash(network))
    return None


def recorded_today(draft: Draft, *, by: StaffMember) -> Case | None:
    """The case that `by` made of a draft at the desk today, for its receipt; logged as a look. None on other days.

    The receipt has the access code, which the applicant alone is to have: whoever records it hands it over.
    """
    if draft.case_id is None or draft.staff_id != by.pk:
        return None
    case: Case = Case.objects.select_related("unit").get(pk=draft.case_id)
    if case.submitted_at.astimezone(BERLIN).date() != clock.today():
        return None
    note_look(case, by=by, reason=AccessLog.Reason.RECORDING)
    return case


def _note_wrong_code(number: str, network: str) -> None:
    since = clock.now() - timedelta(minutes=_MINUTES)
    WrongCode.objects.filter(at__lt=since).delete()  # who tried long ago is nobody's business
    recent = WrongCode.objects.filter(at__gte=since)
    too_many = (
        recent.filter(number=number).count() >= _PER_NUMBER or recent.filter(network=network).count() >= _PER_NETWORK
    )
    if too_many:
        raise TooManyTries(_MINUTES)
    WrongCode.objects.create(number=number, network=network)
