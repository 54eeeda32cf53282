"""What the demo's citizens told their accounts, and the association that two of them act for."""

from typing import Any

from .models import Account, Membership, Organisation
from .organisations import add_member, found_organisation
from .powers import Rights
from .profiles import profile_of, remember_thing, save_profile

ASSOCIATION = "Heimatverein Grieben e. V."
_ANNA = {
    "person": {"vorname": "Anna", "nachname": "Beispiel", "geburtsdatum": "1985-12-24"},
    "anschrift": {"strasse": "Musterweg", "hausnummer": "3", "plz": "39517", "ort": "Tangerhütte"},
    "email": "anna@example.org",
    "telefon": "+49 3935 123456",
}
_ADDRESS = {"strasse": "Breite Straße", "hausnummer": "9", "plz": "39517", "ort": "Tangerhütte"}
_DETAILS = {
    "kind": Organisation.Kind.ASSOCIATION,
    "name": ASSOCIATION,
    "register_court": "Amtsgericht Stendal",
    "register_number": "VR 678",
    "email": "post@heimatverein.example",
    "address": _ADDRESS,
}
_PROFILE = {
    "art": "association",
    "organisation": {
        "name": ASSOCIATION,
        "rechtsform": "ev",
        "registergericht": "Amtsgericht Stendal",
        "registernummer": "VR 678",
    },
    "anschrift": _ADDRESS,
    "email": "post@heimatverein.example",
    "telefon": "+49 39362 1234",
}


def create_demo_parties() -> None:
    """Anna's details and dog; Vera's association, with Uwe as a member. Needs the citizens; may run again."""
    anna, vera, uwe = (Account.objects.get(email=f"{name}@example.org") for name in ("anna", "vera", "uwe"))
    if not profile_of(anna.pk):
        save_profile(anna.pk, _ANNA, by=anna)
        _remember_dog(anna)
    if not Membership.objects.filter(account=vera).exists():
        _found_association(vera, uwe)


def _remember_dog(anna: Account) -> None:
    dog: dict[str, Any] = {"hundename": "Luna", "rasse": "Labrador", "geschlecht": "weiblich", "farbe": "blond"}
    remember_thing(anna.pk, kind="dog", label="Luna", data=dog)


def _found_association(vera: Account, uwe: Account) -> None:
    association = found_organisation(by=vera, details=_DETAILS)
    save_profile(association.pk, _PROFILE, by=vera)
    add_member(association, account=uwe, rights=Rights(may_apply=True, may_read=True), given_by=vera)
