"""Why an act on a case did not happen. Nothing was changed then."""

from typing import TYPE_CHECKING

from rathaus.accounts.service import Need
from rathaus.catalogue.service import Availability
from rathaus.formengine.service import FieldError

if TYPE_CHECKING:
    from .models import Case


class CaseError(Exception):
    """The base of all refusals."""


class TimeGone(CaseError):
    """The time that was kept for the application is over and somebody else has it, or too many visits are open.

    `page` is where another one is chosen.
    """

    def __init__(self, field: str, page: str, *, too_many: bool = False) -> None:
        self.field, self.page, self.too_many = field, page, too_many
        super().__init__(f"{field}: the time is not kept")


class NotReady(CaseError):
    """The application is incomplete or wrong; `errors` are those of the whole form."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        self.errors = errors
        super().__init__(f"{len(errors)} answers are missing or wrong")


class NotAvailable(CaseError):
    """The offer takes no applications now; `availability` says why. A draft is kept."""

    def __init__(self, availability: Availability) -> None:
        self.availability = availability
        super().__init__(availability.reason)


class TrustTooLow(CaseError):
    """The service asks for more than is known of who applies: `need` says what. A draft is kept."""

    def __init__(self, need: Need) -> None:
        self.need = need
        super().__init__(f"{need.needed} needed, {need.has} reached")


class AlreadySubmitted(CaseError):
    """The draft was sent; its answers and files can no longer be changed."""


class KeyReused(CaseError):
    """The idempotency key belongs to the submission of another draft."""


class Stale(CaseError):
    """Somebody acted in between: `case` is the current state, to be shown before trying again."""

    def __init__(self, case: "Case") -> None:
        self.case = case
        super().__init__(f"{case.number} is at revision {case.revision}")


class NotAllowed(CaseError):
    """This person may not do this."""


class NotPossible(CaseError):
    """The process of the service has no such way from the present status."""


class TooManyTries(CaseError):
    """Too many wrong access codes; `minutes` until the next wrong one is looked at."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__("too many wrong access codes")


class AlreadyAnswered(CaseError):
    """This person has confirmed or declined before."""


class TooManyMails(CaseError):
    """The link of this draft, to this address or from this network was sent as often as it may be."""


class AlreadyObjected(CaseError):
    """There is an objection to the notice of `case` already."""

    def __init__(self, case: "Case") -> None:
        self.case = case
        super().__init__(f"{case.number} has an objection")


class ForeignFile(CaseError):
    """The answers name a file that was not uploaded into this draft."""
