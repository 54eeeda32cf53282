"""Which services ask for what an account knows."""

from rathaus.catalogue.service import compiled, list_offers, published_versions

from .accountforms import account_form
from .details import slots_of

_SHOWN = ("person", "anschrift", "email", "telefon", "kontoinhaber", "iban")


def uses_of_details(language: str) -> dict[str, list[str]]:
    """By datum, a shared group as one: the titles of the services on offer here whose forms it fills. Two queries."""
    titles = {card.key: card.title for card in list_offers(language)}
    uses: dict[str, list[str]] = {name: [] for name in _SHOWN}
    for key, version in published_versions():
        asked = {slot.datum.partition(".")[0] for slot in slots_of(compiled(version).definition)}
        for name in asked & uses.keys():
            if key in titles:
                uses[name].append(titles[key])
    return {name: sorted(found) for name, found in uses.items()}


def detail_names(language: str) -> dict[str, str]:
    """What the details of an account are called, by the key under which it keeps them."""
    layout = account_form("person").form.layout
    texts = {key: layout.fields[key].texts["en" if language == "en" else "de"] for key in _SHOWN}
    return {key: text.short or text.label for key, text in texts.items()}
