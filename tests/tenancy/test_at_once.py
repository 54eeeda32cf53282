"""A statement in a transaction of its own, outside of any other."""

import pytest
from django.db import connection
from psycopg import DatabaseError
from psycopg.pq import TransactionStatus

from rathaus.tenancy.service import Municipality, execute_at_once


def test_a_statement_at_once_that_fails_leaves_nothing_open(transactional_connection: None) -> None:
    town = Municipality.objects.get(key="tangerhuette")
    with pytest.raises(DatabaseError):
        execute_at_once(town, "select 1 / %s", [0])
    assert connection.connection.info.transaction_status == TransactionStatus.IDLE
    execute_at_once(town, "select %s", [1])
    assert connection.connection.info.transaction_status == TransactionStatus.IDLE
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('rathaus.municipality', true)")
        assert cursor.fetchone()[0] in (None, "")
