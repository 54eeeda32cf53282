"""Speaking with a provider over HTTP: briefly, and never further than the address says."""

import json
import time
from typing import Any

import requests

from .claims import ProviderDown, Refused

_TIMEOUT = (3.05, 5)  # seconds to connect, and between two pieces of the answer
_PATIENCE = 8  # seconds for all of it
_MOST_BYTES = 500_000
_SERVER_ERROR = 500


def fetch_json(method: str, url: str, **more: Any) -> dict[str, Any]:
    """The JSON object at an address. Redirects are not followed.

    Raises ProviderDown where nothing useful answers, Refused where the provider says no.
    """
    try:
        with requests.request(method, url, timeout=_TIMEOUT, allow_redirects=False, stream=True, **more) as response:
            body = _read(response)
            status = response.status_code
    except requests.RequestException as error:
        raise ProviderDown("no answer") from error
    if status >= _SERVER_ERROR:
        raise ProviderDown("server error")
    if status != requests.codes.ok:
        raise Refused("provider said no")
    return _parse(body)


def _read(response: requests.Response) -> bytes:
    until, body = time.monotonic() + _PATIENCE, b""
    for piece in response.iter_content(16_384):
        body += piece
        if len(body) > _MOST_BYTES or time.monotonic() > until:
            raise ProviderDown("endless answer")
    return body


def _parse(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ProviderDown("no JSON") from error
    if not isinstance(found, dict):
        raise ProviderDown("no JSON object")
    return found
