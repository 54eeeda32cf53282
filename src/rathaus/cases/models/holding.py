"""How a case came into a postbox, and when its private link was renewed."""

from django.db import models

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .case import Case


class Adoption(TenantModel):
    """Who took a case that was begun without an account into a postbox, with number and access code. Append-only.

    A case is taken once; it stays with its holder.
    """

    case = TenantForeignKey(Case)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "case"], name="adoption_once")]

    class Sealing:
        append_only = True


class CodeRenewal(TenantModel):
    """Who made the old access code of a case useless; `generation` is that of the new one. Append-only."""

    case = TenantForeignKey(Case)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "generation"], name="code_renewal_once")
        ]

    class Sealing:
        append_only = True
