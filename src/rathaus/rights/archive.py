"""The archive as it is written: files go in one by one, the list of them into a file of its own beside it."""

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, BinaryIO, Self
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rathaus.accounts.service import Attached
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.files.service import clean_name

FOLDER = "dateien"
DATA = "daten.json"
_BLOCK = 1 << 16


class Archive:
    """Writes a ZIP into `target`. Memory holds one item at a time; the names that are taken are all that grows."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self._taken: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._zip.close()

    def add_file(self, folders: tuple[str, ...], file: Attached) -> dict[str, Any]:
        """Put a file in, below FOLDER; returns what daten.json says of it.

        No part of the path keeps a separator, is empty or begins with a dot, whatever anybody called the file: it
        can't leave the folder that it is unpacked into. Bytes that the disk lost are said to be missing.
        """
        about: dict[str, Any] = {"name": file.name, **file.about}
        try:
            source = file.opened()
        except FileNotFoundError:
            return {**about, "path": None, "missing": True}
        path = self._free("/".join([FOLDER, *(_part(folder) for folder in folders), _part(file.name)]))
        with source, self._zip.open(_entry(path), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, _BLOCK)
        return {**about, "path": path}

    def add_bytes(self, path: str, content: bytes) -> None:
        self._zip.writestr(_entry(path), content)

    def add_stream(self, path: str, source: BinaryIO) -> None:
        with self._zip.open(_entry(path), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, _BLOCK)

    def _free(self, path: str) -> str:
        """The path, or the next with a number: some file systems don't tell upper from lower case."""
        stem, dot, ending = path.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = path, ""
        found, number = path, 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{stem} ({number}){dot if ending else ''}{ending}"
        self._taken.add(found.casefold())
        return found


class DataFile:
    """daten.json while it grows: {"format", "version", "made_at", "account": {…}, "municipalities": [{…}, …]}."""

    def __init__(self, target: BinaryIO) -> None:
        self.bytes = target
        self._write(f'{{"format": "rathaus-auskunft", "version": 1, "made_at": {_json(clock.now())}, "account": {{')
        self._lists = 0
        self._places = 0

    def begin_municipalities(self) -> None:
        self._write('}, "municipalities": [')

    def begin_municipality(self, key: str, name: str) -> None:
        self._write(f'{", " if self._places else ""}{{"key": {_json(key)}, "name": {_json(name)}')
        self._places += 1
        self._lists = 1

    def end_municipality(self) -> None:
        self._write("}")

    def begin_list(self, key: str) -> None:
        self._write(f"{', ' if self._lists else ''}{_json(key)}: [")
        self._lists += 1
        self._items = 0

    def add(self, item: Mapping[str, Any]) -> None:
        self._write(("," if self._items else "") + "\n" + _json(item))
        self._items += 1

    def end_list(self) -> None:
        self._write("]")

    def finish(self) -> BinaryIO:
        self._write("]}\n")
        self.bytes.seek(0)
        return self.bytes

    def _write(self, text: str) -> None:
        self.bytes.write(text.encode())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """Times with their offset in German time, days as days, money as decimal text."""
    if isinstance(value, datetime):
        return value.astimezone(BERLIN).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in {DATA}")


def _part(name: str) -> str:
    return clean_name(name, ()).lstrip(". ") or "datei"


def _entry(path: str) -> ZipInfo:
    made = clock.now().astimezone(BERLIN)
    entry = ZipInfo(path, made.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
