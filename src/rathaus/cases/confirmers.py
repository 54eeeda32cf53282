"""Who must confirm a draft, and whether they can be told apart by their addresses."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.formengine.service import CompiledService, Confirmations, Context, FieldError

from .applicant import read_applicant


def form_errors(service: CompiledService, answers: Mapping[str, Any], context: Context) -> tuple[FieldError, ...]:
    """Every error of the whole form: the engine's, and addresses with which somebody would confirm as another."""
    errors = service.form.check(answers, context)
    wanted = service.form.confirmations
    if errors or wanted is None:
        return errors
    return tuple(_shared_addresses(service, wanted, answers, context))


def _shared_addresses(
    service: CompiledService, wanted: Confirmations, answers: Mapping[str, Any], context: Context
) -> Iterator[FieldError]:
    """The link goes to an address, so each confirmer needs their own, and not the applicant's."""
    taken = {read_applicant(service.definition, answers).email.casefold()}
    state = service.form.evaluate(answers, context)
    with translation.override(context.language):
        for confirmer in service.form.confirmers(answers, context):
            path = f"{wanted.rows}.{confirmer.index}.{wanted.email}"
            if confirmer.email.casefold() in taken:
                for page in state.visible_pages:
                    field = page.field(path)
                    if field is not None:
                        yield FieldError(path, field.short or field.label, _complaint(), page.key)
            taken.add(confirmer.email.casefold())


def _complaint() -> str:
    return _("Geben Sie für jede Person eine eigene E-Mail-Adresse an: Jede bestätigt mit ihrem eigenen Link.")
