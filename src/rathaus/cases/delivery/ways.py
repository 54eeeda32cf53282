"""By which rule a notice is given."""

from dataclasses import dataclass

from rathaus.cases.models import Case, PaperDelivery
from rathaus.formengine.service import ConsentKind, DeliveryRule, ServiceDefinition
from rathaus.notices.delivery.table import DeliveryLaw, delivery_law
from rathaus.tenancy.service import current_municipality

from .consent import has_consent

Reason = PaperDelivery.Reason


@dataclass(frozen=True, slots=True)
class Way:
    """`paper` tells why it goes by post from the beginning; empty where it doesn't."""

    rule: str
    paper: str = ""


def law() -> DeliveryLaw:
    """The rules of the scope's municipality."""
    return delivery_law(current_municipality())


def way_of(case: Case, service: ServiceDefinition) -> Way:
    """The service's rule, if what it needs is there: consent, and an address that can be told that a notice waits."""
    wanted: DeliveryRule = law().table.rules[service.delivery]
    if wanted.otherwise is None:
        return Way(service.delivery, Reason.SERVICE if wanted.from_ == "posting" else "")
    if wanted.consent is not None and not has_consent(case, wanted.consent):
        return Way(wanted.otherwise, Reason.NO_CONSENT)
    if not case.applicant_email and case.holder is None:
        return Way(wanted.otherwise, Reason.NO_ADDRESS)
    return Way(service.delivery)


def consent_needed(service: ServiceDefinition) -> ConsentKind | None:
    """Which consent makes an electronic notice of this service possible; None where there is no such thing."""
    if service.process is None or all("issue_notice" not in way.effects for way in service.process.transitions):
        return None
    return law().table.rules[service.delivery].consent
