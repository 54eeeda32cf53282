"""Typed reading of the environment; a wrong value stops the start with one sentence."""

import os
from typing import NoReturn


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


def words(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]
