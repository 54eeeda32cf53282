"""Conversations between somebody and a unit of the town hall."""

from django.db import models
from django.db.models import Q

from rathaus.accounts.service import Account, StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Thread(TenantModel):
    """A conversation: about a case, or a general question to a unit (then it has a `holder` and a `subject`).

    The thread of a case belongs to whoever may see the case. `waiting_since` is since when the unit has something
    unread; empty when it has nothing.
    """

    holder = models.UUIDField(null=True)
    unit = TenantForeignKey(Unit)
    case = TenantForeignKey("cases.Case", null=True)
    subject = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    waiting_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case"], condition=Q(case__isnull=False), name="thread_of_case_once"
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
        ]

    class Sealing:
        """A general one: to the end of the third German calendar year after its last message (owned.KEPT_YEARS)."""

        expired = """kept.case_id is null and
            extract(year from greatest(kept.last_at, (
              select max(message.at) from postbox_message message
              where message.municipality_id = kept.municipality_id and message.thread_id = kept.id))
              at time zone 'Europe/Berlin') + 3
            < extract(year from now() at time zone 'Europe/Berlin')"""


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
