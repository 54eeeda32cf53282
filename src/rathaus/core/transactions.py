"""One transaction, at the price that is needed."""

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def whole() -> AbstractContextManager[None]:
    """One transaction, or the one that is running already: then without a savepoint, which costs two statements.

    For acts that raise what a caller may catch only before they write. What fails otherwise ends the request, and
    with it the transaction.
    """
    return nullcontext() if connection.in_atomic_block else transaction.atomic()
