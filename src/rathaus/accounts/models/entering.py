"""Codes sent by e-mail that wait to be typed, and the sessions that are open."""

from typing import ClassVar

from django.db import models

from rathaus.core import clock
from rathaus.core.ids import uuid7

from .people import Account


class EmailCode(models.Model):
    """A six-digit code on its way to an address; deleted when it is used. The code itself is stored nowhere.

    No tenant row, as the account it leads to. `account` is set only where somebody signed in asked for it.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        SIGN_UP = "sign_up"
        CHANGE_EMAIL = "change_email"
        CONFIRM = "confirm"

    TRIES = 5

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=clock.now, editable=False)
    expires = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="email_code_five_tries"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OpenSession(models.Model):
    """Where an account is signed in: for its owner to look at and to end. Holds no network address.

    Whether the session still lives is told by Django's table of sessions alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    host = models.CharField(max_length=253, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    signed_in_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.browser} {self.system}".strip()
