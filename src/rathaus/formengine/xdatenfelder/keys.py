"""Keys from names: readable, lower case, unique among their neighbours, the same at every import."""

import re

from rathaus.core.text import fold
from rathaus.formengine.compiling import RESERVED

_LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")


def key_of(name: str, taken: set[str], *, fallback: str = "feld") -> str:
    """A key for `name` that isn't in `taken`, and puts it there: "Straße (alt)" → strasse_alt, strasse_alt_2 …"""
    base = _OTHER.sub("_", fold(name)).strip("_")
    if not base or not base[0].isalpha():
        base = f"{fallback}_{base}".strip("_")
    base = _shortened(base)
    key, number = base, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{base}_{number}"
    taken.add(key)
    return key


def _shortened(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    cut = key[: _LONGEST + 1].rpartition("_")[0]
    return cut or key[:_LONGEST]
