"""Texts as cells of a CSV file.

Table programs run a cell that begins like a formula, `=HYPERLINK(…)`, with the rights of whoever opens the file. An
apostrophe before it makes it a text there, as OWASP advises; reading takes it away again.
"""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def as_cell(text: str) -> str:
    return _MARK + text if text.lstrip(" \n").startswith(_FORMULA) else text


def from_cell(cell: str) -> str:
    """What `as_cell` was given, and any other cell as it is."""
    bare = cell.removeprefix(_MARK)
    return bare if as_cell(bare) == cell else cell
