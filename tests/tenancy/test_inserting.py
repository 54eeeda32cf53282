"""Rows that are inserted in a prepared statement are those that Django would have saved."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rathaus.outbox.models import MailSent, OutgoingMail
from rathaus.tenancy.service import ForeignMunicipality, Municipality, insert, scope


def mail(key: str) -> OutgoingMail:
    return OutgoingMail(key=key, to="anna@example.org", template="x", context={"ö": [1, None]})


def test_a_row_is_the_same_as_a_saved_one(tangerhuette: Municipality) -> None:
    with scope(tangerhuette):
        one, other = mail("one"), mail("other")
        with CaptureQueriesContext(connection) as captured:
            insert(one, MailSent(mail=one, message_id="<1@x>"))
        other.save(force_insert=True)
        assert len(captured) == 1
        found, saved = (OutgoingMail.objects.values().get(pk=row.pk) for row in (one, other))
        differing = {name for name in found if found[name] != saved[name]}
        assert differing == {"id", "key", "created"}
        assert MailSent.objects.get().mail_id == one.pk
        one.to = ""
        one.save(update_fields=["to"])  # known as one that is there
        assert OutgoingMail.objects.get(pk=one.pk).to == ""


def test_what_the_database_refuses_is_refused(tangerhuette: Municipality, thale: Municipality) -> None:
    with scope(tangerhuette):
        insert(mail("once"))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(mail("once"))
        foreign = mail("foreign")
        foreign.municipality = thale
        with pytest.raises(ForeignMunicipality):
            insert(foreign)
        assert OutgoingMail.objects.count() == 1
