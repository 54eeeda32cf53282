"""Runs a form that may still be unsound: for the preview beside the editor, and to say what a rule gets wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from rathaus.core import clock
from rathaus.formengine.checks import definition_findings
from rathaus.formengine.compiled import CompiledService, ParametersInvalid
from rathaus.formengine.form import Context
from rathaus.formengine.places import place_of, real_place
from rathaus.formengine.states import PageState
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.service import ServiceDefinition

from .sampling import NAME, fill_in
from .tree import Content

_STEP = "examples"


@dataclass(frozen=True, slots=True)
class Trial:
    """`faults` are the engine's words by place; `service` runs what can be run, None where the shape is wrong."""

    service: CompiledService | None
    faults: tuple[tuple[str, str], ...]

    def at(self, place: str) -> tuple[str, ...]:
        """What is wrong at this place or below."""
        return tuple(message for where, message in self.faults if where == place or where.startswith(f"{place}."))

    def page(
        self, key: str, language: Language, *, municipality_name: str, posted: Mapping[str, Any] | None = None
    ) -> PageState | None:
        """A page as somebody would see it who has answered what is `posted`; it is shown even if a rule hides it."""
        if self.service is None or not self.service.has_form:
            return None
        try:
            context = self._context(language, municipality_name)
        except ParametersInvalid:
            return None
        form = self.service.form
        state = form.evaluate({}, context).page(key)
        if state is None or not posted:
            return state
        return form.read_page(key, {**posted, "_react": [key]}, {}, context).state

    def _context(self, language: Language, municipality_name: str) -> Context:
        assert self.service is not None
        return self.service.context({}, today=clock.today(), language=language, municipality_name=municipality_name)


def try_out(content: Content) -> Trial:
    """Compiles as much as it can. Pages and groups without fields are left out, they are only being begun."""
    try:
        definition = ServiceDefinition.model_validate({**_without_empty(content), _STEP: {}})
    except ValidationError as error:
        details = error.errors(include_url=False)
        places = [(place_of(real_place(content, detail["loc"])), detail["msg"]) for detail in details]
        return Trial(None, tuple(places))
    findings, service = definition_findings(definition)
    return Trial(service, tuple((place_of(loc), message) for loc, message in findings))


def with_example(content: Content, today: date) -> dict[str, Any]:
    """The content with its own example filled in anew, where the form runs; other examples stay."""
    trial = try_out(content)
    examples = dict(content.get(_STEP) or {})
    if trial.service is None or trial.faults or not trial.service.has_form:
        return dict(content)
    try:
        examples[NAME] = fill_in(trial.service, today)
    except ParametersInvalid:
        return dict(content)
    return {**content, _STEP: examples}


def without_examples(content: Content, names: Iterable[str]) -> dict[str, Any]:
    """Without these examples, for a form that was changed on purpose; the editor's own comes back by itself."""
    gone = set(names)
    kept = {name: example for name, example in (content.get(_STEP) or {}).items() if name not in gone}
    return {**content, _STEP: kept}


def _without_empty(content: Content) -> dict[str, Any]:
    """Also without the words of those pages, which would belong to nothing."""
    form, texts = content.get("form"), content.get("texts")
    if not isinstance(form, Mapping) or not isinstance(texts, Mapping):
        return dict(content)
    empty = {page["key"] for page in form.get("pages") or [] if not page.get("fields")}
    if not empty:
        return dict(content)
    pages = [page for page in form["pages"] if page["key"] not in empty]
    words = {lang: {**said, "pages": _but(said.get("pages") or {}, empty)} for lang, said in texts.items()}
    return {**content, "form": {**form, "pages": pages}, "texts": words}


def _but(pages: Mapping[str, Any], empty: set[str]) -> dict[str, Any]:
    return {key: words for key, words in pages.items() if key not in empty}
