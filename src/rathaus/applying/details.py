"""Which fields of a form ask for what people gave their account once.

Found by the shared field groups and keys that forms are made of, in the applicant's own part only: never in the
groups of third persons. Data are named as in the forms of `definitions/account/`: "person.vorname", "iban".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.accounts.service import Persona, profile_of
from rathaus.formengine.service import FieldDefinition, ServiceDefinition

# Words in the middle of a name that belong to the family name.
_PARTICLES = frozenset({"von", "vom", "zu", "zum", "zur", "van", "de", "den", "der", "des", "di", "da", "du", "la"})
_LOOSE = {("telefon", "phone"), ("kontoinhaber", "text"), ("iban", "iban")}
FOR_ORGANISATION = "for_organisation"


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a form, and the datum that fits into it."""

    path: str
    datum: str


def slots_of(definition: ServiceDefinition) -> tuple[Slot, ...]:
    """Remembered by content: the fields of a version never change."""
    known = _slots.get(definition.content_hash)
    if known is None:
        known = _slots[definition.content_hash] = tuple(_find_slots(definition))
    return known


_slots: dict[str, tuple[Slot, ...]] = {}


def known_details(definition: ServiceDefinition, by: Persona) -> dict[str, Any]:
    """What may be put into this form in the name of whom somebody acts for, by datum. One query, two for an
    organisation.

    Where a form asks for no organisation, who acts for one is known by their name alone. An agent gets the details of
    their principal only if they may read the principal's postbox; else the name.
    """
    own = {"email": by.account.email, **_flat({"person": name_parts(by.account.name)})}
    if by.is_self:
        return {**own, **_flat(profile_of(by.account.pk))}
    if by.organisation is not None:
        if not any(slot.datum.startswith("organisation.") for slot in slots_of(definition)):
            return own
        person = {key: value for key, value in _flat(profile_of(by.account.pk)).items() if key.startswith("person.")}
        return {**own, **person, **_flat(profile_of(by.organisation.pk)), FOR_ORGANISATION: True}
    name = {**own, **_flat({"person": name_parts(by.name)})}
    if not by.may_read:
        return name
    given = {key: value for key, value in _flat(profile_of(by.holder)).items() if key != "email"}
    return {**name, **given}


def name_parts(name: str) -> dict[str, str]:
    """An account's name as the shared group `person` has it."""
    return {key: part for key, part in zip(("vorname", "nachname"), split_name(name), strict=True) if part}


def split_name(name: str) -> tuple[str, str]:
    """First names and family name, as well as one can tell: the last word, with the particles before it."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def dig(answers: Any, path: str) -> Any:
    """The answer at a path; None where there is none."""
    found = answers
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _find_slots(definition: ServiceDefinition) -> Iterator[Slot]:
    applicant, form = definition.applicant, definition.form
    if applicant is None or form is None:
        return
    fields = {field.key: field for page in form.pages for field in page.fields}
    if applicant.email:
        yield Slot(applicant.email, "email")
    groups = {"person": applicant.person, "anschrift": applicant.address, "organisation": applicant.organisation}
    for group, path in groups.items():
        field = fields.get(path or "")
        if field is not None and getattr(field, "group", None) in {group, f"{group}_welt"}:
            yield from (Slot(f"{path}.{part.key}", f"{group}.{part.key}") for part in getattr(field, "fields", ()))
    yield from _whether_for_an_organisation(fields, applicant.organisation)
    for key, kind in _LOOSE:
        # An account that others must confirm to be theirs may be theirs: nothing is put there.
        if key in fields and fields[key].kind == kind and not (form.confirmations and key != "telefon"):
            yield Slot(key, key)


def _whether_for_an_organisation(fields: Mapping[str, FieldDefinition], organisation: str | None) -> Iterator[Slot]:
    """The question that brings up the organisation's group, where one alone does."""
    asked = fields.get(str(getattr(fields.get(organisation or ""), "visible", None)))
    if asked is not None and asked.kind == "yesno":
        yield Slot(asked.key, FOR_ORGANISATION)


def _flat(profile: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in profile.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{part}": one for part, one in value.items() if one not in (None, "")}
        elif value not in (None, ""):
            flat[key] = value
    return flat
