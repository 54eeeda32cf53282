"""The words of a service for one reader: one language, one municipality's parameters."""

from dataclasses import dataclass

from .form import Context
from .types.service import ServiceDefinition
from .types.texts import LegalBasis, OutcomeText, ServiceText
from .wording import fill


@dataclass(frozen=True, slots=True)
class CompiledTexts:
    """Attributes as in texts.<lang>.yaml, the municipality's own words over them. Lists are tuples; `topics` are
    names, `topic_keys` keys; `life_situations` likewise.
    """

    definition: ServiceDefinition
    context: Context

    @property
    def _source(self) -> ServiceText:
        shared = self.definition.texts[self.context.language]
        return self.context.words.over(shared) if self.context.words else shared

    def _fill(self, text: str) -> str:
        return fill(text, self.definition.parameters, self.context)

    def _fill_all(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._fill(text) for text in texts)

    @property
    def title(self) -> str:
        return self._fill(self._source.title)

    @property
    def summary(self) -> str:
        return self._fill(self._source.summary)

    @property
    def description(self) -> str:
        return self._fill(self._source.description)

    @property
    def audience(self) -> str:
        return self._fill(self._source.audience)

    @property
    def requirements(self) -> tuple[str, ...]:
        return self._fill_all(self._source.requirements)

    @property
    def documents(self) -> tuple[str, ...]:
        return self._fill_all(self._source.documents)

    @property
    def cost(self) -> str:
        return self._fill(self._source.cost)

    @property
    def period(self) -> str:
        """By when something must be done; "" where there is no such day."""
        return self._fill(self._source.period)

    @property
    def duration(self) -> str:
        return self._fill(self._source.duration)

    @property
    def procedure(self) -> tuple[str, ...]:
        return self._fill_all(self._source.procedure)

    @property
    def legal_basis(self) -> tuple[LegalBasis, ...]:
        return tuple(LegalBasis(name=self._fill(law.name), url=law.url) for law in self._source.legal_basis)

    @property
    def keywords(self) -> tuple[str, ...]:
        return self._source.keywords

    @property
    def topics(self) -> tuple[str, ...]:
        return self._source.topics

    @property
    def topic_keys(self) -> tuple[str, ...]:
        return self.definition.topics

    @property
    def life_situations(self) -> tuple[str, ...]:
        return self._source.life_situations

    @property
    def life_situation_keys(self) -> tuple[str, ...]:
        return self.definition.life_situations

    @property
    def link(self) -> str:
        """Where it is done or booked elsewhere; "" for a service without such a place."""
        return str(self.context.parameters.get(self.definition.link, "")) if self.definition.link else ""

    @property
    def link_label(self) -> str:
        return self._fill(self._source.link_label)

    @property
    def icon(self) -> str:
        return self.definition.icon

    def outcome(self, key: str) -> OutcomeText:
        """The words of a decision, placeholders filled in."""
        text = self._source.outcomes[key]
        return OutcomeText(label=self._fill(text.label), title=self._fill(text.title), help=self._fill(text.help))

    def parameter(self, key: str) -> str:
        """What a parameter is called where an administrator sets it."""
        return self._source.parameters[key]
