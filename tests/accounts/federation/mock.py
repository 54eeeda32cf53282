"""oidc-provider-mock as a process of its own: a provider that we did not write, at the other end of real HTTP."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from tests.live import free_port

_PATIENCE = 30.0


@contextmanager
def mock_provider(**claims: Any) -> Iterator[str]:
    """Its issuer, while it runs; one person is known there, by the claims."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-H", "127.0.0.1", "--require-nonce"]
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(claims)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        issuer = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(issuer)
        yield issuer
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_answers(issuer: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.05)
    raise AssertionError("the provider did not start")
