"""The door of the form engine: all that other apps import."""

from .checks import check_service
from .command import check_command
from .compiled import CompiledForm, CompiledService, NoForm, ParametersInvalid, VisitWish, compile_service
from .confirming import Confirmer
from .copying import fitting_answers
from .delivery import load_delivery
from .examples import ExampleResult, example_results
from .fees import Fee, FeeItem
from .form import Context
from .loading import (
    Catalogue,
    ThingKind,
    Topic,
    check_definitions,
    load_catalogue,
    load_headings,
    load_municipalities,
    load_template,
    load_things,
)
from .members import split_members, with_members
from .municipalities import offer_values
from .parameters import resolve_values, show_value
from .plainform import PLAIN_PAGE, plain_form
from .process import CompiledProcess
from .states import FieldError, FieldState, FormState, PageResult, PageState
from .summary import SummaryPage, SummaryRow
from .synonyms import Synonyms, load_synonyms
from .texting import CompiledTexts
from .types.appointments import (
    RASTER,
    WEEKDAYS,
    AppointmentsDefinition,
    CalendarDay,
    ClosureDefinition,
    CounterDefinition,
    EquipmentDefinition,
    OfferingDefinition,
    OfficeDefinition,
    OpeningRule,
    QueueDefinition,
    Release,
)
from .types.base import LANGUAGES, Channel, Language
from .types.channel import ChannelDefinition, FacilityDefinition, TemplateDefinition, TopicDefinition
from .types.delivery import (
    ConsentKind,
    DeliveryChanges,
    DeliveryRule,
    DeliveryTable,
    RemedyRule,
    RuleKey,
    changed_table,
)
from .types.examples import Example
from .types.fields import Confirmations, FieldDefinition, ThingDefinition
from .types.municipality import (
    Contact,
    MunicipalityDefinition,
    OfferDefinition,
    PlaceDefinition,
    RegisterDefinition,
    UnitDefinition,
)
from .types.parameters import ParameterDefinition
from .types.problems import DefinitionsInvalid, Problem
from .types.process import Deadline, Outcome, Process, Status, Transition
from .types.service import Applicant, ServiceDefinition, ServiceKind
from .types.sources import SourceDefinition, SourcesDefinition
from .types.texts import FieldText, OwnText, PlainText, ServiceText
from .wording import ALWAYS, placeholders

__all__ = [
    "ALWAYS",
    "LANGUAGES",
    "PLAIN_PAGE",
    "RASTER",
    "WEEKDAYS",
    "Applicant",
    "AppointmentsDefinition",
    "CalendarDay",
    "Catalogue",
    "Channel",
    "ChannelDefinition",
    "ClosureDefinition",
    "CompiledForm",
    "CompiledProcess",
    "CompiledService",
    "CompiledTexts",
    "Confirmations",
    "Confirmer",
    "ConsentKind",
    "Contact",
    "Context",
    "CounterDefinition",
    "Deadline",
    "DefinitionsInvalid",
    "DeliveryChanges",
    "DeliveryRule",
    "DeliveryTable",
    "EquipmentDefinition",
    "Example",
    "ExampleResult",
    "FacilityDefinition",
    "Fee",
    "FeeItem",
    "FieldDefinition",
    "FieldError",
    "FieldState",
    "FieldText",
    "FormState",
    "Language",
    "MunicipalityDefinition",
    "NoForm",
    "OfferDefinition",
    "OfferingDefinition",
    "OfficeDefinition",
    "OpeningRule",
    "Outcome",
    "OwnText",
    "PageResult",
    "PageState",
    "ParameterDefinition",
    "ParametersInvalid",
    "PlaceDefinition",
    "PlainText",
    "Problem",
    "Process",
    "QueueDefinition",
    "RegisterDefinition",
    "Release",
    "RemedyRule",
    "RuleKey",
    "ServiceDefinition",
    "ServiceKind",
    "ServiceText",
    "SourceDefinition",
    "SourcesDefinition",
    "Status",
    "SummaryPage",
    "SummaryRow",
    "Synonyms",
    "TemplateDefinition",
    "ThingDefinition",
    "ThingKind",
    "Topic",
    "TopicDefinition",
    "Transition",
    "UnitDefinition",
    "VisitWish",
    "changed_table",
    "check_command",
    "check_definitions",
    "check_service",
    "compile_service",
    "example_results",
    "fitting_answers",
    "load_catalogue",
    "load_delivery",
    "load_headings",
    "load_municipalities",
    "load_synonyms",
    "load_template",
    "load_things",
    "offer_values",
    "placeholders",
    "plain_form",
    "resolve_values",
    "show_value",
    "split_members",
    "with_members",
]
