"""Forms that aren't a service's: the same questions, checks and messages, for pages of our own."""

from collections.abc import Mapping
from typing import Any

from .compiled import CompiledForm, compile_definition
from .types.base import LANGUAGES
from .types.fields import FormDefinition
from .types.process import Process
from .types.service import ServiceDefinition
from .types.texts import FieldText, ServiceText

PLAIN_PAGE = "seite"


def plain_form(fields: list[dict[str, Any]], texts: Mapping[str, FieldText]) -> CompiledForm:
    """A form of one page, `PLAIN_PAGE`, ready to run. `fields` are as in form.yaml; `texts` by path, in the language
    that the page will be read in. Raises ValueError for a field or rule that isn't sound.
    """
    # What a form doesn't read is left out, so these are made without the check that nothing is missing.
    words: dict[str, Any] = {"fields": dict(texts)}
    process: dict[str, Any] = {"transitions": (), "outcomes": (), "deadlines": {}}
    parts: dict[str, Any] = {
        "form": FormDefinition.model_validate({"pages": [{"key": PLAIN_PAGE, "fields": fields}]}),
        "process": Process.model_construct(**process),
        "texts": dict.fromkeys(LANGUAGES, ServiceText.model_construct(**words)),
    }
    return compile_definition(ServiceDefinition.model_construct(**parts), _refuse).form


def _refuse(loc: tuple[str | int, ...], message: str) -> None:
    raise ValueError(f"{'.'.join(map(str, loc))}: {message}")
