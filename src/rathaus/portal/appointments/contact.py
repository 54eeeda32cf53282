"""Who comes: a name, and an e-mail address or a telephone number."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from rathaus.accounts.service import persona_of
from rathaus.appointments.service import MOST_NAME, MOST_NOTE, Contact, read_email, read_phone
from rathaus.core.text import one_line
from rathaus.ui.faults import FieldFault


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and what is wrong with it by field."""

    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    faults: tuple[FieldFault, ...] = ()

    def contact(self, language: str) -> Contact:
        return Contact(self.name, read_email(self.email) or "", read_phone(self.phone) or "", self.note, language)

    @property
    def fault(self) -> dict[str, str]:
        return {fault.path: fault.message for fault in self.faults}


def known_contact(request: HttpRequest) -> Typed:
    """What is known of who is signed in, so that nobody types it again; they may write something else."""
    persona = persona_of(request)
    return Typed(persona.account.name, persona.account.email) if persona is not None else Typed()


def read_contact(post: QueryDict, *, needs_email: bool = False) -> Typed:
    """There must be a name, and an address or a number; `needs_email`: an address."""
    name, email, phone = (_line(post, field) for field in ("name", "email", "telefon"))
    faults = []
    if not name or len(name) > MOST_NAME:
        faults.append(FieldFault("name", _("Schreiben Sie Ihren Namen in das Feld.")))
    if read_email(email) is None:
        faults.append(FieldFault("email", _("Prüfen Sie die E-Mail-Adresse.")))
    if read_phone(phone) is None:
        faults.append(FieldFault("telefon", _("Prüfen Sie die Telefonnummer. Sie braucht die Vorwahl.")))
    if needs_email and not email:
        faults.append(FieldFault("email", _("Geben Sie eine E-Mail-Adresse an. Dorthin schreiben wir Ihnen.")))
    elif not email and not phone:
        faults.append(FieldFault("email", _("Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")))
    return Typed(name, email, phone, _line(post, "notiz")[:MOST_NOTE], tuple(faults))


def _line(post: QueryDict, field: str) -> str:
    return one_line(post.get(field, "")[:1000])
