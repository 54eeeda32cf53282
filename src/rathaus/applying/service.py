"""The door of applying: what the faces may import."""

from .accountforms import AccountForm, FilledIn, read_form, show_form
from .application import Application, Face, reader_language
from .closing import place_to_resume
from .details import name_parts
from .discarding import answer_discard
from .keeping import Keepable, keep, keepable
from .prefill import begin_answers
from .sending import answer_sent, answer_summary, sending_key
from .steps import answer_step
from .things import KindName, thing_kinds
from .uploads import put
from .uses import detail_names, uses_of_details
from .visits import choose_time, offered_visit, wanted_visit

__all__ = [
    "AccountForm",
    "Application",
    "Face",
    "FilledIn",
    "Keepable",
    "KindName",
    "answer_discard",
    "answer_sent",
    "answer_step",
    "answer_summary",
    "begin_answers",
    "choose_time",
    "detail_names",
    "keep",
    "keepable",
    "name_parts",
    "offered_visit",
    "place_to_resume",
    "put",
    "read_form",
    "reader_language",
    "sending_key",
    "show_form",
    "thing_kinds",
    "uses_of_details",
    "wanted_visit",
]
