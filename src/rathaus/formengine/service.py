"""The door of the form engine: all that other apps import."""

from .command import check_command
from .compiled import CompiledForm, CompiledService, ParametersInvalid, compile_service
from .form import Context
from .loading import Catalogue, Topic, check_definitions, load_catalogue
from .process import CompiledProcess
from .states import FieldError, FieldState, FormState, PageResult, PageState
from .summary import SummaryPage, SummaryRow
from .synonyms import Synonyms, load_synonyms
from .texting import CompiledTexts
from .types.base import LANGUAGES, Language
from .types.municipality import Contact, MunicipalityDefinition, OfferDefinition, UnitDefinition
from .types.problems import DefinitionsInvalid, Problem
from .types.process import Deadline, Outcome, Process, Status, Transition
from .types.service import ServiceDefinition
from .types.texts import OwnText
from .wording import ALWAYS, placeholders

__all__ = [
    "ALWAYS",
    "LANGUAGES",
    "Catalogue",
    "CompiledForm",
    "CompiledProcess",
    "CompiledService",
    "CompiledTexts",
    "Contact",
    "Context",
    "Deadline",
    "DefinitionsInvalid",
    "FieldError",
    "FieldState",
    "FormState",
    "Language",
    "MunicipalityDefinition",
    "OfferDefinition",
    "Outcome",
    "OwnText",
    "PageResult",
    "PageState",
    "ParametersInvalid",
    "Problem",
    "Process",
    "ServiceDefinition",
    "Status",
    "SummaryPage",
    "SummaryRow",
    "Synonyms",
    "Topic",
    "Transition",
    "UnitDefinition",
    "check_command",
    "check_definitions",
    "compile_service",
    "load_catalogue",
    "load_synonyms",
    "placeholders",
]
