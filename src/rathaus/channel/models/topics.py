"""What people can be told about."""

from django.db import models
from django.utils.translation import get_language

from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Topic(TenantModel):
    """A topic of the tree. `is_leaf`: one can subscribe to it; the others are headings. See `TopicDefinition`.

    `has_meetings`: its events are meetings of the council or a committee.
    """

    key = models.SlugField(max_length=60)
    parent = TenantForeignKey("self", null=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=60, default="benachrichtigung")
    by_place = models.BooleanField(default=False)
    has_meetings = models.BooleanField(default=False)
    is_leaf = models.BooleanField(default=True)
    services = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="topic_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Facility(TenantModel):
    """Something that is open or closed, of which a status is told at its place."""

    key = models.SlugField(max_length=60)
    topic = TenantForeignKey(Topic)
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=100, blank=True)
    services = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="facility_key_once")]

    def __str__(self) -> str:
        return self.name


class Template(TenantModel):
    """A text that is needed often, to begin with."""

    key = models.SlugField(max_length=60)
    topic = TenantForeignKey(Topic)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    instructions = models.TextField(blank=True)
    severity = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="template_key_once")]

    def __str__(self) -> str:
        return self.name
