"""The fixed people of all tests."""

from dataclasses import dataclass

from rathaus.accounts.service import Account, StaffMember, Unit

PASSWORD = "Sommer-am-Tanger-7"


@dataclass(frozen=True)
class Person:
    name: str
    email: str


ANNA = Person("Anna Beispiel", "anna@example.org")  # citizen of Tangerhütte, owns what the test is about
BILAL = Person("Bilal Muster", "bilal@example.org")  # citizen, outsider
VERA = Person("Vera Vorstand", "vera@example.org")  # represents the association Heimatverein Grieben e. V.
UWE = Person("Uwe Unternehmer", "uwe@example.org")  # company

CLARA = Person("Clara Clerk", "clara@tangerhuette.example")  # Bürgerservice, clerk
LEO = Person("Leo Leitung", "leo@tangerhuette.example")  # head of the same unit, releases
OLGA = Person("Olga Ordnung", "olga@tangerhuette.example")  # another unit: outsider at the desk
IDA = Person("Ida Admin", "ida@tangerhuette.example")  # municipal administrator
THEO = Person("Theo Clerk", "theo@thale.example")  # clerk of the second municipality

STAFF = {
    "tangerhuette": [
        (CLARA, "buergerservice", StaffMember.Role.CLERK),
        (LEO, "buergerservice", StaffMember.Role.LEAD),
        (OLGA, "ordnung", StaffMember.Role.CLERK),
        (IDA, "buergerservice", StaffMember.Role.ADMIN),
    ],
    "thale": [(THEO, "buergerservice", StaffMember.Role.CLERK)],
}


def create_staff(municipality_key: str) -> None:
    """The staff of one municipality, in whose scope this is called; its units are those of the definitions."""
    units = {unit.key: unit for unit in Unit.objects.all()}
    for person, unit, role in STAFF[municipality_key]:
        account = Account.objects.create_user(person.email, PASSWORD, name=person.name)
        StaffMember.objects.create(account=account, unit=units[unit], role=role)
