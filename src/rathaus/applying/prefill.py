"""What the account knows already: put into the applicant's fields at the beginning, and marked there."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from rathaus.accounts.service import Persona
from rathaus.catalogue.service import Offer, compiled
from rathaus.formengine.service import PageState, ServiceDefinition

from .details import known_details, slots_of
from .uploads import put


def begin_answers(offer: Offer, by: Persona | None) -> dict[str, Any]:
    """The answers with which a draft begins; none for who isn't signed in."""
    answers: dict[str, Any] = {}
    if by is not None:
        for path, value in _known(compiled(offer.current_version).definition, by):
            put(answers, path, value)
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


def _known(definition: ServiceDefinition, by: Persona) -> Iterator[tuple[str, Any]]:
    """Paths of the applicant's fields with what the account says for them."""
    details = known_details(definition, by)
    for slot in slots_of(definition):
        if slot.datum in details:
            yield slot.path, details[slot.datum]
