"""An e-mail is decided on in the acting transaction, once, and composed when it is sent."""

from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.db import connection, transaction

from rathaus.outbox.actions import deliver
from rathaus.outbox.models import MailSent, OutgoingMail
from rathaus.outbox.service import send_mail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

TEMPLATE = "Ihr Vorgang {{ number }} ist angekommen\n\nGuten Tag,\n\nSie sind <b>dran</b>:\n{{ base_url }}/vorgang/\n"


@pytest.fixture(autouse=True)
def _template(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "arrived.txt").write_text(TEMPLATE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


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
    assert sent.body == f"Guten Tag,\n\nSie sind <b>dran</b>:\n{link}\n"
    html = str(sent.alternatives[0][0])
    assert f'href="{link}"' in html
    assert "&lt;b&gt;dran&lt;/b&gt;" in html
