"""Signed in without the pages of the sign-in, for tests and benchmarks of what lies behind them."""

import time

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from rathaus.accounts.service import Account


def sign_in_session(client: Client, account: Account, *, second_factor: bool = True) -> None:
    """Give the client a session as allauth leaves it after the password, and after the second factor."""
    client.force_login(account)
    session = client.session
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    if second_factor:
        session["account_authentication_methods"] += [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
