"""The main job, end to end: a citizen registers a dog on the phone, a clerk asks and decides, the notice comes back.

Once as most people do it, once with JavaScript off on both sides.
"""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_citizen import fill_up_to_the_summary, find_the_dog, pdf_behind, send
from tests.browser.test_clerk import sign_in, town_hall  # noqa: F401 -- the fixture
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_dog_is_registered_asked_about_and_decided(
    town_hall: Installation,  # noqa: F811 -- the fixture
    open_context: Open,
    check_page: Check,
    script: bool,
) -> None:
    def look(page: Page) -> None:
        if script:  # axe itself is a script
            check_page(page)

    citizen = open_context(viewport=PHONE, java_script_enabled=script).new_page()
    find_the_dog(citizen, town_hall)
    fill_up_to_the_summary(citizen)
    citizen.get_by_label("Den Steuerbescheid elektronisch bekommen").check()
    look(citizen)
    number, link = send(citizen)
    look(citizen)

    clerk = open_context(viewport=DESKTOP, java_script_enabled=script).new_page()
    sign_in(clerk, town_hall.url(), cast.CLARA if script else cast.LEO)
    ask(clerk, number)

    code = link.partition("#")[2]
    if script:
        citizen.goto(link)
    else:
        citizen.goto(town_hall.url() + "/vorgang/")
        citizen.get_by_label("Vorgangsnummer").fill(number)
        citizen.get_by_label("Zugangscode").fill(code)
    if citizen.get_by_role("button", name="Vorgang öffnen").count():
        citizen.get_by_role("button", name="Vorgang öffnen").click()
    look(citizen)
    citizen.get_by_role("link", name="Frage beantworten").click()
    citizen.get_by_label("Ihre Antwort").fill("Ja, seit dem Frühjahr.")
    look(citizen)
    citizen.get_by_role("button", name="Antwort absenden").click()
    look(citizen)

    clerk.goto(f"{town_hall.url()}/amt/vorgaenge/{number}/")
    expect(clerk.get_by_text("Ja, seit dem Frühjahr.").first).to_be_visible()
    look(clerk)
    clerk.get_by_label("Anmeldung bestätigen").check()
    clerk.get_by_label("Begründung").fill("Ihre Angaben waren vollständig.")
    clerk.get_by_role("button", name="Bescheid ansehen").click()
    expect(clerk.get_by_role("heading", name="Vorschau des Bescheids")).to_be_visible()
    clerk.get_by_role("button", name="Bescheid erlassen").click()
    town_hall.wait_for(lambda: "notification" in delivered(town_hall, number), "the notice and its e-mail")

    citizen.goto(f"{town_hall.url()}/vorgang/{number}/")
    look(citizen)
    notice = pdf_behind(citizen, "Bescheid öffnen (PDF)", role="button")
    assert_is_the_notice(notice, number)
    assert delivered(town_hall, number) == ["notification", "provision", "retrieval"]
    citizen.get_by_role("link", name="Zustellung und Widerspruch").click()
    expect(citizen.get_by_text(re.compile("Gilt als bekannt gegeben am .*§ 122a Abs. 4 AO"))).to_be_visible()
    look(citizen)
    assert_mails_tell_nothing(town_hall, number)
    assert town_hall.query("select status from cases_case where number = %s", number) == [("COMPLETED",)]


def ask(clerk: Page, number: str) -> None:
    clerk.get_by_role("link", name=re.compile(number)).first.click()
    clerk.get_by_role("button", name="Übernehmen").click()
    clerk.get_by_text("Rückfrage stellen").click()
    clerk.get_by_label("Ihre Frage an die antragstellende Person").fill("Ist Bello kastriert?")
    clerk.get_by_role("button", name="Rückfrage senden").click()
    expect(clerk.get_by_text("Wartet auf Antwort bis")).to_be_visible()


def assert_mails_tell_nothing(town_hall: Installation, number: str) -> None:  # noqa: F811 -- the fixture's value
    """Three for the applicant (arrived, a question, decided), with nothing personal in them."""
    mine = [mail for mail in town_hall.mails() if number in str(mail["Subject"]) and "anna@" in str(mail["To"])]
    assert len(mine) == 3
    for mail in mine:
        for private in ("Bello", "Anna", "kastriert"):
            assert private not in mail.as_string()


def delivered(town_hall: Installation, number: str) -> list[str]:  # noqa: F811 -- the fixture's value
    """What the delivery log says of the notice, without repeats; empty before it is issued."""
    rows = town_hall.query(
        "select distinct d.kind from cases_deliveryevent d join cases_case c on c.id = d.case_id where c.number = %s",
        number,
    )
    return sorted(str(kind) for (kind,) in rows)


def assert_is_the_notice(data: bytes, number: str) -> None:
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for part in (number, "Anna Beispiel", "Bello", "Ihre Angaben waren vollständig."):
        assert part in re.sub(r"\s+", " ", text)
