"""E-mails say whose turn it is, link once, and tell nothing."""

import re

import pytest

from rathaus.cases.service import Case
from rathaus.outbox.actions import compose
from rathaus.outbox.models import OutgoingMail
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
