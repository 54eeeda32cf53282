"""The frame of all definition types: frozen, and an unknown key is an error."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

Channel = Literal["online", "counter", "phone", "letter", "internal"]
"""How an application comes in; `internal` is a member of staff who applies for something of their own."""

FRONT_OFFICE: frozenset[Channel] = frozenset({"counter", "phone", "letter"})
"""Channels in which a member of staff fills the form in for somebody."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=200)]
ServiceKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=80)]
Rule = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Definition(BaseModel):
    """Compares by content, can't be changed, survives JSON and back."""

    model_config = ConfigDict(frozen=True, extra="forbid")
