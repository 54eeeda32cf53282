"""Forms of an account: what people say of themselves and whom they invite, asked and checked as services ask.

They are definitions like those of services (`definitions/account/`), but nobody applies with them: no draft, no case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest

from rathaus.core import clock
from rathaus.formengine.service import CompiledService, Context, FieldError, PageState, compile_service, load_template

from .application import reader_language

AccountForm = Literal["person", "organisation", "member", "mandate"]
PAGE = "angaben"


@dataclass(frozen=True)
class FilledIn:
    """One page, as it is shown; with the answers that were read, and what is wrong with them.

    `stay`: a button of the page itself was pressed, so nothing is to be saved yet.
    """

    page: PageState
    answers: Mapping[str, Any]
    errors: tuple[FieldError, ...] = ()
    stay: bool = False

    @property
    def fits(self) -> bool:
        return not self.errors and not self.stay


def show_form(
    which: AccountForm, answers: Mapping[str, Any], *, parameters: Mapping[str, Any] | None = None
) -> FilledIn:
    service, context = _running(which, parameters)
    (page,) = service.form.evaluate(answers, context).pages
    return FilledIn(page, answers)


def read_form(
    which: AccountForm,
    request: HttpRequest,
    answers: Mapping[str, Any],
    *,
    parameters: Mapping[str, Any] | None = None,
) -> FilledIn:
    """What was typed over `answers`. `answers` of the result hold what counts and nothing else."""
    service, context = _running(which, parameters)
    read = service.form.read_page(PAGE, dict(request.POST.lists()), answers, context)
    return FilledIn(read.state, service.form.clean(read.answers, context), read.errors, stay=read.stay)


def account_form(which: AccountForm) -> CompiledService:
    return _compiled(settings.DEFINITIONS, which)


def _running(which: AccountForm, parameters: Mapping[str, Any] | None) -> tuple[CompiledService, Context]:
    service = account_form(which)
    return service, service.context(parameters or {}, today=clock.today(), language=reader_language())


@lru_cache(maxsize=8)
def _compiled(definitions: Path, which: str) -> CompiledService:
    return compile_service(load_template(definitions, definitions / "account" / which))
