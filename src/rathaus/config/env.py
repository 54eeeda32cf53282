"""Typed reading of the environment; a wrong value stops the start with one sentence."""

import os
from typing import NoReturn
from urllib.parse import urlsplit


class WrongEnvironment(SystemExit):
    """Ends the process with the sentence as its message."""


def refuse(name: str, why: str) -> NoReturn:
    raise WrongEnvironment(f"rathaus: {name} {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        refuse(name, f"must be a whole number, not “{value}”.")
    return int(value)


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if value in {"", "0", "1", "true", "false", "yes", "no"}:
        return default if not value else value in {"1", "true", "yes"}
    refuse(name, f"must be 1 or 0, not “{value}”.")


_LEVELS = {"none", "basic", "substantial", "high"}


def levels(name: str) -> dict[str, str]:
    """A provider's words for how sure it is, with our trust levels: `word=basic,other word=high`."""
    pairs = [pair.rpartition("=") for pair in words(name)]
    for word, _, level in pairs:
        if not word or level not in _LEVELS:
            refuse(name, "must read like “word=substantial,other=high”, with none, basic, substantial or high.")
    return {word: level for word, _, level in pairs}


def provider(name: str) -> str:
    """The address of an identity provider: https, or this machine."""
    value = text(name)
    host = urlsplit(value).hostname
    if value and not (host and (value.startswith("https://") or host in {"localhost", "127.0.0.1"})):
        refuse(name, "must be an https address.")
    return value


def words(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]
