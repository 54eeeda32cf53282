"""Addresses and numbers as they are kept."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rathaus.core.phone import read_phone as read_number

MOST_NAME, MOST_NOTE = 200, 500  # characters
_MOST_MAIL = 254


def read_email(typed: str) -> str | None:
    """In lower case; empty stays empty, None for what is no address."""
    if not typed:
        return ""
    try:
        validate_email(typed)
    except ValidationError:
        return None
    lowered = typed.lower()  # which may be longer
    return lowered if len(lowered) <= _MOST_MAIL else None


def read_phone(typed: str) -> str | None:
    """+49…; a number without country code is a German one and needs its area code. Empty stays empty."""
    return read_number(typed) if typed else ""
