"""Where allauth's pages are not enough."""

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts import demo, limits, passkeys, second_factor
from rathaus.accounts.adapter import account_home
from rathaus.accounts.email_codes import Purpose
from rathaus.accounts.forms import AddressForm
from rathaus.accounts.waiting import ask_code, asked_next, with_next
from rathaus.config.demo import PASSWORD


class SignIn(LoginView):  # type: ignore[misc]  # allauth is untyped
    """One page for everybody: passkey, code by e-mail, password. In the demo it names the people and their codes."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With a password it is allauth's; with the address alone, a code is sent."""
        if request.POST.get("password") or request.POST.get("mit") == "passwort":
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        return self._send_code(request)

    def _send_code(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm({"email": request.POST.get("login", "")})
        if not form.is_valid():
            page = self.get_context_data(form=self.get_form(), email_errors=form.errors["email"])
            response: HttpResponse = self.render_to_response(page, status=422)
            return response
        if ask_code(request, form.cleaned_data["email"], Purpose.SIGN_IN, further=asked_next(request)):
            return redirect("account_code")
        page = self.get_context_data(form=self.get_form(), too_many=True)
        refused: HttpResponse = self.render_to_response(page, status=429)
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        further = asked_next(self.request)
        password_typed = self.request.POST.get("password") or self.request.POST.get("mit")
        context["further"] = further
        context["with_password"] = bool(password_typed) or further.startswith(settings.LOGIN_REDIRECT_URL)
        if settings.RATHAUS_DEMO:
            context.update(demo_people=demo.sign_ins(), demo_password=PASSWORD)
        return context


class ForgottenPassword(PasswordResetView):  # type: ignore[misc]
    """A link to set a new one. The page says the same whether there is an account or not."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not limits.may(self.request, "reset_asked", email=form.cleaned_data["email"].lower()):
            return render(self.request, "429.html", status=429)
        response: HttpResponse = super().form_valid(form)
        return response


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """One tap. What doesn't fit leads back to the sign-in page, with the way one wanted to go."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 -- allauth's signature
        if limits.may(self.request, "passkey_failed"):
            messages.error(self.request, _("Der Passkey passt nicht. Versuchen Sie es noch einmal."))
        return redirect(with_next(reverse("account_login"), asked_next(self.request)))


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"] = kwargs.get("form") or self.get_form()  # allauth's forgets the errors
        context["passkey_everywhere"] = passkeys.relying_party("") == settings.RATHAUS_DOMAIN
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.record_enrolment(self.request, Authenticator.Type.WEBAUTHN)
        return response


class FirstPasskey(AddPasskey):
    """Offered right after signing up, and left with one link."""

    template_name = "accounts/first_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        further = asked_next(self.request)
        return {**context, "further": further, "later": further or account_home()}

    def get_success_url(self) -> str:
        further = asked_next(self.request)
        if self.did_generate_recovery_codes:
            return with_next(reverse("mfa_view_recovery_codes"), further)
        return further or account_home()


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes for an emergency, and the way on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "further": asked_next(self.request), "home": account_home()}
