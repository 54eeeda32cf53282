"""What of an application an account may keep, when the person asks for it: never by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.accounts.service import Persona, profile_of, remember_thing, save_profile, things_of
from rathaus.formengine.service import ServiceDefinition

from .details import FOR_ORGANISATION, dig, slots_of
from .things import Told, told_things


@dataclass(frozen=True)
class Keepable:
    """`details`: what of the person is new, by datum. `things`: what isn't kept yet, or is known better now."""

    details: Mapping[str, Any]
    things: tuple[Told, ...]

    def __bool__(self) -> bool:
        return bool(self.details or self.things)

    @property
    def groups(self) -> tuple[str, ...]:
        """Of the details: "person", "anschrift", "iban" …"""
        return tuple(dict.fromkeys(datum.partition(".")[0] for datum in self.details))


def keepable(definition: ServiceDefinition, answers: Mapping[str, Any], by: Persona) -> Keepable:
    """Details only of oneself: those of an organisation are changed where it is administered. Two queries."""
    if not (by.is_self or by.organisation is not None):
        return Keepable({}, ())
    details = _new_details(definition, answers, by) if by.is_self else {}
    known = {(thing.kind, thing.label): thing.data for thing in things_of(by.holder)}
    told = (one for one in told_things(definition, answers) if _says_more(one, known.get((one.kind, one.label), {})))
    return Keepable(details, tuple(told))


def keep(found: Keepable, by: Persona, *, details: bool, things: set[int]) -> None:
    """Keep the details, and the things of these numbers."""
    if details and found.details:
        save_profile(by.holder, _merged(profile_of(by.holder), found.details), by=by.account)
    for number, told in enumerate(found.things):
        if number in things:
            remember_thing(by.holder, kind=told.kind, label=told.label, data=told.data)


def _says_more(told: Told, known: Mapping[str, Any]) -> bool:
    return {**known, **told.data} != known


def _new_details(definition: ServiceDefinition, answers: Mapping[str, Any], by: Persona) -> dict[str, Any]:
    """An address for applications is new only where it isn't the one of the account."""
    known = profile_of(by.account.pk)
    new: dict[str, Any] = {}
    for slot in slots_of(definition):
        value = dig(answers, slot.path)
        if value in (None, "") or slot.datum == FOR_ORGANISATION or slot.datum.startswith("organisation."):
            continue
        if value != dig(known, slot.datum) and not (slot.datum == "email" and value == by.account.email):
            new[slot.datum] = value
    return new


def _merged(profile: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {k: dict(v) if isinstance(v, Mapping) else v for k, v in profile.items()}
    for datum, value in details.items():
        group, _dot, part = datum.partition(".")
        if part:
            merged.setdefault(group, {})[part] = value
        else:
            merged[group] = value
    return merged
