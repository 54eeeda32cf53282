"""What an act causes: the closed list of effects of the process tables. All of it is jobs; nothing leaves here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rathaus.notifying.service import News, notify
from rathaus.outbox.service import Kind, Mail

from .models import Case
from .process import Act, Step

# The e-mail to the applicant after each act that can have one, and of what kind it is: which can be switched off.
_TEMPLATES = {
    Act.HAND_ROUND: ("case_awaiting", Kind.RECEIVED),
    Act.DECLINE: ("case_unconfirmed", Kind.PROGRESS),
    Act.LAPSE: ("case_unconfirmed", Kind.PROGRESS),
    Act.SUBMIT: ("case_received", Kind.RECEIVED),
    Act.ASK: ("case_query", Kind.QUERY),
    Act.REMIND: ("case_reminder", Kind.QUERY),
    Act.ISSUE: ("case_notice", Kind.NOTICE),
}
_OTHER = ("case_news", Kind.PROGRESS)
_TO_APPLICANT = {"acknowledge", "notify_applicant", "remind"}  # "close" has no effect: the status says it


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
    effects = [(step, effect) for step in steps for effect in step.effects]
    if any(effect == "issue_notice" for _, effect in effects):
        _issue_notice(case)
    if not _silent.get():
        news = [_tell_applicant(step, case) for step, effect in effects if effect in _TO_APPLICANT]
        notify(news, also=_mail_unit(case) if any(effect == "notify_unit" for _, effect in effects) else [])


def _tell_applicant(step: Step, case: Case) -> News:
    """Tells that something is there and whose turn it is; who left no e-mail address looks by themselves."""
    template, kind = _TEMPLATES.get(step.act, _OTHER)
    return News(
        key=f"case:{case.pk}:{case.revision}:applicant",
        kind=kind,
        template=template,
        about=case.pk,
        context={"number": case.number},
        holder=case.holder,
        address=case.applicant_email,
        language=case.language,
    )


def _mail_unit(case: Case) -> list[Mail]:
    """A case that is withheld never was at the unit."""
    if case.withheld or not case.unit.email:
        return []
    key, context = f"case:{case.pk}:{case.revision}:unit", {"number": case.number}
    return [Mail(key, case.unit.email, "case_unit", context, kind=Kind.HOUSE)]


def _issue_notice(case: Case) -> None:
    from .tasks import issue_notice  # tasks import the actions, which carry out effects

    issue_notice.defer(case=str(case.pk))
