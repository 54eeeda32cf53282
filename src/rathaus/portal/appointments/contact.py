"""Who comes: a name, and an e-mail address or a telephone number."""

from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from rathaus.appointments.service import Contact
from rathaus.core.text import clean_text

_MOST_NAME, _MOST_MAIL, _MOST_PHONE, _MOST_NOTE = 200, 254, 40, 500
_SHORTEST = 10_000  # five digits after the 0 or the country code


@dataclass(frozen=True, slots=True)
class FieldFault:
    """As `error_summary` draws it."""

    path: str
    message: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what is wrong with it by field."""

    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    faults: tuple[FieldFault, ...] = ()

    def contact(self, language: str) -> Contact:
        return Contact(self.name, self.email.lower(), _e164(self.phone) or "", self.note, language)

    @property
    def fault(self) -> dict[str, str]:
        return {fault.path: fault.message for fault in self.faults}


def read_contact(post: QueryDict, *, needs_way: bool = True) -> Typed:
    """`needs_way`: there must be an address or a number, which at the desk isn't so."""
    name, email, phone = (_line(post, field) for field in ("name", "email", "telefon"))
    faults = []
    if not name or len(name) > _MOST_NAME:
        faults.append(FieldFault("name", _("Schreiben Sie Ihren Namen in das Feld.")))
    if email and not _is_email(email):
        faults.append(FieldFault("email", _("Prüfen Sie die E-Mail-Adresse.")))
    if phone and _e164(phone) is None:
        faults.append(FieldFault("telefon", _("Prüfen Sie die Telefonnummer. Sie braucht die Vorwahl.")))
    if needs_way and not email and not phone:
        faults.append(FieldFault("email", _("Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")))
    return Typed(name, email, phone, _line(post, "notiz")[:_MOST_NOTE], tuple(faults))


def _line(post: QueryDict, field: str) -> str:
    return " ".join(clean_text(post.get(field, "")[:1000]).split())


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= _MOST_MAIL


def _e164(phone: str) -> str | None:
    """+49…; a number without country code is a German one."""
    if not phone or len(phone) > _MOST_PHONE or not phone.lstrip("( ").startswith(("0", "+")):
        return None
    try:
        number = phonenumbers.parse(phone, "DE")
    except phonenumbers.NumberParseException:
        return None
    if (number.national_number or 0) < _SHORTEST or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
