"""The door of the form engine: all that other apps import."""

from .command import check_command
from .compiled import CompiledForm, CompiledService, NoForm, ParametersInvalid, compile_service
from .form import Context
from .loading import Catalogue, Topic, check_definitions, load_catalogue
from .members import split_members, with_members
from .municipalities import offer_values
from .process import CompiledProcess
from .states import FieldError, FieldState, FormState, PageResult, PageState
from .summary import SummaryPage, SummaryRow
from .synonyms import Synonyms, load_synonyms
from .texting import CompiledTexts
from .types.base import LANGUAGES, Channel, Language
from .types.examples import Example
from .types.fields import Confirmations
from .types.municipality import (
    Contact,
    MunicipalityDefinition,
    OfferDefinition,
    PlaceDefinition,
    RegisterDefinition,
    UnitDefinition,
)
from .types.problems import DefinitionsInvalid, Problem
from .types.process import Deadline, Outcome, Process, Status, Transition
from .types.service import Applicant, ServiceDefinition, ServiceKind
from .types.texts import OwnText, PlainText
from .wording import ALWAYS, placeholders

__all__ = [
    "ALWAYS",
    "LANGUAGES",
    "Applicant",
    "Catalogue",
    "Channel",
    "CompiledForm",
    "CompiledProcess",
    "CompiledService",
    "CompiledTexts",
    "Confirmations",
    "Contact",
    "Context",
    "Deadline",
    "DefinitionsInvalid",
    "Example",
    "FieldError",
    "FieldState",
    "FormState",
    "Language",
    "MunicipalityDefinition",
    "NoForm",
    "OfferDefinition",
    "Outcome",
    "OwnText",
    "PageResult",
    "PageState",
    "ParametersInvalid",
    "PlaceDefinition",
    "PlainText",
    "Problem",
    "Process",
    "RegisterDefinition",
    "ServiceDefinition",
    "ServiceKind",
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
    "offer_values",
    "placeholders",
    "split_members",
    "with_members",
]
