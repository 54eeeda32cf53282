"""allauth's forms for passkeys, with our checks in place of its own. Named in settings as MFA_FORMS."""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rathaus.core.text import clean_text

from . import passkeys

_LONGEST_NAME = 60


class _CredentialField(forms.JSONField):
    """What a browser says of a passkey. Nested too deep, or with numbers too long, is no JSON of any browser."""

    def __init__(self) -> None:
        super().__init__(required=True, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as why:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""}) from why

    def bound_data(self, data: Any, initial: Any) -> Any:
        """For showing the page once more, which reads it again."""
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return None


class _Asserting(forms.Form):
    """Takes an answer to a question of this session; `user` is None where the answer tells who it is."""

    user: Any

    def clean_credential(self) -> Authenticator:
        try:
            return passkeys.check_assertion(context.request, self.cleaned_data["credential"], account=self.user)
        except passkeys.PasskeyRefused as refused:
            raise ValidationError(_("Der Passkey passt nicht. Versuchen Sie es noch einmal.")) from refused


class SignInForm(_Asserting, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Without anything typed."""

    credential = _CredentialField()


class SecondStepForm(_Asserting, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After password or code."""

    credential = _CredentialField()


class ConfirmForm(_Asserting, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before something about the account changes."""

    credential = _CredentialField()


class AddForm(allauth_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It must have asked for fingerprint, face or PIN: it is all that one needs to sign in."""

    credential = _CredentialField()

    def clean_name(self) -> str:
        name = " ".join(clean_text(super().clean_name()).split())
        return name[:_LONGEST_NAME]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if "credential" in cleaned:
            try:
                made = passkeys.check_registration(context.request, cleaned["credential"])
            except passkeys.PasskeyRefused as refused:
                raise ValidationError(_("Der Passkey passt nicht. Versuchen Sie es noch einmal.")) from refused
            if cleaned.get("passwordless") and not made.is_user_verified():
                raise ValidationError(_("Ihr Gerät hat weder Fingerabdruck noch Gesicht noch PIN geprüft."))
        return cleaned


class RenameForm(allauth_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Names are short, and plain text."""

    name = forms.CharField(max_length=_LONGEST_NAME)

    def clean_name(self) -> str:
        return " ".join(clean_text(self.cleaned_data["name"]).split())
