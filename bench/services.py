"""A municipality with 5,000 services more: the names of the federal service catalogue (LeiKa), state of October 2019.

`leika_names.txt` are facts from kdn-nrw/OZG-Datenbank-NRW (MIT). Each gets the words of a real service's texts as its
own, so that the index is as large as it would be. `python -m bench.services` fills the database of the environment.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.db.models import F  # noqa: E402 -- needs the settings

from rathaus.catalogue.models import Generation, Offer, SearchEntry  # noqa: E402
from rathaus.catalogue.words import folded_words, stems_of, words_of  # noqa: E402
from rathaus.core.text import fold  # noqa: E402
from rathaus.tenancy.service import Municipality, scope  # noqa: E402

NAMES = Path(__file__).with_name("leika_names.txt")
SERVICES = 5000

Words = dict[str, list[str]]


def fill() -> None:
    """To be called within the scope of a municipality that offers its real services."""
    model = Offer.objects.filter(state=Offer.State.PUBLISHED).first()
    texts = list(SearchEntry.objects.filter(language="de").values_list("words", flat=True))
    entries = [_entry(model, number, name, words) for number, (name, words) in enumerate(_services(texts))]
    Offer.objects.bulk_create([entry.offer for entry in entries], batch_size=1000)
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    Generation.objects.update(number=F("number") + 1)


def _services(texts: list[Words]) -> Iterator[tuple[str, Words]]:
    names = NAMES.read_text(encoding="utf-8").splitlines()
    names = (names + [f"{name} Auskunft" for name in names])[:SERVICES]
    stems = stems_of({word for name in names for word in words_of(name)}, "de")
    chance = random.Random(7)
    for name in names:
        body = {word: ["D", *own[1:]] for word, own in chance.choice(texts).items()}
        title = {fold(word): ["A", *stems[word]] for word in words_of(name) if stems[word]}
        yield name, {**body, **title}


def _entry(model: Offer, number: int, name: str, words: Words) -> SearchEntry:
    offer = Offer(
        service_key=f"leika-{number}", version_id=model.version_id, unit_id=model.unit_id, state=Offer.State.PUBLISHED
    )
    return SearchEntry(
        offer=offer,
        language="de",
        service_key=offer.service_key,
        title=name[:300],
        summary=name[:300],
        icon="dokument",
        topics=[["steuern", "Steuern und Abgaben"]],
        keywords=folded_words(name)[:6],
        words=words,
    )


if __name__ == "__main__":
    with scope(Municipality.objects.get(key="tangerhuette")):
        fill()
