"""What an act causes: the closed list of effects of the process tables. All of it is jobs; nothing leaves here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rathaus.outbox.service import send_mail

from .models import Case
from .process import Act, Step

# The e-mail to the applicant after each act that can have one.
_TEMPLATES = {
    Act.SUBMIT: "case_received",
    Act.ASK: "case_query",
    Act.REMIND: "case_reminder",
    Act.ISSUE: "case_notice",
}


_silent: ContextVar[bool] = ContextVar("cases_without_mail", default=False)


@contextmanager
def without_mail() -> Iterator[None]:
    """Queue no e-mails: for the demo's made-up past, which nobody waits to hear of."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def carry_out(step: Step, case: Case) -> None:
    """Queue what follows from a step. Call it in the acting transaction, after the case was saved."""
    for effect in step.effects:
        _EFFECTS[effect](step, case)


def _notify_applicant(step: Step, case: Case) -> None:
    """Tells that something is there and whose turn it is; who left no e-mail address looks by themselves."""
    template = _TEMPLATES.get(step.act, "case_news")
    if case.applicant_email and not _silent.get():
        send_mail(
            key=f"case:{case.pk}:{case.revision}:applicant",
            to=case.applicant_email,
            template=template,
            context={"number": case.number},
            language=case.language,
        )


def _notify_unit(_: Step, case: Case) -> None:
    if case.unit.email and not _silent.get():
        send_mail(
            key=f"case:{case.pk}:{case.revision}:unit",
            to=case.unit.email,
            template="case_unit",
            context={"number": case.number},
        )


def _issue_notice(_: Step, case: Case) -> None:
    from .tasks import issue_notice  # tasks import the actions, which carry out effects

    issue_notice.defer(case=str(case.pk))


def _close(_: Step, __: Case) -> None:
    """Nothing to queue: a completed case is closed by its status."""


_EFFECTS: dict[str, Callable[[Step, Case], None]] = {
    "acknowledge": _notify_applicant,
    "notify_applicant": _notify_applicant,
    "notify_unit": _notify_unit,
    "issue_notice": _issue_notice,
    "remind": _notify_applicant,
    "close": _close,
}
