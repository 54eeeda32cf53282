"""People who sign in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from rathaus.core import clock
from rathaus.core.ids import uuid7

if TYPE_CHECKING:
    from .staff import StaffMember


class AccountManager(BaseUserManager["Account"]):
    def create_user(
        self, email: str, password: str | None = None, *, verified: bool = False, **fields: Any
    ) -> "Account":
        """`verified`: whoever is to own the account has typed a code that was sent to the address.

        Writes allauth's row of the address too, which sign-in with other providers looks at.
        """
        account = Account(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        addresses = apps.get_model("account", "EmailAddress").objects.db_manager(self._db)
        addresses.create(user=account, email=account.email, primary=True, verified=verified)
        return account


class Account(AbstractBaseUser):
    """A person's account: no tenant row, one account serves all municipalities."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=16, blank=True)  # E.164: +4939…; empty where none was given
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(default=clock.now, editable=False)

    staff_here: "StaffMember | None" = None  # set by AccountBackend: the place in the municipality of the request

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_lower_case"),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9][0-9]{4,14}$"),
                name="account_phone_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
