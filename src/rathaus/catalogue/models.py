"""Published services: immutable versions, and what each municipality offers of them on which terms."""

from uuid import UUID

from django.db import models

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .window import WINDOW_CONSTRAINTS, WindowColumns


class VersionManager(models.Manager["ServiceVersion"]):
    """Leaves the content in the database (it is large): `versions.compiled` fetches it once per process."""

    def get_queryset(self) -> models.QuerySet["ServiceVersion"]:
        return super().get_queryset().defer("content")


class ServiceVersion(models.Model):
    """A service as it was published, addressed by the SHA-256 of its content. Shared by all municipalities.

    Drafts and cases pin one, so a row is never changed or deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    created = models.DateTimeField(default=clock.now)

    objects = VersionManager()

    class Meta:
        base_manager_name = "objects"

    class Sealing:
        append_only = True

    def __str__(self) -> str:
        return f"{self.key} {self.hash[:12]}"


class Offer(WindowColumns, TenantModel):
    """A service that a municipality offers: version, parameters, words, window, responsible unit.

    `texts` are the municipality's own words over those of the version, {"de": {"summary": …}}; `members` are the
    parameters of single member municipalities over `parameters`, {"Kamern": {…}}. Each publication and withdrawal
    counts `revision` up, and what somebody decided on an older one is refused. What a search or a list shows comes
    from the SearchEntry rows that publishing writes, not from here.
    """

    class Origin(models.TextChoices):
        """Of the shared definitions, which bring new versions, or made here: then they never touch it."""

        SHARED = "shared"
        OWN = "own"

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    service_key = models.CharField(max_length=80)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SHARED)
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+", null=True)
    parameters = models.JSONField(default=dict, blank=True)
    members = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    unit = TenantForeignKey(Unit)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_popular = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "service_key"], name="offer_service_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(version__isnull=False),
                name="offer_published_has_version",
            ),
            *WINDOW_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return self.service_key

    @property
    def current_version(self) -> UUID:
        """The id of the version on offer. Raises ValueError for an offer that was never published."""
        if self.version_id is None:
            raise ValueError(f"{self.service_key} was never published")
        return self.version_id


class PlaceCount(TenantModel):
    """How many applications a limited offer took in one year or opening, and how many it takes.

    `places` is the limit as it was at the last application; a limit that was lowered since is in the offer.
    """

    offer = TenantForeignKey(Offer)
    period = models.CharField(max_length=10, blank=True)
    taken = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "offer", "period"], name="place_count_once"),
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("places")), name="place_count_within_limit"
            ),
        ]


class Publication(WindowColumns, TenantModel):
    """Who put which version on which terms on offer or took it back, and when. Append-only.

    `by` is empty where the shared definitions did it.
    """

    offer = TenantForeignKey(Offer)
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Offer.State.choices, default=Offer.State.PUBLISHED)
    parameters = models.JSONField(default=dict)
    members = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    unit = TenantForeignKey(Unit, null=True)
    by = TenantForeignKey(StaffMember, null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "offer", "at"], name="publication_of_offer")]

    class Sealing:
        append_only = True


class TermsDraft(WindowColumns, TenantModel):
    """Terms that an administrator is changing: they hold once they are published. At most one row per offer.

    The row stays when it is published or thrown away (`is_open`), so that its `revision` never returns to a number
    that somebody still has on the screen.
    """

    offer = TenantForeignKey(Offer)
    is_open = models.BooleanField(default=True)
    parameters = models.JSONField(default=dict, blank=True)
    members = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    unit = TenantForeignKey(Unit)
    revision = models.PositiveIntegerField(default=1)
    changed_by = TenantForeignKey(StaffMember, null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "offer"], name="terms_draft_once")]


class ServiceDraft(TenantModel):
    """A service that is being written here: not on offer until it is published, and it may be unsound until then.

    `content` is a definition as JSON, `base` the version it began as a copy of, `todos` what an import left to
    people. Every save names the `revision` it saw, so that two administrators can't overwrite each other.
    """

    class Source(models.TextChoices):
        COPY = "copy"
        FIM = "fim"
        NEW = "new"

    service_key = models.CharField(max_length=80)
    content = models.JSONField()
    base = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+", null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    todos = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = TenantForeignKey(StaffMember, null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "service_key"], name="service_draft_once"),
        ]

    def __str__(self) -> str:
        return self.service_key


class DraftStep(TenantModel):
    """A draft as it was before a change, so that the change can be taken back. The oldest ones go first."""

    draft = TenantForeignKey(ServiceDraft, on_delete=models.CASCADE, related_name="steps")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    todos = models.JSONField(default=list, blank=True)
    changed_by = TenantForeignKey(StaffMember, null=True)
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "draft", "revision"], name="draft_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} r{self.revision}"


class KeepingEvent(TenantModel):
    """What an administrator did to a service or a register, and when. Append-only."""

    class Act(models.TextChoices):
        PARAMETERS = "parameters"
        MEMBERS = "members"
        TEXTS = "texts"
        WINDOW = "window"
        DISCARD = "discard"
        PUBLISH = "publish"
        WITHDRAW = "withdraw"
        ROLL_BACK = "roll_back"
        DRAFT = "draft"
        DRAFT_SAVED = "draft_saved"
        DRAFT_GONE = "draft_gone"
        REGISTER = "register"

    service_key = models.CharField(max_length=80, blank=True)
    register_key = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=20, choices=Act.choices)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "service_key", "at"], name="keeping_event_of_service")]

    class Sealing:
        append_only = True


class Register(TenantModel):
    """A table that forms choose from or suggest by: streets, day-care centres. `rows` are lists of text, as wide
    as `columns`. Kept at the desk; the definitions fill one only while it isn't there.
    """

    key = models.CharField(max_length=60)
    columns = models.JSONField()
    rows = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    changed_by = TenantForeignKey(StaffMember, null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="register_once")]

    def __str__(self) -> str:
        return self.key


class Generation(TenantModel):
    """Counts the publications of a municipality: what processes remember of its catalogue is valid for one number."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality"], name="generation_one_row")]


class SearchEntry(TenantModel):
    """What lists and search know about an offer in one language, written when it is published.

    `topics` and `situations` (of life) are [key, name] pairs, `maturity` is one of `maturity.MATURITIES`. `words`
    maps each folded word of the texts to [weight, stem …], where the weight is A (title), B (keywords), C (summary,
    topics, situations) or D (everything else).
    """

    offer = TenantForeignKey(Offer, on_delete=models.CASCADE)
    language = models.CharField(max_length=5)
    service_key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=600)
    icon = models.CharField(max_length=60)
    topics = models.JSONField(default=list)
    situations = models.JSONField(default=list)
    maturity = models.CharField(max_length=20, default="form")
    keywords = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    is_popular = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "language", "offer"], name="search_entry_once")
        ]


class OfferUse(TenantModel):
    """Somebody finished this errand. Counts only: whose it was is not told here. Append-only."""

    offer = TenantForeignKey(Offer)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "at", "offer"], name="offer_use_recent")]

    class Sealing:
        append_only = True


class MissedSearch(TenantModel):
    """How often a search found nothing, for each day: folded words only, nothing of who asked (see `missed`)."""

    day = models.DateField()
    words = models.CharField(max_length=60)
    times = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "day", "words"], name="missed_search_once")]
