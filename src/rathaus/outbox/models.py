"""What is to be sent, and the proof of what became of it."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .kinds import Kind


class OutgoingMail(TenantModel):
    """An e-mail that an act decided on. `key` names the act, so that repeating it sends nothing twice.

    `context` is what the template needs, without anything personal; the text is rendered when it is sent. It goes to
    `to`, or, where there is a `reader`, to the address that they have when it is sent; `holder` is in whose matter,
    `about` the case or whatever it tells of.
    """

    key = models.CharField(max_length=200)
    to = models.EmailField(max_length=254, blank=True)
    template = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="de")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.REQUESTED)
    reader = models.UUIDField(null=True)
    holder = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    created = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="outgoing_mail_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="outgoing_mail_kind_known"),
            models.CheckConstraint(
                condition=Q(reader__isnull=True) | Q(to="", holder__isnull=False), name="outgoing_mail_to_one"
            ),
        ]


class MailSent(TenantModel):
    """The mail server accepted it. Append-only."""

    mail = TenantForeignKey(OutgoingMail)
    message_id = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "mail"], name="mail_sent_once")]

    class Sealing:
        append_only = True


class MailRefused(TenantModel):
    """The mail server will never take it, so we stopped trying. Append-only.

    `code` is its answer (RFC 5321); the words that came with it often repeat the address and are not kept.
    """

    mail = TenantForeignKey(OutgoingMail)
    code = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "mail"], name="mail_refused_once")]

    class Sealing:
        append_only = True
