"""No file is taken without a verdict of the virus scanner."""

import socket
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from rathaus.files.scanners import ScannerUnavailable, clamd, demo
from rathaus.files.service import Refused, StoredFile, store_upload
from rathaus.tenancy.service import Municipality
from tests.files.conftest import pdf, picture, upload
from tests.files.fake_clamd import running

LATER = "Die Virenprüfung antwortet gerade nicht. Versuchen Sie es in einigen Minuten noch einmal."


def use_clamd(settings: Any, address: str) -> None:
    settings.RATHAUS_SCANNER, settings.CLAMD_ADDRESS = "clamd", address


@pytest.mark.parametrize("before", [0, 100, (1 << 20) - 30, 1 << 20])
def test_the_demo_scanner_finds_the_eicar_string_anywhere(before: int) -> None:
    assert demo.scan(BytesIO(bytes(before) + demo.EICAR + b"rest")) == "Eicar-Test-Signature"
    assert demo.scan(BytesIO(bytes(before) + demo.EICAR[:-1])) is None


def test_the_eicar_file_is_refused_and_gone(town: Municipality, folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        store_upload(upload(demo.EICAR, "eicar.com"))
    assert refused.value.message == "In „eicar.com“ wurde Schadsoftware gefunden. Die Datei wurde gelöscht."
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert StoredFile.objects.count() == 0


def test_clamd_gets_every_byte_over_tcp_and_over_a_unix_socket(town: Municipality, settings: Any) -> None:
    data = picture(size=(400, 400))
    with tempfile.TemporaryDirectory() as short:  # a unix socket's path may have 107 characters
        for path in (None, Path(short) / "clamd.ctl"):
            with running(path) as (daemon, address):
                use_clamd(settings, address)
                assert store_upload(upload(data)).size == len(data)
                assert daemon.received == [data]


def test_what_clamd_finds_is_refused(town: Municipality, settings: Any) -> None:
    with running() as (_, address):
        use_clamd(settings, address)
        with pytest.raises(Refused, match="Schadsoftware"):
            store_upload(upload(pdf() + b"SCHLECHT"))
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("trouble", ["nobody", "no socket", "silent", "limit"])
def test_without_a_verdict_nothing_is_taken(
    town: Municipality, settings: Any, monkeypatch: pytest.MonkeyPatch, trouble: str, folder: Path
) -> None:
    monkeypatch.setattr(clamd, "SECONDS", 0.3)
    with running(silent=trouble == "silent", limit=100 if trouble == "limit" else 1 << 30) as (_, address):
        closed = socket.create_server(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{closed.getsockname()[1]}"
        closed.close()
        use_clamd(settings, {"nobody": nobody, "no socket": "/nowhere/clamd.ctl"}.get(trouble, address))
        with pytest.raises(Refused) as refused:
            store_upload(upload(pdf()))
    assert refused.value.message == LATER
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_stream_longer_than_clamd_allows_has_no_verdict(settings: Any) -> None:
    with running(limit=1000) as (_, address):
        use_clamd(settings, address)
        with pytest.raises(ScannerUnavailable):
            clamd.scan(BytesIO(bytes(5_000_000)))


@pytest.mark.parametrize("answer", ["", "stream: OKAY", "OK", "ERROR", "stream: x FOUND y"])
def test_an_answer_that_is_no_verdict_is_none(answer: str) -> None:
    with pytest.raises(ScannerUnavailable):
        clamd._verdict(answer)
