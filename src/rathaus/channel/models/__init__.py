from .correcting import Correction
from .delivering import Delivery, Dispatch, DispatchKind, DomainPace, State
from .publishing import SEVERE, Kind, Publication, PublicationEvent, Severity, Status
from .rights import Level, PublishingRight
from .sources import Outcome, SourceConfig, SourceItem, SourceRun
from .subscribing import Asked, Rhythm, Subscriber, Subscription, Way
from .topics import Facility, Template, Topic

__all__ = [
    "SEVERE",
    "Asked",
    "Correction",
    "Delivery",
    "Dispatch",
    "DispatchKind",
    "DomainPace",
    "Facility",
    "Kind",
    "Level",
    "Outcome",
    "Publication",
    "PublicationEvent",
    "PublishingRight",
    "Rhythm",
    "Severity",
    "SourceConfig",
    "SourceItem",
    "SourceRun",
    "State",
    "Status",
    "Subscriber",
    "Subscription",
    "Template",
    "Topic",
    "Way",
]
