"""E-mail, telephone, bank account, postcode."""

import re
from collections.abc import Sequence
from typing import Any

import phonenumbers
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from rathaus.core.phone import read_phone
from rathaus.core.text import one_line
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import FieldDefinition

from .base import Asked, Kind, Wrong, first

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([^\W_]|-){0,62}")
_LONGEST = 254
_GERMANY = 49
_POSTCODE = re.compile(r"[0-9]{5}")


class Email(Kind):
    """An address that mail can be sent to. The domain may have umlauts, the part before the @ may not."""

    inputmode = "email"
    autocomplete = "email"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        value = one_line(first(typed)[: _LONGEST + 100])
        if not value:
            return None
        local, at, domain = value.rpartition("@")
        labels = domain.lower().split(".")
        good = (
            at
            and len(value) <= _LONGEST
            and len(labels) > 1
            and not labels[-1].isdigit()
            and _LOCAL.fullmatch(local)
            and all(_LABEL.fullmatch(label) and not label.endswith("-") for label in labels)
        )
        if not good:
            raise Wrong("email")
        return f"{local}@{domain.lower()}"

    def max_length(self, field: FieldDefinition) -> int | None:
        return _LONGEST


class Phone(Kind):
    """Kept as +49…; a number without country code is a German one, and needs its area code."""

    inputmode = "tel"
    autocomplete = "tel"
    width = "m"
    _longest = 40

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        text = one_line(first(typed)[: self._longest + 1])
        if not text:
            return None
        number = read_phone(text)
        if number is None:
            raise Wrong("phone")
        return number

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        if not value:
            return ""
        try:
            number = phonenumbers.parse(value, "DE")
        except phonenumbers.NumberParseException:
            return str(value)
        german = number.country_code == _GERMANY  # +49 is Germany
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if german else style.INTERNATIONAL)

    def max_length(self, field: FieldDefinition) -> int | None:
        return self._longest


class Iban(Kind):
    """Kept without spaces, shown in groups of four. Length, country and check digits are checked."""

    width = "m"
    _longest = 60

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        text = re.sub(r"[\s.-]", "", one_line(first(typed)[: self._longest])).upper()
        if not text:
            return None
        try:
            return str(IBAN(text).compact)
        except (SchwiftyException, ValueError, KeyError):
            raise Wrong("iban") from None

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return " ".join(re.findall(".{1,4}", value or ""))


class Postcode(Kind):
    inputmode = "numeric"
    autocomplete = "postal-code"
    width = "s"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        text = one_line(first(typed)[:20])
        if text and not _POSTCODE.fullmatch(text):
            raise Wrong("postcode")
        return text or None
