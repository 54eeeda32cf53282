"""The conversation about a case as one thread: questions, answers and messages in the order of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rathaus.files.service import StoredFile
from rathaus.postbox.service import Said

if TYPE_CHECKING:
    from .pages import Question


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one side said. `kind`: "query", "answer" or "message", which tells where its files are fetched.

    `who` is for the desk: the clerk's name, or of who wrote signed in; empty for who came with the code.
    """

    kind: str
    at: datetime
    is_ours: bool
    text: str
    files: tuple[StoredFile, ...] = ()
    who: str = ""
    read_at: datetime | None = None
    read_by: str = ""


def in_order(questions: "Iterable[Question]", said: Iterable[Said]) -> tuple[Utterance, ...]:
    """Oldest first."""
    return tuple(sorted([*_formal(questions), *_messages(said)], key=lambda one: one.at))


def _formal(questions: "Iterable[Question]") -> Iterator[Utterance]:
    for question in questions:
        query, answer = question.query, question.answer
        yield Utterance("query", query.at, is_ours=True, text=query.text, who=str(query.by))
        if answer is not None:
            files = tuple(item.file for item in question.files)
            yield Utterance("answer", answer.at, is_ours=False, text=answer.text, files=files)


def _messages(said: Iterable[Said]) -> Iterator[Utterance]:
    for one in said:
        message = one.message
        yield Utterance(
            "message",
            message.at,
            is_ours=one.is_ours,
            text=message.text,
            files=one.files,
            who=str(message.staff or message.account or ""),
            read_at=one.read_at,
            read_by=one.read_by,
        )
