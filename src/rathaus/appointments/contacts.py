"""Addresses and numbers as they are kept."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_MOST_MAIL, _MOST_PHONE = 254, 40
_SHORTEST = 10_000  # five digits after the 0 or the country code


def read_email(typed: str) -> str | None:
    """In lower case; empty stays empty, None for what is no address."""
    if not typed:
        return ""
    try:
        validate_email(typed)
    except ValidationError:
        return None
    return typed.lower() if len(typed) <= _MOST_MAIL else None


def read_phone(typed: str) -> str | None:
    """+49…; a number without country code is a German one and needs its area code. Empty stays empty."""
    if not typed:
        return ""
    if len(typed) > _MOST_PHONE or not typed.lstrip("( ").startswith(("0", "+")):
        return None
    try:
        number = phonenumbers.parse(typed, "DE")
    except phonenumbers.NumberParseException:
        return None
    if (number.national_number or 0) < _SHORTEST or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
