"""What the account knows already: put into the applicant's fields at the beginning, and marked there."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from rathaus.accounts.service import Persona
from rathaus.catalogue.service import Offer, compiled
from rathaus.formengine.service import PageState, ServiceDefinition

# Words in the middle of a name that belong to the family name.
_PARTICLES = frozenset({"von", "vom", "zu", "zum", "zur", "van", "de", "den", "der", "des", "di", "da", "du", "la"})


def begin_answers(offer: Offer, by: Persona | None) -> dict[str, Any]:
    """The answers with which a draft begins; none for who isn't signed in."""
    answers: dict[str, Any] = {}
    if by is not None:
        for path, value in _known(compiled(offer.current_version).definition, by):
            _put(answers, path, value)
    return answers


def mark_prefilled(page: PageState, definition: ServiceDefinition, by: Persona | None) -> None:
    """Say at each field that still has what the account says where that comes from, and that it can be changed."""
    if by is None:
        return
    note = _("Aus Ihrem Konto übernommen, Sie können es ändern.")
    for path, value in _known(definition, by):
        field = page.field(path)
        if field is not None and field.value == value:
            field.help = f"{field.help} {note}".strip()


def split_name(name: str) -> tuple[str, str]:
    """First names and family name, as well as one can tell: the last word, with the particles before it."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _known(definition: ServiceDefinition, by: Persona) -> Iterator[tuple[str, str]]:
    """Paths of the applicant's fields with what the account says for them."""
    applicant = definition.applicant
    if applicant is None:
        return
    if applicant.person:
        names = zip(("vorname", "nachname"), split_name((by.principal or by.account).name), strict=True)
        yield from ((f"{applicant.person}.{key}", text) for key, text in names if text)
    if applicant.email:
        yield applicant.email, by.account.email


def _put(answers: dict[str, Any], path: str, value: str) -> None:
    *way, last = path.split(".")
    here = answers
    for key in way:
        here = here.setdefault(key, {})
    here[last] = value
