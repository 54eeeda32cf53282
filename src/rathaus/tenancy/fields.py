"""The foreign key between tenant tables."""

from typing import Any

from django.db import models


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]  # the stubs' type arguments come from the assignment
    """A foreign key whose constraint contains the municipality, so that it cannot cross tenants.

    Django makes no constraint of its own (`db_constraint=False`); sealing adds (municipality_id, x_id) →
    (municipality_id, id), deferred to the commit like Django's own.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)
