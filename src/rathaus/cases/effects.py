"""What an act causes: the closed list of effects of the process tables. All of it is jobs; nothing leaves here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rathaus.outbox.service import Mail, send_mails

from .models import Case
from .process import Act, Step

# The e-mail to the applicant after each act that can have one.
_TEMPLATES = {
    Act.HAND_ROUND: "case_awaiting",
    Act.DECLINE: "case_unconfirmed",
    Act.LAPSE: "case_unconfirmed",
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


def is_silent() -> bool:
    return _silent.get()


def carry_out(case: Case, *steps: Step) -> None:
    """Queue what follows from steps. Call it in the acting transaction, after the case was saved."""
    mails = []
    for step in steps:
        for effect in step.effects:
            if effect == "issue_notice":
                _issue_notice(case)
            else:
                mails += _MAILS[effect](step, case)
    if not _silent.get():
        send_mails(mails)


def _mail_applicant(step: Step, case: Case) -> list[Mail]:
    """Tells that something is there and whose turn it is; who left no e-mail address looks by themselves."""
    if not case.applicant_email:
        return []
    key = f"case:{case.pk}:{case.revision}:applicant"
    template = _TEMPLATES.get(step.act, "case_news")
    return [Mail(key, case.applicant_email, template, {"number": case.number}, case.language)]


def _mail_unit(_: Step, case: Case) -> list[Mail]:
    """A case that is withheld never was at the unit."""
    if case.withheld or not case.unit.email:
        return []
    return [Mail(f"case:{case.pk}:{case.revision}:unit", case.unit.email, "case_unit", {"number": case.number})]


def _nothing(_: Step, __: Case) -> list[Mail]:
    """A completed case is closed by its status."""
    return []


def _issue_notice(case: Case) -> None:
    from .tasks import issue_notice  # tasks import the actions, which carry out effects

    issue_notice.defer(case=str(case.pk))


_MAILS: dict[str, Callable[[Step, Case], list[Mail]]] = {
    "acknowledge": _mail_applicant,
    "notify_applicant": _mail_applicant,
    "remind": _mail_applicant,
    "notify_unit": _mail_unit,
    "close": _nothing,
}
