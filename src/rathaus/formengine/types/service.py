"""A service as data, whole: what a published version stores and a case pins."""

import hashlib
import json
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from .base import LANGUAGES, Definition, Key, Language, Path, ServiceKey
from .delivery import ServiceDelivery
from .examples import Example
from .fields import FormDefinition
from .parameters import ParameterDefinition
from .process import Process
from .texts import PlainText, ServiceText

TrustLevel = Literal["none", "basic", "substantial", "high"]
ServiceKind = Literal["form", "appointment", "information"]


class Applicant(Definition):
    """Which answers say who applies: paths of the fields for name, address and e-mail."""

    person: str | None = None
    organisation: str | None = None
    address: str | None = None
    email: str


class ServiceBasics(Definition):
    """What service.yaml holds.

    `leika` is the key of the federal service catalogue, left out where none fits surely. `retention_years` counts
    from the end of the year in which the case was completed. `kind: form` is applied for here; the others have no
    form, no process and no applicant, and `link` names the parameter with the address where it is done or booked.
    What is `internal` is for staff: never shown in the portal. What is `about` a notice is begun from it, and in no
    list: an objection. The answer at `member_from`, a place or a member
    municipality, decides whose parameters hold. `delivery` is the rule by which its notices are given, see
    definitions/delivery.yaml.
    """

    key: ServiceKey
    leika: str | None = Field(default=None, pattern=r"^99\d{12}$")
    kind: ServiceKind = "form"
    internal: bool = False
    about: Literal["notice"] | None = None
    icon: Key
    topics: tuple[Key, ...] = Field(min_length=1)
    life_situations: tuple[Key, ...] = ()
    trust_level: TrustLevel = "none"
    delivery: ServiceDelivery = "retrieval"
    retention_years: int = Field(default=10, ge=0, le=100)
    applicant: Applicant | None = None
    link: Key | None = None
    member_from: Path | None = None
    parameters: tuple[ParameterDefinition, ...] = ()


class ServiceDefinition(ServiceBasics):
    """`plain` is the text in Leichte Sprache where there is one. `examples` are the version's own tests."""

    form: FormDefinition | None = None
    process: Process | None = None
    texts: dict[Language, ServiceText]
    plain: PlainText | None = None
    notices: dict[Key, str] = {}
    examples: dict[Key, Example] = {}

    @model_validator(mode="after")
    def _a_form_has_its_parts(self) -> Self:
        parts = {"form": self.form, "process": self.process, "applicant": self.applicant}
        for name, part in parts.items():
            if self.kind == "form" and part is None:
                raise ValueError(f"'{name}' is missing: a service of kind form needs it")
            if self.kind != "form" and part is not None:
                raise ValueError(f"'{name}': a service of kind {self.kind} has none")
        return self

    @model_validator(mode="after")
    def _speaks_all_languages(self) -> Self:
        missing = [language for language in LANGUAGES if language not in self.texts]
        if missing:
            raise ValueError(f"the texts in {', '.join(missing)} are missing")
        return self

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: equal content, equal version, on every machine."""
        content = self.model_dump(mode="json")
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
