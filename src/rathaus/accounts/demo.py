"""The people of the demo: known passwords and known second factors. Never for a real town hall."""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from rathaus.accounts.models import Account, StaffMember, Unit
from rathaus.config.demo import PASSWORD
from rathaus.tenancy.service import Municipality, current_municipality

_PERIOD = 30


@dataclass(frozen=True)
class DemoPerson:
    """`units`: keys of the units that fit, the best first; else the municipality's first unit is taken.

    Whoever is `only_there` isn't created where none of the units is.
    """

    name: str
    email: str
    job: str
    role: StaffMember.Role
    units: tuple[str, ...]
    only_there: bool = False


@dataclass(frozen=True)
class SignIn:
    """What the sign-in page tells of one person. Citizens need no code."""

    name: str
    email: str
    job: str
    code: str


_SERVICE_UNITS = ("buergerservice", "buergerbuero", "buergeramt", "einwohnermeldeamt")
_ORDER_UNITS = ("ordnung", "ordnungsamt", "sicherheit-ordnung", "bau")
_CLERK, _LEAD, _ADMIN = StaffMember.Role.CLERK, StaffMember.Role.LEAD, StaffMember.Role.ADMIN
_PEOPLE = {
    "tangerhuette": (
        DemoPerson("Clara Clerk", "clara@tangerhuette.example", "Sachbearbeitung", _CLERK, _SERVICE_UNITS),
        DemoPerson("Leo Leitung", "leo@tangerhuette.example", "Leitung", _LEAD, _SERVICE_UNITS),
        DemoPerson("Olga Ordnung", "olga@tangerhuette.example", "Sachbearbeitung", _CLERK, _ORDER_UNITS),
        DemoPerson("Ida Admin", "ida@tangerhuette.example", "Verwaltung der Fachanwendung", _ADMIN, _SERVICE_UNITS),
        DemoPerson(
            "Pia Personal", "pia@tangerhuette.example", "Personalstelle", _CLERK, ("personal",), only_there=True
        ),
    ),
    "thale": (DemoPerson("Theo Clerk", "theo@thale.example", "Sachbearbeitung", _CLERK, _SERVICE_UNITS),),
}


CITIZENS = (
    SignIn("Anna Beispiel", "anna@example.org", "Bürgerin", ""),
    SignIn("Bilal Muster", "bilal@example.org", "Bürger", ""),
    SignIn("Vera Vorstand", "vera@example.org", "Heimatverein Grieben e. V.", ""),
    SignIn("Uwe Unternehmer", "uwe@example.org", "Unternehmer", ""),
)


def people_of(municipality_key: str) -> tuple[DemoPerson, ...]:
    """The cast where the story plays, three people with neutral names elsewhere."""
    return _PEOPLE.get(municipality_key) or (
        DemoPerson("Kim Sommer", f"kim@{municipality_key}.example", "Sachbearbeitung", _CLERK, _SERVICE_UNITS),
        DemoPerson("Robin Winter", f"robin@{municipality_key}.example", "Leitung", _LEAD, _SERVICE_UNITS),
        DemoPerson("Toni Herbst", f"toni@{municipality_key}.example", "Fachverwaltung", _ADMIN, _SERVICE_UNITS),
    )


def create_demo_staff(municipality: Municipality) -> list[StaffMember]:
    """Create or complete the demo's staff of one municipality, in whose scope this is called. May run again.

    Needs the municipality's units.
    """
    units = {unit.key: unit for unit in Unit.objects.order_by("id")}
    wanted = (
        person for person in people_of(municipality.key) if not person.only_there or units.keys() & set(person.units)
    )
    return [_create(person, _unit_for(person, units)) for person in wanted]


def create_demo_citizens() -> list[Account]:
    """Create the demo's people outside the town halls; their accounts are the same in all. May run again."""
    known = {account.email: account for account in Account.objects.filter(email__in=[c.email for c in CITIZENS])}
    return [
        known.get(citizen.email)
        or Account.objects.create_user(citizen.email, PASSWORD, name=citizen.name, verified=True)
        for citizen in CITIZENS
    ]


def sign_ins() -> list[SignIn]:
    """Everybody at this municipality's desk who has a demo code, with that of this half minute, and the citizens."""
    emails = [citizen.email for citizen in CITIZENS]
    there = set(Account.objects.filter(email__in=emails).values_list("email", flat=True))
    return [*_staff_sign_ins(), *(citizen for citizen in CITIZENS if citizen.email in there)]


def _staff_sign_ins() -> list[SignIn]:
    staff = StaffMember.objects.filter(is_active=True).select_related("account", "unit").order_by("account__email")
    demo = {person.email for person in people_of(current_municipality().key)}
    return [
        SignIn(member.account.name, member.account.email, member.unit.name, current_code(member.account.email))
        for member in staff
        if member.account.email in demo
    ]


def current_code(email: str) -> str:
    """The authenticator code that is valid now for a demo person. Empty outside the demo."""
    if not settings.RATHAUS_DEMO:
        return ""
    return str(format_hotp_value(hotp_value(demo_secret(email), int(time.time()) // _PERIOD)))


def demo_secret(email: str) -> str:
    return base64.b32encode(sha1(f"rathaus-demo:{email}".encode()).digest()).decode()  # noqa: S324 -- 20 fixed bytes


def _unit_for(person: DemoPerson, units: Mapping[str, Unit]) -> Unit:
    found = next((units[key] for key in person.units if key in units), None)
    return found or next(iter(units.values()))


def _create(person: DemoPerson, unit: Unit) -> StaffMember:
    account = Account.objects.filter(email=person.email).first()
    if account is None:
        account = Account.objects.create_user(person.email, PASSWORD, name=person.name)
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(account, demo_secret(person.email))
    known: StaffMember | None = StaffMember.objects.filter(account=account).first()
    if known is not None:
        return known
    member = StaffMember(account=account, unit=unit, role=person.role)
    member.save()
    return member
