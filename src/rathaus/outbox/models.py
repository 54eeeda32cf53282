"""What is to be sent, and the proof that it was."""

from django.db import models

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class OutgoingMail(TenantModel):
    """An e-mail that an act decided on. `key` names the act, so that repeating it sends nothing twice.

    `context` is what the template needs, without anything personal; the text is rendered when it is sent.
    """

    key = models.CharField(max_length=200)
    to = models.EmailField(max_length=254)
    template = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="de")
    created = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="outgoing_mail_once")]


class MailSent(TenantModel):
    """The mail server accepted it. Append-only."""

    mail = TenantForeignKey(OutgoingMail)
    message_id = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "mail"], name="mail_sent_once")]

    class Sealing:
        append_only = True
