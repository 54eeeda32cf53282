"""Anna takes her data along and deletes her account: real pages, a real worker."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.cluster import environment
from tests.live import Installation


def look(page: Page, name: str, check_page: Callable[[Page], None]) -> None:
    """Check the page on three screens; keep pictures where SCREENSHOTS names a folder."""
    for width, size in ((1280, DESKTOP), (390, PHONE), (320, SMALL_PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        check_page(page)
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_she_takes_her_data_along_sees_who_looked_and_deletes_her_account(
    live: Installation,
    open_context: Callable[..., BrowserContext],
    check_page: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    more = {"RATHAUS_FILES": str(live.folder / "files")}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.rights_data"],
        env=environment(live.database, **more),
        check=True,
        capture_output=True,
        text=True,
    )
    context = open_context()
    context.add_cookies([{"name": "sitzung", "value": made.stdout.strip(), "url": live.url()}])
    page = context.new_page()
    page.goto(f"{live.url()}/konto/daten/")
    page.get_by_role("button", name="Meine Daten zusammenstellen").click()
    live.wait_for(lambda: live.query("select 1 from rights_exportrequest where finished_at is not null"), "the ZIP")
    page.goto(f"{live.url()}/konto/daten/")
    look(page, "daten", check_page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Herunterladen").click()
    path = tmp_path / "daten.zip"
    download.value.save_as(path)
    with ZipFile(path) as archive:
        assert {"daten.json", "uebersicht.pdf"} <= set(archive.namelist())
        if folder := os.environ.get("SCREENSHOTS"):
            archive.extract("uebersicht.pdf", folder)
    for where, name in (("daten/einsicht/", "einsicht"), ("daten/berichtigen/", "berichtigen")):
        page.goto(f"{live.url()}/konto/{where}")
        look(page, name, check_page)
    page.goto(f"{live.url()}/konto/loeschen/")
    look(page, "loeschen", check_page)
    page.get_by_role("link", name="Weiter zum Löschen").click()
    look(page, "bestaetigen", check_page)
    page.get_by_role("button", name="Ja, Konto endgültig löschen").click()
    page.wait_for_url("**/konto/geloescht/")
    look(page, "geloescht", check_page)
    everywhere = live.query("select count(*) from tenancy_municipality")
    live.wait_for(
        lambda: live.query("select jsonb_array_length(done) from rights_erasure") == everywhere, "the erasure"
    )
    live.wait_for(lambda: [m for m in live.mails() if "gelöscht" in str(m["subject"])], "the e-mail")
    assert live.query("select count(*) from cases_case where holder is not null") == [(0,)]
