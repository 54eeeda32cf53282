"""One behaviour for each kind of field."""

from .base import Asked, Kind, Option, Wrong
from .choices import Choice, Choices, Declaration, YesNo
from .contact import Email, Iban, Phone, Postcode
from .dates import Date
from .files import File
from .numbers import DecimalNumber, Integer, Money
from .visits import Appointment
from .words import Composed, LongText, Text

KINDS: dict[str, Kind] = {
    "text": Text(),
    "longtext": LongText(),
    "integer": Integer(),
    "decimal": DecimalNumber(),
    "money": Money(),
    "date": Date(),
    "yesno": YesNo(),
    "choice": Choice(),
    "choices": Choices(),
    "email": Email(),
    "phone": Phone(),
    "iban": Iban(),
    "postcode": Postcode(),
    "file": File(),
    "appointment": Appointment(),
    "declaration": Declaration(),
}
COMPOSED = Composed()
COMPOSITES = frozenset({"person", "address", "organisation", "daterange"})

__all__ = ["COMPOSED", "COMPOSITES", "KINDS", "Asked", "Kind", "Option", "Wrong"]
