"""The end of an account: nobody signs in with it any more, its rows go, and what is proof keeps a nameless shell."""

from collections.abc import Iterator
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction

from rathaus.config.sessions import SessionStore
from rathaus.core import clock
from rathaus.tenancy.service import TenantModel

from .models import Account, StateAccount
from .open_sessions import end_other_sessions

NAME = "Gelöschtes Konto"


@transaction.atomic
def close_account(account: Account) -> None:
    """From here on the address is unknown: the account has none, no password, no passkey, and isn't active.

    All rows that belong to the account alone (a foreign key with CASCADE) go too. Waits for whoever is writing the
    account's id at this moment: the address is a key.
    """
    end_other_sessions(account, but=None)
    account.email, account.name, account.phone = f"{account.pk}@geloescht.invalid", NAME, ""
    account.is_active, account.last_login = False, None
    account.set_unusable_password()
    account.save()
    StateAccount.objects.filter(account=account).delete()  # else it would still open the account
    for model, column in owned_rows():
        model._default_manager.filter(**{column: account.pk}).delete()  # noqa: SLF001 -- Django's documented way


def owned_rows() -> Iterator[tuple[type[models.Model], str]]:
    """Models, ours and others', whose rows go with their account. None of them belongs to a municipality."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            follows = field.remote_field is not None and field.remote_field.on_delete is models.CASCADE
            if follows and field.related_model is Account and not issubclass(model, TenantModel):
                yield model, field.attname


def end_sessions(account_id: UUID) -> int:
    """Delete the account's sessions, which may name its address; returns how many. Reads every session there is."""
    store, ended = SessionStore(), 0
    for session in Session.objects.filter(expire_date__gte=clock.now()).iterator(chunk_size=500):
        if store.decode(session.session_data).get("_auth_user_id") == str(account_id):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def remove_account(account_id: UUID) -> bool:
    """Remove the shell where no row refers to it, in whatever municipality; False where one does, and it stays.

    Asks the database itself: its foreign keys see all municipalities, we don't.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from accounts_account where id = %s and not is_active", [account_id])
            cursor.execute("set constraints all immediate")
    except IntegrityError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
    return True
