"""A service as data, whole: what a published version stores and a case pins."""

import hashlib
import json
from functools import cached_property
from typing import Literal

from pydantic import Field

from .base import Definition, Key, Language, ServiceKey
from .fields import FormDefinition
from .parameters import ParameterDefinition
from .process import Process
from .texts import ServiceText

TrustLevel = Literal["none", "basic", "substantial", "high"]


class Applicant(Definition):
    """Which answers say who applies: paths of the fields for name, address and e-mail."""

    person: str | None = None
    organisation: str | None = None
    address: str | None = None
    email: str


class ServiceDefinition(Definition):
    """`leika` is the key of the federal service catalogue, left out where none fits surely.

    `retention_years` counts from the end of the year in which the case was completed.
    """

    key: ServiceKey
    leika: str | None = Field(default=None, pattern=r"^99\d{12}$")
    icon: Key
    topics: tuple[Key, ...] = Field(min_length=1)
    trust_level: TrustLevel = "none"
    retention_years: int = Field(default=10, ge=0, le=100)
    applicant: Applicant
    parameters: tuple[ParameterDefinition, ...] = ()
    form: FormDefinition
    process: Process
    texts: dict[Language, ServiceText]
    notices: dict[Key, str] = {}

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: equal content, equal version, on every machine."""
        content = self.model_dump(mode="json")
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
