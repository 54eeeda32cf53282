"""What people gave once so that they need not type it again: no tenant rows, one account serves all town halls."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.core.ids import uuid7

from .people import Account


class Profile(models.Model):
    """What an account or an organisation (`holder`) says of itself, in the keys of the shared field groups."""

    holder = models.UUIDField(primary_key=True)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")


class Thing(models.Model):
    """A dog, a meter, a child: what a holder keeps for later forms. `kind` and the keys of `data` are the forms'."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    holder = models.UUIDField()
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    remembered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="thing_has_a_label"),
            models.UniqueConstraint(fields=["holder", "kind", "label"], name="thing_label_once"),
        ]
