"""Conversations between somebody and a unit of the town hall."""

from django.db import models
from django.db.models import Q

from rathaus.accounts.service import Account, StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Thread(TenantModel):
    """A conversation: about a case, or a general question to a unit (then it has a `holder` and a `subject`).

    The thread of a case belongs to whoever may see the case, and its unit follows the case's. `waiting_since` is
    since when something waits for the unit's answer: merely looking at it doesn't end that, but an answer does, or a
    clerk who says that none is needed. `language` is the one in which its e-mails are written.
    """

    holder = models.UUIDField(null=True)
    unit = TenantForeignKey(Unit)
    case = TenantForeignKey("cases.Case", null=True)
    subject = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="de")
    key = models.CharField(max_length=100, blank=True)  # of the form that began it: a resend begins nothing
    begun_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    waiting_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case"], condition=Q(case__isnull=False), name="thread_of_case_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "holder", "key"], condition=~Q(key=""), name="thread_begun_once"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(holder__isnull=False) & ~Q(subject=""),
                name="thread_about_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "unit", "waiting_since"],
                name="thread_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(fields=["municipality", "holder", "-last_at"], name="thread_of_holder"),
            models.Index(fields=["municipality", "unit", "-last_at", "-id"], name="thread_of_unit"),
        ]

    class Sealing:
        """A general one: to the end of the third German calendar year after its last message (owned.KEPT_YEARS)."""

        expired = """kept.case_id is null and
            extract(year from greatest(kept.last_at, (
              select max(message.at) from postbox_message message
              where message.municipality_id = kept.municipality_id and message.thread_id = kept.id))
              at time zone 'Europe/Berlin') + 3
            < extract(year from now() at time zone 'Europe/Berlin')"""

    def __str__(self) -> str:
        return self.subject


class ThreadAct(TenantModel):
    """What staff did with a conversation besides answering: settled it, closed it, handed it on to `unit`; or that a
    new message opened it again. Append-only."""

    class Kind(models.TextChoices):
        SETTLED = "settled"
        CLOSED = "closed"
        HANDED_ON = "handed_on"
        REOPENED = "reopened"

    thread = TenantForeignKey(Thread)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    staff = TenantForeignKey(StaffMember, null=True)
    unit = TenantForeignKey(Unit, null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["settled", "closed", "handed_on", "reopened"]), name="thread_act_known"
            )
        ]
        indexes = [models.Index(fields=["municipality", "thread", "at"], name="act_of_thread")]

    class Sealing:
        append_only = True


class Message(TenantModel):
    """What one side wrote, as text. Append-only.

    `staff` for the town hall; else the other side, by `account` where somebody is signed in, in the name of `holder`.
    `key` makes a resent form write nothing twice.
    """

    thread = TenantForeignKey(Thread)
    text = models.TextField(blank=True)
    staff = TenantForeignKey(StaffMember, null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.UUIDField(null=True)
    key = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "thread", "key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(staff__isnull=True) | Q(account__isnull=True, holder__isnull=True),
                name="message_of_one_side",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "thread", "at"], name="message_of_thread")]

    class Sealing:
        append_only = True


class MessageFile(TenantModel):
    """A file that came with a message. Append-only."""

    message = TenantForeignKey(Message)
    file = TenantForeignKey("files.StoredFile")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "message", "file"], name="message_file_once")]

    class Sealing:
        append_only = True


class MessageRead(TenantModel):
    """When the other side first had a message before it, and who: `staff`, or `account`, or neither for who came with
    number and code. Append-only."""

    message = TenantForeignKey(Message)
    staff = TenantForeignKey(StaffMember, null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "message"], name="message_read_once")]

    class Sealing:
        append_only = True
