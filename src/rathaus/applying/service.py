"""The door of applying: what the faces may import."""

from .application import Application, Face, reader_language
from .closing import place_to_resume
from .sending import answer_sent, answer_summary
from .steps import answer_step

__all__ = [
    "Application",
    "Face",
    "answer_sent",
    "answer_step",
    "answer_summary",
    "place_to_resume",
    "reader_language",
]
