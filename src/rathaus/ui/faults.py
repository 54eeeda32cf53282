"""What is wrong with a form that no definition describes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldFault:
    """As `error_summary` draws it: `path` is the HTML name of the field."""

    path: str
    message: str
    label: str = ""
