"""One line of a postbox."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantModel


class Entry(TenantModel):
    """What a holder, an account or an organisation, has at this town hall: a case, a notice, a conversation …

    A projection of the rows of the app that it comes from (`kind` and `ref`), kept so that a postbox is one list in
    one query, in all municipalities. `path` is where it opens at its municipality's host. `turn` says whose turn it
    is. `at` is when something happened last. `version` is the version of the service that names it in other
    languages, `words` what was written, to be searched. Whether it was read and put away belongs to the entry
    itself.
    """

    class Kind(models.TextChoices):
        CASE = "case"
        NOTICE = "notice"
        THREAD = "thread"
        DRAFT = "draft"
        APPOINTMENT = "appointment"
        CLAIM = "claim"

    class Turn(models.TextChoices):
        YOURS = "yours"
        OURS = "ours"
        NOBODYS = "nobodys"

    holder = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    ref = models.UUIDField()
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, blank=True)
    turn = models.CharField(max_length=10, choices=Turn.choices, default=Turn.OURS)
    until = models.DateField(null=True)
    path = models.CharField(max_length=200)
    version = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    unread = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "holder", "kind", "ref"], name="postbox_entry_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["case", "notice", "thread", "draft", "appointment", "claim"]),
                name="postbox_entry_kind_known",
            ),
            models.CheckConstraint(condition=Q(turn__in=["yours", "ours", "nobodys"]), name="postbox_turn_known"),
        ]
        indexes = [
            models.Index(fields=["holder", "-at", "-id"], name="postbox_list", condition=Q(archived_at__isnull=True)),
            models.Index(
                fields=["holder", "-at", "-id"], name="postbox_archive", condition=Q(archived_at__isnull=False)
            ),
            models.Index(
                fields=["holder"], name="postbox_unread", condition=Q(unread=True, archived_at__isnull=True)
            ),
            models.Index(fields=["municipality", "kind", "ref"], name="postbox_entry_of"),
        ]

    class Sealing:
        held = True

    def __str__(self) -> str:
        return self.title
