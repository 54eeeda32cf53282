"""The history of a case as the desk reads it: each event with what was written for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from rathaus.cases.service import Case, CasePage, TimelineEvent


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event with the text that belongs to it."""

    event: TimelineEvent
    text: str = ""

    @property
    def is_internal(self) -> bool:
        return self.event.kind == "note"


def tell_story(page: CasePage) -> list[Chapter]:
    """Newest first. Needs no query: all is on the page already. Questions and answers stand in the conversation."""
    texts = {note.revision: note.text for note in page.notes}
    if page.decision is not None:
        texts[page.decision.revision] = page.decision.reasons
    return [Chapter(event, texts.get(event.revision, "")) for event in page.timeline]


def since(case: Case, revision: int) -> Iterable[TimelineEvent]:
    """What happened after somebody saw the case at `revision`, oldest first."""
    later = TimelineEvent.objects.filter(case=case, revision__gt=revision)
    return list(later.select_related("staff__account").order_by("revision"))
