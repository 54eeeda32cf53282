"""Those who confirm an application by a link of their own before the town hall gets it."""

from django.db import models

from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .acts import Act
from .case import Case


class Confirmer(TenantModel):
    """One of the people named in the application, in their order. Only a hash of their link's code is stored.

    `address` is the e-mail address without upper case: nobody stands here twice. `asked_at` is when the link was
    sent; it is empty while somebody before them has not confirmed yet.
    """

    case = TenantForeignKey(Case)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    email = models.EmailField(max_length=254)
    address = models.CharField(max_length=254)
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code_hash"], name="confirmer_code_once"),
            models.UniqueConstraint(fields=["municipality", "case", "position"], name="confirmer_position_once"),
            models.UniqueConstraint(fields=["municipality", "case", "address"], name="confirmer_address_once"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "asked_at"],
                name="confirmer_asked",
                condition=models.Q(asked_at__isnull=False),
            )
        ]


class Confirmation(Act):
    """What a confirmer said, and when. Append-only, once for each of them."""

    confirmer = TenantForeignKey(Confirmer, related_name="confirmation")
    agrees = models.BooleanField()

    class Meta(Act.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "confirmer"], name="confirmation_once")]
        indexes = [models.Index(fields=["municipality", "case"], name="confirmation_of_case")]

    class Sealing:
        append_only = True
