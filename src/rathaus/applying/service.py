"""The door of applying: what the faces may import."""

from .application import Application, Face, reader_language
from .closing import place_to_resume
from .discarding import answer_discard
from .prefill import begin_answers
from .sending import answer_sent, answer_summary, sending_key
from .steps import answer_step
from .uploads import put

__all__ = [
    "Application",
    "Face",
    "answer_discard",
    "answer_sent",
    "answer_step",
    "answer_summary",
    "begin_answers",
    "place_to_resume",
    "put",
    "reader_language",
    "sending_key",
]
