"""A real Chromium for the journeys, with axe looking at every page they visit."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .firefox import firefox

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 60_000.0
"""Milliseconds after which a page has failed. It finds what never comes; how fast a page is, `bench/` measures."""
expect.set_options(timeout=PATIENCE / 2)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not chromium():
        terminalreporter.write_line(
            "!!! THE BROWSER JOURNEYS WERE SKIPPED: there is no Chromium (on Debian: apt install chromium) !!!",
            red=True,
        )
    elif not firefox():
        terminalreporter.write_line(
            "!!! THE JOURNEYS WITH PUSH WERE SKIPPED: there is no Firefox (on Debian: apt install firefox-esr) !!!",
            red=True,
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path:
        pytest.skip("no Chromium on this machine; on Debian: apt install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; our ORM calls are sync
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, one person's browser each: `open_context(viewport=DESKTOP)`."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        options = {"locale": "de-DE", "timezone_id": "Europe/Berlin", "viewport": PHONE, **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Fails on any axe violation (WCAG 2.2 AA and best practices) and on sideways scrolling."""

    def check(page: Page) -> None:
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{v['id']}: {v['help']}\n" + "\n".join(f"    {n['html'][:200]}" for n in v["nodes"][:3])
            for v in found["violations"]
        ]
        assert not problems, f"{page.url}\n" + "\n".join(problems)

    return check
