"""What schemas call the parts of a person, an address and an organisation.

The building blocks of FIM ("Baukasten") are recognised by the names of their fields, so that a person stays one
thing here too: the letter finds the name, the browser fills in the address.
"""

from collections.abc import Iterable, Mapping

from rathaus.core.text import fold

from .schema import SchemaField, SchemaGroup

PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "person": {
        "anrede": ("anrede",),
        "titel": ("titel", "doktorgrad", "doktorgrade", "akademischer grad", "namenstitel"),
        "vorname": ("vorname", "vornamen"),
        "nachname": ("nachname", "familienname", "zuname"),
        "geburtsname": ("geburtsname",),
        "geburtsdatum": ("geburtsdatum", "tag der geburt"),
        "geburtsort": ("geburtsort",),
        "staatsangehoerigkeit": ("staatsangehoerigkeit", "staatsangehoerigkeiten"),
    },
    "address": {
        "strasse": ("strasse", "strassenname", "strasse und hausnummer"),
        "hausnummer": ("hausnummer", "haus nr", "hausnr"),
        "zusatz": ("adresszusatz", "anschriftenzusatz", "anschriftzusatz", "zusatz", "zusatzangaben"),
        "plz": ("plz", "postleitzahl"),
        "ort": ("ort", "wohnort"),
        "land": ("land", "staat"),
    },
    "organisation": {
        "name": ("firma", "firmenname", "name der organisation", "name des unternehmens", "unternehmensname"),
        "rechtsform": ("rechtsform",),
        "registergericht": ("registergericht",),
        "registernummer": ("registernummer", "handelsregisternummer"),
    },
}
NEEDED = {"person": {"vorname", "nachname"}, "address": {"plz", "ort"}, "organisation": {"name", "rechtsform"}}

ENGLISH: Mapping[str, str] = {
    "anrede": "Form of address",
    "titel": "Title",
    "vorname": "First name",
    "nachname": "Family name",
    "geburtsname": "Name at birth",
    "geburtsdatum": "Date of birth",
    "geburtsort": "Place of birth",
    "staatsangehoerigkeit": "Nationality",
    "strasse": "Street",
    "hausnummer": "House number",
    "zusatz": "Address supplement",
    "plz": "Postcode",
    "ort": "Town",
    "land": "Country",
    "rechtsform": "Legal form",
    "registergericht": "Register court",
    "registernummer": "Register number",
    "email": "E-mail address",
    "phone": "Phone number",
    "iban": "IBAN",
}
HEADINGS = {
    "person": {"de": "Angaben zur Person", "en": "Personal details"},
    "address": {"de": "Anschrift", "en": "Address"},
    "organisation": {"de": "Angaben zur Organisation", "en": "Organisation"},
}
_AUTOCOMPLETE = {
    "titel": "honorific-prefix",
    "vorname": "given-name",
    "nachname": "family-name",
    "geburtsdatum": "bday",
    "strasse": "address-line1",
    "zusatz": "address-line2",
    "ort": "address-level2",
}
_OF_NAMES = {"titel", "vorname", "nachname", "geburtsname"}


def part_of(kind: str, field: SchemaField) -> str | None:
    """The key that a person, an address or an organisation knows this field by."""
    names = {_words(field.name), _words(field.label)}
    return next((key for key, known in PARTS[kind].items() if names & set(known)), None)


def composite_kind(group: SchemaGroup) -> str | None:
    """What a group is as a whole: every part a field, known, and none of them twice."""
    if group.pick_one or not all(isinstance(part, SchemaField) and not part.count.repeats for part in group.parts):
        return None
    for kind in PARTS:
        keys = [part_of(kind, part) for part in group.parts if isinstance(part, SchemaField)]
        if None not in keys and len(set(keys)) == len(keys) and NEEDED[kind] <= set(keys):
            return kind
    return None


def composite_within(parts: Iterable[SchemaField | SchemaGroup], kind: str) -> dict[str, SchemaField]:
    """The parts of a person (or an address) that stand loose among others; empty where it isn't one."""
    found: dict[str, SchemaField] = {}
    for part in parts:
        if isinstance(part, SchemaField) and not part.count.repeats:
            key = part_of(kind, part)
            if key is not None and key not in found:
                found[key] = part
    return found if NEEDED[kind] <= set(found) else {}


def refine(key: str, definition: dict[str, object]) -> dict[str, object]:
    """What is known of such a part besides what the schema says."""
    refined = dict(definition)
    if key in _OF_NAMES and refined["kind"] == "text":
        refined["letters"] = "name"
    if key == "plz" and refined["kind"] == "text":
        refined = {name: value for name, value in refined.items() if name in {"key", "required", "visible"}}
        refined["kind"] = "postcode"
    if key in _AUTOCOMPLETE:
        refined["autocomplete"] = _AUTOCOMPLETE[key]
    return refined


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
