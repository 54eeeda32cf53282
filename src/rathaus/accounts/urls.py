"""Sign-in and one's own security. allauth's names stay, since it looks them up; what is not offered is not here."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import URLPattern, URLResolver, path, re_path

from rathaus.accounts import entering, views
from rathaus.accounts import own as about_me
from rathaus.accounts.access import own_factor_required as own
from rathaus.accounts.own import fresh

_PASSWORD = "passwort/"  # noqa: S105 -- an address
_SECURITY = "sicherheit/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("code/", entering.type_code, name="account_code"),
    path("code/neu/", entering.send_again, name="account_code_again"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("bestaetigen/code/", about_me.confirm_by_code, name="account_confirm_by_code"),
    path("zweiter-schritt/", views.ConfirmSignIn.as_view(), name="mfa_authenticate"),
    path("zweiter-schritt/bestaetigen/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("passkey/", views.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("passkey/bestaetigen/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{_PASSWORD}vergessen/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path(f"{_PASSWORD}vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path(
        f"{_PASSWORD}neu/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        rf"^{_PASSWORD}neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(f"{_PASSWORD}aendern/", account.password_change, name="account_change_password"),
    path(f"{_PASSWORD}festlegen/", fresh(account.password_set), name="account_set_password"),
    path(_SECURITY, own(factor.index), name="mfa_index"),
    path(f"{_SECURITY}app/", own(fresh(views.EnrolTotp.as_view())), name="mfa_activate_totp"),
    path(f"{_SECURITY}app/entfernen/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(f"{_SECURITY}passkeys/", own(passkey.list_webauthn), name="mfa_list_webauthn"),
    path(f"{_SECURITY}passkeys/neu/", own(fresh(views.AddPasskey.as_view())), name="mfa_add_webauthn"),
    path(f"{_SECURITY}passkeys/<int:pk>/", own(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path(f"{_SECURITY}passkeys/<int:pk>/entfernen/", own(passkey.remove_webauthn), name="mfa_remove_webauthn"),
    path(f"{_SECURITY}codes/", own(views.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path(f"{_SECURITY}codes/neu/", own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(f"{_SECURITY}codes/datei/", own(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path(f"{_SECURITY}name/", about_me.change_name, name="account_name"),
    path(f"{_SECURITY}telefon/", about_me.change_phone, name="account_phone"),
    path(f"{_SECURITY}email/", own(about_me.change_email), name="account_change_email"),
    path(f"{_SECURITY}geraete/", about_me.show_sessions, name="account_sessions"),
    path(f"{_SECURITY}geraete/andere/abmelden/", about_me.end_others, name="account_end_other_sessions"),
    path(f"{_SECURITY}geraete/alle/abmelden/", about_me.end_all, name="account_end_all_sessions"),
    path(f"{_SECURITY}geraete/<uuid:key>/abmelden/", about_me.end_one, name="account_end_session"),
]

# Below /konto/neu/
sign_up_urls: list[URLPattern | URLResolver] = [
    path("", entering.sign_up, name="account_signup"),
    path("name/", entering.tell_name, name="account_tell_name"),
    path("passkey/", fresh(views.FirstPasskey.as_view()), name="account_first_passkey"),
]
