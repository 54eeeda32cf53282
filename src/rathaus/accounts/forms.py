"""What people type to sign up, to sign in, and about themselves."""

from typing import Any

import phonenumbers
from allauth.account.forms import ResetPasswordForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core.text import clean_text

from .addresses import fold_address
from .models import Account

_LONGEST_NAME = 200
_MISSING = {"required": gettext_lazy("Füllen Sie dieses Feld aus.")}


class _EmailField(forms.CharField):
    """Folded; line breaks and the like never get past it."""

    def __init__(self) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(max_length=320, strip=True, widget=widget, error_messages=_MISSING)

    def clean(self, value: Any) -> str:
        return fold_address(super().clean(value))


class _NameField(forms.CharField):
    """Every letter of DIN 91379; on one line, without control characters."""

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(max_length=_LONGEST_NAME, widget=widget, error_messages=_MISSING)

    def to_python(self, value: Any) -> str:
        return " ".join(clean_text(super().to_python(value) or "").split())


class AddressForm(forms.Form):
    """Where to send a code."""

    email = _EmailField()


class NameForm(forms.Form):
    """What to call somebody."""

    name = _NameField()


class SignUpForm(NameForm, AddressForm):
    """A new account: nothing more is asked for."""

    field_order = ["name", "email"]


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(max_length=40, error_messages=_MISSING)


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Where to send a link for a new password. One query, whether there is an account or not. In ACCOUNT_FORMS."""

    email = _EmailField()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.users = list(Account.objects.filter(email=email, is_active=True))
        return email


class PhoneForm(forms.Form):
    """A telephone number as people write it, kept as E.164; numbers without a country's code are German."""

    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"}))

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "DE")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number) or number.extension:
            raise ValidationError(_("Schreiben Sie die Nummer mit Vorwahl, zum Beispiel 03935 12345."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
