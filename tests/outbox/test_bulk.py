"""One text to many: what goes over the line is what would have been built for each."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.outbox.returning import return_path
from rathaus.outbox.service import TOKEN, BulkText, MailLine
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA
from tests.outbox.mail_servers import mail_server

DOTS = "Punkte\n\n.\n\n.zwei\n\n{{ base_url }}/vorgang/\n"


@pytest.fixture
def text(town: Municipality, tmp_path: Path) -> BulkText:
    (tmp_path / "mail" / "dots.txt").write_text(DOTS)
    links = {"unsubscribe": f"/abo/{TOKEN}/abmelden/", "preferences": f"/abo/{TOKEN}/"}
    return BulkText("dots", {}, language="de", why="Sie haben „Freibad“ abonniert.", **links)


def read(raw: bytes) -> tuple[dict[str, str], list[str]]:
    message: Any = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    headers = {name: str(value) for name, value in message.items() if name not in ("Content-Type", "Date")}
    return headers, [part.get_content() for part in message.iter_parts()]


def test_a_form_that_is_filled_in_is_the_message_that_would_have_been_built(text: BulkText) -> None:
    message = text.message_to(ANNA.email, "geheim.123", "brief-1")
    filled, message.filled = message.filled, None
    assert filled is not None
    assert read(filled) == read(message.message().as_bytes(linesep="\r\n"))
    headers, (plain, html) = read(filled)
    assert (headers["To"], headers["Message-ID"]) == (ANNA.email, "<brief-1@localhost>")
    assert [what.count("/abo/geheim.123/") for what in (plain, html, headers["List-Unsubscribe"])] == [2, 2, 1]


@pytest.mark.parametrize("address", ["änne@example.org", "anna@xn--mller-kva.example", '"anna b"@example.org'])
def test_an_unusual_address_gets_the_same_text(text: BulkText, address: str) -> None:
    message = text.message_to(address, "geheim.123", "brief-1")
    assert (message.filled is None) == (address[0] in 'ä"')
    raw = message.message().as_bytes(linesep="\r\n")
    assert read(raw)[1] == read(text.message_to(ANNA.email, "geheim.123", "2").filled or b"")[1]


def test_lines_that_begin_with_a_dot_arrive(text: BulkText, use_server: Callable[[int], None]) -> None:
    with mail_server() as server:
        use_server(server.port)
        with MailLine() as line:
            for number in range(3):
                line.hand_over(text.message_to(ANNA.email, "geheim.123", number), waiting_since=clock.now())
        assert (server.connections, server.recipients) == (1, [ANNA.email] * 3)
        plain = read(server.kept[2])[1][0]
    assert plain.splitlines()[:3] == [".", "", ".zwei"]


def test_each_has_a_return_path_of_its_own_and_readers_see_the_sender(
    text: BulkText, use_server: Callable[[int], None], settings: Any, town: Municipality
) -> None:
    settings.RATHAUS_BOUNCES = "rueck@post.example.org"
    letters = {uuid7(): address for address in (ANNA.email, '"anna.b"@example.org')}
    with mail_server() as server:
        use_server(server.port)
        with MailLine() as line:
            for pk, address in letters.items():
                line.hand_over(text.message_to(address, "geheim.123", pk, returns=pk), waiting_since=clock.now())
        assert server.senders == [return_path(town.pk, pk) for pk in letters]
        assert {read(raw)[0]["From"] for raw in server.kept} == {"Stadt Tangerhütte <rathaus@localhost>"}
    assert max(len(sender.partition("@")[0]) for sender in server.senders) <= 64  # RFC 5321, section 4.5.3.1.1
