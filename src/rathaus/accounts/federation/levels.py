"""From a provider's words for how sure it is to our trust levels."""

from collections.abc import Iterable, Mapping

from rathaus.accounts.models import Level

# STORK-QAA as BundID says it: 1 is user name and password, 3 an ELSTER certificate, 4 the eID. LoA: eIDAS.
KNOWN: Mapping[str, Level] = {
    "STORK-QAA-Level-1": Level.BASIC,
    "STORK-QAA-Level-2": Level.BASIC,
    "STORK-QAA-Level-3": Level.SUBSTANTIAL,
    "STORK-QAA-Level-4": Level.HIGH,
    "http://eidas.europa.eu/LoA/low": Level.BASIC,
    "http://eidas.europa.eu/LoA/substantial": Level.SUBSTANTIAL,
    "http://eidas.europa.eu/LoA/high": Level.HIGH,
    "low": Level.BASIC,
    "basic": Level.BASIC,
    "substantial": Level.SUBSTANTIAL,
    "high": Level.HIGH,
}


def read_level(value: object, mapping: Mapping[str, str]) -> Level:
    """The level for what a provider says. What nobody mapped is `basic`: somebody has signed in, no more is known.

    `mapping`, where there is one, replaces the known words, so that a town hall can trust a provider less.
    """
    if not isinstance(value, str):
        return Level.BASIC
    if mapping:
        return Level(mapping.get(value, Level.BASIC))
    return KNOWN.get(value, Level.BASIC)


def values_from(level: Level, mapping: Mapping[str, str]) -> list[str]:
    """The words to ask a provider with for this level or more; none for what every sign-in reaches."""
    if not level.covers(Level.SUBSTANTIAL):
        return []
    pairs: Iterable[tuple[str, str]] = (mapping or KNOWN).items()
    return [word for word, reached in pairs if Level(reached).covers(level)]
