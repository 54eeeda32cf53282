"""An e-mail is decided on in the acting transaction, once, and composed when it is sent."""

from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.db import connection, transaction

from rathaus.outbox.actions import deliver
from rathaus.outbox.models import MailSent, OutgoingMail
from rathaus.outbox.service import Kind, Mail, send_mail, send_mails
from rathaus.tenancy.service import Municipality, scope
from tests import cast


def decide(key: str = "case-1") -> None:
    send_mail(key=key, to=cast.ANNA.email, template="arrived", context={"number": "2026-000001"})


def queued_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'outbox.deliver_mail'")
        return int(cursor.fetchone()[0])  # type: ignore[index]  # count always gives a row


def test_the_same_act_sends_once(town: Municipality) -> None:
    decide()
    decide()
    assert (OutgoingMail.objects.count(), queued_jobs()) == (1, 1)


def test_the_same_key_in_another_municipality_is_another_act(town: Municipality, thale: Municipality) -> None:
    decide()
    with scope(thale):
        decide()
    assert queued_jobs() == 2


def test_an_act_that_is_rolled_back_sends_nothing(town: Municipality) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        decide()
        _ = 1 / 0
    assert (OutgoingMail.objects.count(), queued_jobs()) == (0, 0)


def test_a_job_that_runs_twice_hands_over_once(town: Municipality) -> None:
    decide()
    mail = OutgoingMail.objects.get()
    assert (deliver(str(mail.pk)), deliver(str(mail.pk))) == (True, False)
    assert len(django_mail.outbox) == 1
    assert MailSent.objects.get().message_id == f"<{mail.pk}@{settings.RATHAUS_DOMAIN}>"


def test_the_mail_is_plain_text_and_the_same_as_html(town: Municipality) -> None:
    decide()
    deliver(str(OutgoingMail.objects.get().pk))
    sent = django_mail.outbox[0]
    assert isinstance(sent, django_mail.EmailMultiAlternatives)
    assert sent.subject == "Ihr Vorgang 2026-000001 ist angekommen"
    assert parseaddr(str(make_header(decode_header(sent.from_email)))) == (
        "Stadt Tangerhütte",
        settings.DEFAULT_FROM_EMAIL,
    )
    link = "http://tangerhuette.localhost:8000/vorgang/"
    why = "Sie bekommen diese E-Mail, weil Ihre Adresse bei uns angegeben wurde."
    assert sent.body == f"Guten Tag,\n\nSie sind <b>dran</b>:\n{link}\n\n-- \n{why}\n"
    html = str(sent.alternatives[0][0])
    assert f'href="{link}"' in html
    assert "&lt;b&gt;dran&lt;/b&gt;" in html


def test_in_english_the_last_line_is_english_too(town: Municipality) -> None:
    send_mail(key="1", to=cast.ANNA.email, template="arrived", context={}, language="en")
    deliver(str(OutgoingMail.objects.get().pk))
    assert "You get this e-mail because somebody gave us your address." in str(django_mail.outbox[0].body)


def test_what_somebody_waits_for_goes_first_and_the_daily_ones_last(town: Municipality) -> None:
    kinds = [Kind.DIGEST, Kind.RECEIVED, Kind.REQUESTED, Kind.NOTICE, Kind.SECURITY]
    send_mails([Mail(kind, cast.ANNA.email, "arrived", {}, kind=kind) for kind in kinds])
    with connection.cursor() as cursor:
        cursor.execute("select args->>'mail' from procrastinate_jobs order by priority desc, id")
        queued = [pk for (pk,) in cursor.fetchall()]
    by_id = {str(mail.pk): mail.kind for mail in OutgoingMail.objects.all()}
    assert [set(map(by_id.get, part)) for part in (queued[:2], queued[2:4], queued[4:])] == [
        {Kind.REQUESTED, Kind.SECURITY},
        {Kind.RECEIVED, Kind.NOTICE},
        {Kind.DIGEST},
    ]
