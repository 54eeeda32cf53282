"""The API as a whole: who asks, what goes wrong, what every answer carries."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from rathaus.appointments.service import (
    AlreadyExtended,
    Gone,
    HoldGone,
    NeedsConfirmation,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    NotPossible,
    ProofNeeded,
    TooMany,
    TooManyHere,
)
from rathaus.core.clock import BERLIN

from . import bookings, holds, reading
from .callers import identify
from .problems import Problem, problem_response
from .schemas import ProblemOut

_REASONS: dict[type[NotPossible], str] = {
    NoSuchOffering: "no-such-offering",
    NotOpen: "not-open",
    Gone: "gone",
    HoldGone: "hold-gone",
    NeedsConfirmation: "needs-confirmation",
    AlreadyExtended: "already-extended",
    TooMany: "too-many-visits",
    TooManyHere: "too-many",
    ProofNeeded: "proof-needed",
    NotChangeable: "not-changeable",
}

_REFUSED = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}


class Api(NinjaAPI):
    """Also describes what every operation answers when it doesn't go well."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**more)
        told = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= {**told.pop("$defs"), "ProblemOut": told}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = _REFUSED
        return schema


api = Api(
    title="Rathaus",
    version="1",
    description="Services and appointments of the municipality whose host is asked.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=identify,
)
for part, tag in ((reading, "reading"), (holds, "holds"), (bookings, "bookings")):
    api.add_router("", part.router, tags=[tag])


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(request, problem)


@api.exception_handler(NotPossible)
def _not_possible(request: HttpRequest, why: NotPossible) -> HttpResponse:
    more: dict[str, Any] = {}
    if isinstance(why, Gone):
        more["nearest"] = [start.astimezone(BERLIN).isoformat() for start in why.nearest]
    if isinstance(why, ProofNeeded):
        more |= {"challenge": why.challenge, "bits": why.bits}
    return problem_response(request, Problem(_REASONS[type(why)], **more))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """Says which fields, and never what stood in them."""
    errors = [{"field": ".".join(str(step) for step in e["loc"][1:]), "error": e["type"]} for e in why.errors]
    return problem_response(request, Problem("invalid", errors=errors))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, why: HttpError) -> HttpResponse:
    is_large = isinstance(why.__cause__ or why.__context__, RequestDataTooBig)
    return problem_response(request, Problem("too-large" if is_large else "unreadable"))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _why: Http404) -> HttpResponse:
    return problem_response(request, Problem("not-found"))
