"""The words of a service in one language."""

from pydantic import Field

from .base import Definition, Key, Name


class OptionText(Definition):
    label: Name
    help: str = ""


class FieldText(Definition):
    """`short` stands where a question would be too long: in the summary, on the desk, in messages."""

    label: Name
    short: str = ""
    help: str = ""
    text: str = ""
    required: str = ""
    valid: dict[Key, Name] = {}
    options: dict[Key, Name | OptionText] = {}
    add: str = ""
    row: str = ""


class PageText(Definition):
    title: Name
    lead: str = ""


class OutcomeText(Definition):
    """The words of a decision: what the clerk's button says, and the notice's heading."""

    label: Name
    title: Name
    help: str = ""


class LegalBasis(Definition):
    """`url` becomes a link on public pages, so it is no `javascript:` and no other scheme."""

    name: Name
    url: str = Field(default="", pattern=r"^(https://\S+)?$")


class ServiceText(Definition):
    """Plain sentences; `{name}` stands for a parameter's value or for municipality, year and today.

    `topics` and `life_situations` are names that the loader puts in; `period` is by when something must be done.
    """

    title: Name
    summary: str = Field(min_length=1, max_length=300)
    description: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    requirements: tuple[Name, ...] = ()
    documents: tuple[Name, ...] = ()
    cost: str = Field(min_length=1)
    period: str = ""
    duration: str = Field(min_length=1)
    procedure: tuple[Name, ...] = Field(min_length=1)
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    keywords: tuple[Name, ...] = Field(min_length=3)
    topics: tuple[Name, ...] = ()
    life_situations: tuple[Name, ...] = ()
    link_label: str = ""
    parameters: dict[Key, Name] = {}
    outcomes: dict[Key, OutcomeText] = {}
    fees: dict[Key, Name] = {}
    pages: dict[Key, PageText] = {}
    fields: dict[str, FieldText] = {}


class OwnText(Definition):
    """A municipality's own words over those of a version. What is left out stays as it is shared."""

    title: Name | None = None
    summary: str | None = Field(default=None, min_length=1, max_length=300)
    description: str | None = Field(default=None, min_length=1)
    audience: str | None = Field(default=None, min_length=1)
    requirements: tuple[Name, ...] | None = None
    documents: tuple[Name, ...] | None = None
    cost: str | None = Field(default=None, min_length=1)
    period: str | None = None
    duration: str | None = Field(default=None, min_length=1)
    procedure: tuple[Name, ...] | None = Field(default=None, min_length=1)
    legal_basis: tuple[LegalBasis, ...] | None = Field(default=None, min_length=1)
    keywords: tuple[Name, ...] | None = Field(default=None, min_length=3)

    def over(self, shared: ServiceText) -> ServiceText:
        return shared.model_copy(update={key: getattr(self, key) for key in self.model_fields_set})


class PlainText(Definition):
    """The service in Leichte Sprache: every item is one short sentence. Placeholders as in ServiceText."""

    title: Name
    summary: Name
    description: tuple[Name, ...] = Field(min_length=1)
    requirements: tuple[Name, ...] = ()
    documents: tuple[Name, ...] = ()
    cost: tuple[Name, ...] = ()
    period: tuple[Name, ...] = ()
    procedure: tuple[Name, ...] = ()
    contact: tuple[Name, ...] = ()
