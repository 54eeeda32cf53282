"""Security headers on every answer, and cookies that stay where they belong."""

import subprocess
import sys

import pytest
from django.test import Client

from rathaus.config.headers import CONTENT_SECURITY_POLICY
from tests.cluster import environment
from tests.live import Installation

ADDRESSES = ["/", "/leistungen/hund-anmelden/", "/gibt-es-nicht/", "/amt/", "/anmelden/", "/-/health", "/vorgang/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_security_headers(portal: Client, address: str) -> None:
    headers = portal.get(address).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; ")


@pytest.mark.parametrize("address", ["/", "/leistungen/hund-anmelden/", "/suche/?q=hund", "/vorgang/", "/anmelden/"])
def test_no_page_holds_an_inline_style_or_script(portal: Client, address: str) -> None:
    page = portal.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert [part for part in page.split("<script")[1:] if "src=" not in part.partition(">")[0]] == []


def test_static_files_and_unknown_hosts_carry_them_too(live: Installation) -> None:
    with live.client() as client:
        for address, host in (("/static/nothing.css", "tangerhuette.localhost"), ("/", "nirgendwo.localhost")):
            answer = client.get(address, headers={"Host": f"{host}:{live.port}"})
            assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (404, "nosniff")


def test_with_https_all_cookies_are_secure_and_bound_to_their_host() -> None:
    ask = """
from rathaus.config import settings as s
names = ("SESSION", "CSRF", "LANGUAGE")
print([(getattr(s, f"{n}_COOKIE_NAME")[:7], getattr(s, f"{n}_COOKIE_SECURE")) for n in names], s.SECURE_HSTS_SECONDS)
"""
    told = run_python(ask, RATHAUS_HTTPS="1", RATHAUS_SECRET_KEY="x" * 50)
    assert told.stdout == f"{[('__Host-', True)] * 3} 31536000\n"


@pytest.mark.parametrize("settings", [{"RATHAUS_HTTPS": "1"}, {"RATHAUS_DOMAIN": "rathaus.example"}])
def test_outside_of_ones_own_machine_nothing_starts_without_a_secret_key(settings: dict[str, str]) -> None:
    told = run_python("from rathaus.config import settings", **settings)
    assert (told.returncode, told.stderr) == (
        1,
        "rathaus: RATHAUS_SECRET_KEY is missing; make one once, keep it, and give it to all processes.\n",
    )


def run_python(code: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    env = environment("unused", **settings)
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
