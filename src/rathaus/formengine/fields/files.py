"""Uploads: the engine sees what is attached, never the bytes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from cel_expr_python import cel

from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import FieldDefinition

from .base import Asked, Kind

MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_MB = 1_000_000


class File(Kind):
    """A list of {"id", "name", "size"}. Rules see the names. Posting a page never changes it."""

    cel_type = cel.Type.List(cel.Type.STRING)
    empty: ClassVar[list[str]] = []
    required_code = "required_file"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> Any:
        return None

    def to_rule(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(file["size"], int) for file in value):
            raise TypeError(type(value).__name__)
        return [str(file["name"]) for file in value]

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> list[str]:
        return [str(file["name"]) for file in value or ()]

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return "\n".join(f"{file['name']} ({show_size(int(file['size']), asked.language)})" for file in value)


def show_size(size: int, language: Language) -> str:
    """With a thousand as the step, as the rest of the house shows sizes."""
    if size < _MB:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / _MB:.1f} MB".replace(".", "," if language == "de" else ".")
