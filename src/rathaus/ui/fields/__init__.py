"""Draws the fields of a form. Duck-typed on the form engine's FieldState, which this app must not import.

Python functions instead of one template per kind: a page of eight fields takes well under a millisecond. Every value
goes through `format_html`, so what somebody typed is never markup.
"""

from . import choices, compound, files, inputs, visits
from .drawing import draw, draw_all
from .files import file_size
from .parts import EMPTY, attributes, dom_id

__all__ = [
    "EMPTY",
    "attributes",
    "choices",
    "compound",
    "dom_id",
    "draw",
    "draw_all",
    "file_size",
    "files",
    "inputs",
    "visits",
]
