"""The units of a town hall, and its staff."""

from django.db import models
from django.utils.translation import get_language

from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .people import Account


class Unit(TenantModel):
    """An Amt or Fachbereich: it is responsible for services, and clerks belong to it."""

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    room = models.CharField(max_length=200, blank=True)
    opening_hours = models.JSONField(default=dict, blank=True)  # {"mo": ["09:00-12:00", …], …}, local time

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="unit_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language that is active; German where there is no other."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class StaffMember(TenantModel):
    """An account's place in a town hall: the unit it works in and what it may do there."""

    class Role(models.TextChoices):
        CLERK = "clerk"
        LEAD = "lead"
        ADMIN = "admin"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit = TenantForeignKey(Unit)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.CLERK)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "account"], name="staff_account_once"),
            models.CheckConstraint(condition=models.Q(role__in=["clerk", "lead", "admin"]), name="staff_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.account)
