"""Virus scanners, one module each. The setting RATHAUS_SCANNER names the one in use; CLAMD_ADDRESS turns on clamd."""

from importlib import import_module
from typing import BinaryIO, Protocol

from django.conf import settings


class ScannerUnavailable(Exception):
    """The scanner gave no verdict. A file without a verdict is never taken."""


class Scanner(Protocol):
    """A module with this function is a scanner."""

    def scan(self, file: BinaryIO) -> str | None:
        """The name of what was found, None for a clean file. Raises `ScannerUnavailable`."""


def scan(file: BinaryIO) -> str | None:
    """Ask the scanner in use."""
    scanner: Scanner = import_module(f"{__name__}.{settings.RATHAUS_SCANNER}")
    return scanner.scan(file)
