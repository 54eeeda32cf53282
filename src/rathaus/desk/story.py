"""The history of a case as the desk reads it: each event with what was written and handed in then."""

from collections.abc import Iterable
from dataclasses import dataclass

from rathaus.cases.service import Case, CaseFile, CasePage, TimelineEvent


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event with the text and the files that belong to it."""

    event: TimelineEvent
    text: str = ""
    files: tuple[CaseFile, ...] = ()

    @property
    def is_internal(self) -> bool:
        return self.event.kind == "note"


def tell_story(page: CasePage) -> list[Chapter]:
    """Newest first. Needs no query: all is on the page already."""
    texts = {note.revision: note.text for note in page.notes}
    files: dict[int, tuple[CaseFile, ...]] = {}
    for question in page.questions:
        texts[question.query.revision] = question.query.text
        if question.answer is not None:
            texts[question.answer.revision] = question.answer.text
            files[question.answer.revision] = question.files
    if page.decision is not None:
        texts[page.decision.revision] = page.decision.reasons
    return [Chapter(e, texts.get(e.revision, ""), files.get(e.revision, ())) for e in page.timeline]


def since(case: Case, revision: int) -> Iterable[TimelineEvent]:
    """What happened after somebody saw the case at `revision`, oldest first."""
    later = TimelineEvent.objects.filter(case=case, revision__gt=revision)
    return list(later.select_related("staff__account").order_by("revision"))
