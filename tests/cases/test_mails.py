"""E-mails say whose turn it is, link once, and tell nothing."""

import re

import pytest
from django.core import mail as django_mail

from rathaus.accounts.service import Account, StaffMember
from rathaus.cases.service import Case, ask_applicant, take_over
from rathaus.outbox.actions import compose, deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.outbox.service import Kind
from rathaus.tenancy.service import Municipality
from tests import cast

pytestmark = pytest.mark.django_db

SUBJECTS = {
    "case_received": (
        "Wir sind dran: Ihr Antrag 2026-000001 ist eingegangen",
        "Our turn: we have your application 2026-000001",
    ),
    "case_query": (
        "Sie sind dran: Rückfrage zu Ihrem Antrag 2026-000001",
        "Your turn: a question about your application 2026-000001",
    ),
    "case_reminder": (
        "Sie sind noch dran: offene Rückfrage zu Ihrem Antrag 2026-000001",
        "Still your turn: open question about your application 2026-000001",
    ),
    "case_notice": (
        "Für Sie: Bescheid zu Ihrem Antrag 2026-000001",
        "For you: the decision on your application 2026-000001",
    ),
    "case_news": ("Neues zu Ihrem Antrag 2026-000001", "News about your application 2026-000001"),
    "case_unit": ("Neues im Eingang: Vorgang 2026-000001", "New in your inbox: case 2026-000001"),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("template", SUBJECTS)
def test_an_email_is_short_and_says_nothing_personal(
    case: Case, town: Municipality, template: str, language: str
) -> None:
    mail = OutgoingMail(to=cast.ANNA.email, template=template, context={"number": case.number}, language=language)
    message = compose(mail, town, "<id@localhost>")
    assert message.subject == SUBJECTS[template][language == "en"]
    links = re.findall(r"https?://\S+", str(message.body))
    path = f"/amt/vorgaenge/{case.number}/" if template == "case_unit" else f"/vorgang/?nr={case.number}"
    assert links == [f"http://tangerhuette.localhost:8000{path}"]
    assert not re.search(r"Anna|Beispiel|Bello|Hund", f"{message.subject} {message.body}")


def test_what_waits_to_be_sent_holds_nothing_personal(case: Case) -> None:
    assert [mail.context for mail in OutgoingMail.objects.filter(to=cast.ANNA.email)] == [{"number": case.number}]


@pytest.mark.parametrize("template", [template for template in SUBJECTS if template != "case_unit"])
def test_in_an_account_it_leads_to_the_postbox_and_asks_for_no_code(
    case: Case, town: Municipality, template: str
) -> None:
    anna = Account.objects.create_user(cast.ANNA.email, name=cast.ANNA.name)
    context = {"number": case.number}
    mail = OutgoingMail(template=template, context=context, kind=Kind.QUERY, reader=anna.pk, holder=anna.pk)
    message = compose(mail, town, "<id@localhost>")
    host = "http://tangerhuette.localhost:8000"
    links = [f"{host}/postfach/", f"{host}/konto/benachrichtigungen/"]
    assert re.findall(r"https?://\S+", str(message.body)) == links
    assert "Zugangscode" not in str(message.body)


def test_each_act_tells_whoever_holds_the_case(case: Case, clara: StaffMember) -> None:
    """As the account's, not the form's address says; Bilal and the other municipality hear nothing."""
    anna = Account.objects.create_user("anna.privat@example.org", name=cast.ANNA.name)
    Account.objects.create_user(cast.BILAL.email, name=cast.BILAL.name)
    Case.objects.filter(pk=case.pk).update(holder=anna.pk)
    case = take_over(case, by=clara, revision=case.revision)
    ask_applicant(case, text="Welche Farbe?", by=clara, revision=case.revision)
    mail = OutgoingMail.objects.get(template="case_query")
    assert (mail.reader, mail.holder, mail.about, mail.to, mail.kind) == (anna.pk, anna.pk, case.pk, "", "query")
    assert deliver(str(mail.pk))
    assert [message.to for message in django_mail.outbox] == [["anna.privat@example.org"]]


def test_the_html_says_its_language_shows_a_preview_and_has_a_button(case: Case, town: Municipality) -> None:
    mail = OutgoingMail(to=cast.ANNA.email, template="case_query", context={"number": case.number}, language="en")
    html = str(compose(mail, town, "<id@localhost>").alternatives[0][0])
    assert '<html lang="en">' in html
    assert re.search(r"mso-hide:all\">[^<]*has a question about your application", html)
    link = f"http://tangerhuette.localhost:8000/vorgang/?nr={case.number}"
    assert re.search(rf'<a href="{re.escape(link)}" style="display:inline-block[^>]*>Open case</a>', html)
