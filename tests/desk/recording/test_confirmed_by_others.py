"""What others must confirm, recorded at the counter: who gets a link is said before, and nothing has come in yet."""

import pytest
from django.test import Client

from rathaus.cases.models import Draft
from rathaus.cases.service import Case
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.cases import factories
from tests.cases.joint import PLOT, joint_draft
from tests.notices.reading import words
from tests.walk import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary(clara: Client) -> str:
    """Anna's purchase with Bilal and Vera, as Clara wrote it down at the counter."""
    draft = joint_draft()
    Draft.objects.filter(pk=draft.pk).update(channel="counter", staff=factories.staff(cast.CLARA))
    return f"/amt/aufnehmen/{PLOT}/{draft.pk}/pruefen-und-absenden/"


def test_the_summary_names_who_will_get_a_link(clara: Client, summary: str) -> None:
    page = clara.get(summary).content.decode()
    told = page.partition("Diese Personen müssen noch zustimmen")[2]
    for person in (cast.BILAL, cast.VERA):
        assert f"{person.name}, {person.email}" in told
    assert cast.ANNA.email not in told
    assert "Erst wenn alle zugestimmt haben, bearbeiten wir den Antrag." in told


def test_until_they_confirm_there_is_a_copy_to_hand_over_that_claims_no_receipt(clara: Client, summary: str) -> None:
    receipt = clara.post(summary, {"kein_anspruch": "ja", "richtigkeit": "ja", "_key": "x"}).headers["Location"]
    page = visible_text(clara.get(receipt).content.decode())
    assert "Der Antrag wartet auf die Bestätigung der anderen" in page
    assert "Zum Vorgang" not in page
    copy = clara.get(receipt.replace("eingangs-beleg/", "eingangsbestaetigung.pdf"))
    assert "Empfangsbestätigung" not in words(copy.content)
    assert clara.get(f"/amt/vorgaenge/{Case.objects.get().number}/").status_code == 404
    asked = OutgoingMail.objects.filter(template="case_confirm").values_list("to", flat=True)
    assert set(asked) == {cast.BILAL.email, cast.VERA.email}
