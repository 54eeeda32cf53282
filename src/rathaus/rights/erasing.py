"""Deleting an account: closed at once, erased municipality by municipality, looked through once more at the end."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from rathaus.accounts.service import (
    Account,
    Kept,
    Subject,
    close_account,
    end_sessions,
    personal_data,
    remove_account,
)
from rathaus.core import clock
from rathaus.outbox.service import Kind, forget_address, send_mail
from rathaus.tenancy.service import Municipality, current_municipality, scope

from .exporting import subject_of
from .models import Erasure

AGAIN_AFTER = 600  # seconds: by then every request that had begun before the account was closed is long over
MAIL_AFTER = 3600  # seconds between two looks for e-mails that the mail server has not taken yet
PATIENCE = timedelta(days=7)  # then the address is erased from those too


class CannotDelete(Exception):
    """The account can't be deleted yet; `why` are sentences for its owner."""

    def __init__(self, why: list[str]) -> None:
        super().__init__("the account can't be deleted yet")
        self.why = why


@dataclass(frozen=True, slots=True)
class KeptThere:
    municipality: Municipality
    kept: list[Kept]


@dataclass(frozen=True, slots=True)
class Plan:
    """What deleting would do: `blocks` say why it can't be done yet, `goes` what goes, `kept` what stays where."""

    blocks: list[str]
    goes: list[str]
    kept: list[KeptThere]

    @property
    def has_open_cases(self) -> bool:
        return any(kept.is_open for there in self.kept for kept in there.kept)


def plan_erasure(account: Account) -> Plan:
    """Looks into every municipality: some queries for each."""
    subject = subject_of(account)
    kept = []
    for municipality in Municipality.objects.order_by("short_name"):
        with scope(municipality):
            found = [each for part in personal_data(everywhere=False) for each in part.kept(subject)]
        if found:
            kept.append(KeptThere(municipality, found))
    parts = [*personal_data(everywhere=True), *personal_data(everywhere=False)]
    return Plan(_blocks(subject), [str(part.goes) for part in parts if part.goes], kept)


@transaction.atomic
def delete_account(account: Account, *, language: str) -> Erasure:
    """Close the account for ever and have what belongs to it erased. Called again it changes nothing.

    When this is committed, nobody signs in with it and its address is free: whoever signs up with it gets a new
    account that sees nothing of this one. Raises CannotDelete.
    """
    from .tasks import erase_account as job  # tasks import this module, whose `erase_account` the job calls

    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.is_active:
        return Erasure.objects.get(account=account.pk)
    blocks = _blocks(subject_of(locked))
    if blocks:
        raise CannotDelete(blocks)
    erasure = Erasure(
        account=locked.pk,
        town=current_municipality(),
        email=locked.email,
        name=locked.name,
        language=language,
    )
    send_mail(
        key=f"erasure:{erasure.pk}",
        to=locked.email,
        template="account_deleted",
        context={},
        language=language,
        kind=Kind.SECURITY,
    )
    erasure.asked_at = clock.now()  # after its e-mail, whose address is erased with the others
    erasure.save(force_insert=True)
    close_account(locked)
    job.defer(erasure=str(erasure.pk))
    return erasure


def erase_account(erasure_id: str) -> None:
    """Erase what is left of a closed account: a transaction for each municipality, then what belongs to none.

    Goes on where it stopped. Call it outside of any transaction.
    """
    from .tasks import finish_erasure as job  # tasks import this module, whose `finish_erasure` the job calls

    for municipality in Municipality.objects.order_by("pk"):
        with scope(municipality):
            erasure = _lock(erasure_id)
            if municipality.pk not in erasure.done:
                _erase(_subject(erasure))
                erasure.done = [*erasure.done, municipality.pk]
                erasure.save(update_fields=["done"])
    with transaction.atomic():
        _erase_everywhere(_subject(_lock(erasure_id)))
        job.configure(schedule_in={"seconds": AGAIN_AFTER}).defer(erasure=erasure_id)


def finish_erasure(erasure_id: str) -> None:
    """Erase what requests were still writing while the account was closed; at last forget the address ourselves.

    E-mails that the mail server has not taken keep their address until it does, for seven days at most.
    """
    from .tasks import finish_erasure as job  # tasks import this module

    waiting = 0
    for municipality in Municipality.objects.order_by("pk"):
        with scope(municipality):
            subject = _subject(_lock(erasure_id))
            _erase(subject)
            is_late = clock.now() - subject.at > PATIENCE
            waiting += forget_address(subject.email, before=subject.at, unsent=is_late) if subject.email else 0
    with transaction.atomic():
        erasure = _lock(erasure_id)
        _erase_everywhere(_subject(erasure))
        if waiting:
            job.configure(schedule_in={"seconds": MAIL_AFTER}).defer(erasure=erasure_id)
        elif erasure.finished_at is None:
            erasure.email = erasure.name = ""
            erasure.finished_at = clock.now()
            erasure.save()


def _erase(subject: Subject) -> None:
    for part in personal_data(everywhere=False):
        part.erase(subject)


def _erase_everywhere(subject: Subject) -> None:
    for part in personal_data(everywhere=True):
        part.erase(subject)
    end_sessions(subject.id)
    remove_account(subject.id)


def _blocks(subject: Subject) -> list[str]:
    blocks = [sentence for part in personal_data(everywhere=True) for sentence in part.blocks(subject)]
    for municipality in Municipality.objects.order_by("short_name"):
        with scope(municipality):
            blocks += [sentence for part in personal_data(everywhere=False) for sentence in part.blocks(subject)]
    return blocks


def _lock(erasure_id: str) -> Erasure:
    """Two workers with the same erasure take turns."""
    return Erasure.objects.select_for_update().get(pk=erasure_id)


def _subject(erasure: Erasure) -> Subject:
    return Subject(erasure.account, erasure.email, erasure.name, erasure.asked_at)
