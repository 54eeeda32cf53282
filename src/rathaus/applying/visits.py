"""The appointment in a form: free times, the one that is kept for the draft, and what the buttons do."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.accounts.service import client_address
from rathaus.appointments.service import (
    AlreadyExtended,
    Hold,
    HoldGone,
    NoSuchOffering,
    Office,
    Wish,
    extend_hold,
    find_hold,
    find_wish,
    free_times,
    give_up_hold,
    hold_time,
    nearest_to,
    renew_hold,
    start_value,
)
from rathaus.cases.service import save_answers
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import PageState, VisitWish

from .application import Application

VISIT = "_visit"  # a button that posts "<field> <what>", or "<field> <office> <start>" for a free time
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page tells: until when the time is kept, or the next free ones as (value, words)."""

    hold: Hold | None
    times: tuple[tuple[str, str], ...] = ()

    @property
    def is_kept(self) -> bool:
        return self.hold is not None and self.hold.expires_at > clock.now()

    @property
    def may_extend(self) -> bool:
        return self.hold is not None and self.is_kept and not self.hold.is_extended

    @property
    def until(self) -> str:
        return f"{self.hold.expires_at.astimezone(BERLIN):%H:%M}" if self.hold else ""

    @property
    def until_seconds(self) -> int:
        return int(self.hold.expires_at.timestamp()) if self.hold else 0


def wanted_visit(application: Application) -> VisitWish | None:
    """The appointment that the answers so far ask for; none where no time can be kept: at the desk."""
    if not application.face.keeps_times:
        return None
    return application.form.appointment(application.draft.answers, application.context)


def show_visit(application: Application, page: PageState) -> None:
    """Tell the field, if it is on this page, what is kept or free."""
    wish = wanted_visit(application)
    field = page.field(wish.key) if wish is not None and wish.page == page.key else None
    if wish is not None and field is not None:
        field.visit = Visit(held(wish)) if wish.value else Visit(None, _next_times(wish))


def keep_visit(application: Application) -> Visit | None:
    """Somebody goes on with the form: keep the time a little longer. None where nothing was chosen."""
    wish = wanted_visit(application)
    if wish is None or wish.value is None:
        return None
    hold = held(wish)
    return Visit(None if hold is None else renew_hold(hold))


def held(wish: VisitWish) -> Hold | None:
    """The hold of what was chosen; also one that expired. None where it is gone for good."""
    return find_hold(UUID(wish.value["hold"])) if wish.value else None


def choose_time(
    request: HttpRequest, application: Application, office: str, start: datetime, *, proof: str = ""
) -> bool:
    """Keep a time for this draft instead of the one before. False for what isn't offered.

    Raises NotOpen, Gone, TooMany, ProofNeeded; AlreadySubmitted. All as it was then.
    """
    wish = wanted_visit(application)
    place = find_place(wish, office) if wish is not None else None
    if wish is None or place is None:
        return False
    offered, found = place
    before = held(wish)
    network = client_address(request)
    hold = hold_time(offered, start, office=found.pk, network=network, instead_of=before, proof=proof)
    _answer(
        application,
        wish,
        {"hold": str(hold.pk), "start": hold.starts_at.astimezone(UTC).isoformat(), "office": hold.office.local_name},
    )
    return True


def press(request: HttpRequest, application: Application) -> None:
    """`keine` gives the time up, `mehr` keeps it ten minutes longer, once. Raises AlreadySubmitted."""
    wish = wanted_visit(application)
    hold = held(wish) if wish is not None else None
    what = request.POST[VISIT].partition(" ")[2]
    if wish is None:
        return
    if what == "keine":
        if hold is not None:
            give_up_hold(hold)
        _answer(application, wish, None)
    elif what == "mehr" and hold is not None:
        try:
            extend_hold(hold)
        except AlreadyExtended:
            messages.info(request, _("Sie haben schon einmal verlängert. Länger halten wir die Zeit nicht frei."))
        except HoldGone:
            messages.warning(request, _("Die Zeit war abgelaufen. Wählen Sie eine andere."))


def nearest_times(application: Application) -> tuple[tuple[str, str], ...]:
    """The free times closest to the one that is lost, at the same office, as (value, words)."""
    wish = wanted_visit(application)
    hold = held(wish) if wish is not None else None
    if hold is None:
        return _next_times(wish) if wish is not None else ()
    office = hold.office
    return tuple((start_value(office.key, start), _time_in_words(start)) for start in nearest_to(hold))


def release_visit(application: Application) -> None:
    """The draft is thrown away: somebody else may have the time at once."""
    wish = wanted_visit(application)
    hold = held(wish) if wish is not None else None
    if hold is not None:
        give_up_hold(hold)


def offered_visit(wish: VisitWish) -> Wish | None:
    try:
        return find_wish(wish.offerings)
    except NoSuchOffering:
        return None


def find_place(wish: VisitWish, office: str) -> tuple[Wish, Office] | None:
    offered = offered_visit(wish)
    if offered is None:
        return None
    return next(((offered, one) for one in offered.offices if one.key == office), None)


def _answer(application: Application, wish: VisitWish, value: dict[str, str] | None) -> None:
    save_answers(application.draft, {**application.draft.answers, wish.key: value}, language=application.letters_in)


def _next_times(wish: VisitWish) -> tuple[tuple[str, str], ...]:
    offered = offered_visit(wish)
    if offered is None:
        return ()
    free = free_times(offered)
    offices = {office.key: office for office in offered.offices}
    starts = sorted(
        (start, key) for key, office in offices.items() for start in islice(free.starts(office.pk), _SHOWN)
    )
    return tuple(
        (start_value(key, start), _time_in_words(start, offices[key].local_name)) for start, key in starts[:_SHOWN]
    )


def _time_in_words(start: datetime, office: str = "") -> str:
    local = start.astimezone(BERLIN)
    words = {"day": date_format(local.date(), "D, j. M."), "at": f"{local:%H:%M}", "office": office}
    return (_("%(day)s %(at)s Uhr, %(office)s") if office else _("%(day)s %(at)s Uhr")) % words
