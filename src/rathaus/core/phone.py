"""Telephone numbers as people type them."""

import phonenumbers

_LONGEST = 40
_SHORTEST = 10_000  # five digits after the 0 or the country code


def read_phone(typed: str) -> str | None:
    """+49…; a number without country code is a German one, and needs its area code. None for what is no number."""
    if len(typed) > _LONGEST or not typed.lstrip("( ").startswith(("0", "+")):
        return None
    try:
        number = phonenumbers.parse(typed, "DE")
    except phonenumbers.NumberParseException:
        return None
    if (number.national_number or 0) < _SHORTEST or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
