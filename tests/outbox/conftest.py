"""Fixtures for e-mails."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rathaus.outbox import handing_over
from tests.outbox import mail_servers

TEMPLATE = "Ihr Vorgang {{ number }} ist angekommen\n\nGuten Tag,\n\nSie sind <b>dran</b>:\n{{ base_url }}/vorgang/\n"


@pytest.fixture(autouse=True)
def _template(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "arrived.txt").write_text(TEMPLATE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


@pytest.fixture(autouse=True)
def _no_pause() -> Iterator[None]:
    """No server was silent just now."""
    handing_over._silent_until.clear()
    yield
    handing_over._silent_until.clear()


@pytest.fixture(params=[False, True], ids=["step by step", "pipelining"])
def use_server(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], None]:
    """Speak real SMTP to this port."""
    monkeypatch.setattr(mail_servers, "PIPELINING", [request.param])

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "rathaus.outbox.smtp.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1

    return use
