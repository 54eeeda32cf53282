"""Accounts of the cast, and whom they act for."""

from datetime import date
from typing import Any

from django.test import Client

from rathaus.accounts.service import Account, Organisation, Rights, found_organisation, save_profile
from rathaus.outbox.actions import compose
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import current_municipality
from tests.cast import Person
from tests.signing_in import sign_in_session

ALL = Rights(may_apply=True, may_read=True, may_administer=True)
ADDRESS = {"strasse": "Dorfstraße", "hausnummer": "3", "plz": "39517", "ort": "Tangerhütte"}
VEREIN = {
    "art": "association",
    "organisation": {
        "name": "Heimatverein Grieben e. V.",
        "rechtsform": "ev",
        "registergericht": "Amtsgericht Stendal",
        "registernummer": "VR 678",
    },
    "anschrift": ADDRESS,
    "email": "post@heimatverein.example",
    "telefon": "+49 39361 12345",
}


def account_of(person: Person) -> Account:
    known = Account.objects.filter(email=person.email).first()
    return known or Account.objects.create_user(person.email, name=person.name)


def found_verein(by: Account) -> Organisation:
    """The Heimatverein, with the profile that its founder typed."""
    founded = found_organisation(
        by=by,
        details={
            "kind": "association",
            "name": "Heimatverein Grieben e. V.",
            "register_court": "Amtsgericht Stendal",
            "register_number": "VR 678",
            "address": ADDRESS,
        },
    )
    save_profile(founded.pk, VEREIN, by=by)
    return founded


def rights(*may: str, until: date | None = None, services: tuple[str, ...] = ()) -> Rights:
    flags: dict[str, Any] = {f"may_{name}": True for name in may}
    return Rights(ends_on=until, services=services, **flags)


def browser_of(account: Account, *, host: str = "tangerhuette.localhost") -> Client:
    """Signed in, at the portal of a municipality."""
    client = Client(HTTP_HOST=host)
    sign_in_session(client, account, second_factor=False)
    return client


def act_for(client: Client, holder: Any) -> Any:
    return client.post("/konto/vertretung/", {"holder": str(getattr(holder, "pk", holder))})


def code_sent_to(email: str) -> str:
    """The code of the newest invitation in an e-mail, read as its receiver reads it."""
    mail = OutgoingMail.objects.filter(to=email, template="party_invitation").order_by("-created", "-id")[0]
    body = str(compose(mail, current_municipality(), "<test@example.org>").body)
    return body.split("/konto/einladung/#")[1].split(maxsplit=1)[0]
