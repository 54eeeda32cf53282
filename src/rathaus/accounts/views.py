"""Where allauth's pages are not enough."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from rathaus.accounts import demo, second_factor
from rathaus.config.demo import PASSWORD


class SignIn(LoginView):  # type: ignore[misc]  # allauth is untyped
    """In the demo the page names the people and their codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.RATHAUS_DEMO:
            context.update(demo_people=demo.sign_ins(), demo_password=PASSWORD)
        return context


class ConfirmSignIn(AuthenticateView):  # type: ignore[misc]
    """The second step after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        account = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
        context.update(has_code=bool(kinds - {"webauthn"}), has_passkey="webauthn" in kinds)
        if settings.RATHAUS_DEMO:
            context["demo_code"] = demo.current_code(account.email)
        return context


class EnrolTotp(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.record_enrolment(self.request, Authenticator.Type.TOTP)
        # allauth says it after the commit, when the session is already written
        messages.success(self.request, _("Ihre Authenticator-App ist eingerichtet."))
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey of this device."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.record_enrolment(self.request, Authenticator.Type.WEBAUTHN)
        return response
