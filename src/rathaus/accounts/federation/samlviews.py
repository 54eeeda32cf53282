"""Back from a provider by SAML, in two steps: the foreign POST, and our own GET with the person's session."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.models import SignInMethod

from . import saml
from .arriving import arrive
from .assertions import read_response
from .samlsettings import toolkit_settings
from .views import friendly


@csrf_exempt
@require_POST
@friendly(SignInMethod.SAML)
def saml_answer(request: HttpRequest) -> HttpResponseBase:
    """The provider's page posts here: without our token against forgery and without our cookies.

    What protects it is the provider's signature now, and the request in the session at the next step.
    """
    handle = saml.keep_answer(read_response(request.POST.get("SAMLResponse", "")))
    response = HttpResponseRedirect(reverse("saml_finish", kwargs={"handle": handle}))
    response.status_code = 303
    return response


@require_safe
@friendly(SignInMethod.SAML)
def saml_finish(request: HttpRequest, handle: str) -> HttpResponseBase:
    claims, flow = saml.take_answer(request, handle)
    return arrive(request, claims, flow.next)


@require_safe
@friendly(SignInMethod.SAML)
def saml_metadata(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Who we are, for the provider's administrator."""
    return HttpResponse(toolkit_settings().get_sp_metadata(), content_type="application/samlmetadata+xml")
