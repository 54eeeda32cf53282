"""A notice by post: the clerk prints and posts it, both sides read the dates, the citizen objects."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_citizen import fill_up_to_the_summary, find_the_dog, go_on, pdf_behind, send
from tests.browser.test_clerk import sign_in, town_hall  # noqa: F401 -- the fixture
from tests.browser.test_main_job import delivered
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


def decide_at_the_desk(clerk: Page, case: str) -> None:
    clerk.goto(case)
    clerk.get_by_role("button", name="Übernehmen").click()
    clerk.get_by_label("Anmeldung bestätigen").check()
    clerk.get_by_role("button", name="Bescheid ansehen").click()
    clerk.get_by_role("button", name="Bescheid erlassen").click()


def post_the_letter(clerk: Page, number: str, check_page: Check) -> None:
    clerk.get_by_role("link", name="Postversand").click()
    check_page(clerk)
    expect(clerk.get_by_role("link", name=number)).to_be_visible()
    letters = pdf_behind(clerk, "Ausgewählte drucken (PDF)", role="button")
    with pikepdf.open(BytesIO(letters)) as pdf:
        assert len(pdf.pages) % 2 == 0
    clerk.get_by_role("button", name="Ist verschickt").click()
    expect(clerk.get_by_text("Nichts zu verschicken")).to_be_visible()
    check_page(clerk)


def object_to_it(citizen: Page, number: str, check_page: Check) -> str:
    """The number of the objection."""
    citizen.get_by_role("link", name="Widerspruch einlegen").click()
    check_page(citizen)
    citizen.get_by_role("button", name="Weiter zum Widerspruch").click()
    expect(citizen.get_by_label("Vorgangsnummer des Bescheids")).to_have_value(number)
    check_page(citizen)
    citizen.get_by_label("Warum sind Sie nicht einverstanden?").fill("Bello ist ein Assistenzhund.")
    go_on(citizen)
    go_on(citizen)
    check_page(citizen)
    citizen.get_by_role("button", name="Antrag absenden").click()
    check_page(citizen)
    return citizen.locator("#nummer").inner_text()


def test_a_notice_goes_by_post_and_is_objected_to(
    town_hall: Installation,  # noqa: F811 -- the fixture
    open_context: Open,
    check_page: Check,
) -> None:
    citizen = open_context(viewport=PHONE, accept_downloads=True).new_page()
    find_the_dog(citizen, town_hall)
    fill_up_to_the_summary(citizen)
    expect(citizen.get_by_label("Den Steuerbescheid elektronisch bekommen")).not_to_be_checked()
    check_page(citizen)
    number, _ = send(citizen)

    clerk = open_context(viewport=DESKTOP, accept_downloads=True).new_page()
    sign_in(clerk, town_hall.url(), cast.CLARA)
    case = f"{town_hall.url()}/amt/vorgaenge/{number}/"
    decide_at_the_desk(clerk, case)
    town_hall.wait_for(lambda: "notification" in delivered(town_hall, number), "the notice and its e-mail")

    citizen.goto(f"{town_hall.url()}/vorgang/{number}/")
    check_page(citizen)
    expect(citizen.get_by_text("Sie bekommen ihn auch per Post.")).to_be_visible()

    clerk.goto(case)
    check_page(clerk)
    post_the_letter(clerk, number, check_page)
    clerk.goto(case)
    expect(clerk.get_by_text(re.compile("Gilt als bekannt gegeben am .*§ 122 Abs. 2 AO"))).to_be_visible()
    check_page(clerk)

    citizen.goto(f"{town_hall.url()}/vorgang/{number}/")
    citizen.get_by_role("link", name="Zustellung und Widerspruch").click()
    expect(citizen.get_by_text(re.compile("Widerspruch möglich bis"))).to_be_visible()
    check_page(citizen)
    objection = object_to_it(citizen, number, check_page)

    clerk.goto(case)
    clerk.get_by_role("link", name=objection).first.click()
    expect(clerk.get_by_text(re.compile("Widerspruch zu"))).to_be_visible()
    check_page(clerk)
