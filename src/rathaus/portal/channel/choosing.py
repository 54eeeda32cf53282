"""Topics and places, as the page asks for them: some topics, and for those that have places, some places or all."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from rathaus.channel.service import RHYTHM, Choice, Rhythm, Topic, places, topics

_MOST = 500


@dataclass(frozen=True)
class Chosen:
    topics: frozenset[str]
    places: frozenset[str]

    @property
    def choices(self) -> list[Choice]:
        by_place = {topic.key for topic in topics() if topic.by_place}
        somewhere = sorted(self.places) or [""]
        return [
            Choice(topic, place)
            for topic in sorted(self.topics)
            for place in (somewhere if topic in by_place else [""])
        ]


def read_chosen(given: QueryDict) -> Chosen:
    return Chosen(frozenset(given.getlist("thema")[:_MOST]), frozenset(p for p in given.getlist("ort")[:_MOST] if p))


def read_rhythm(given: QueryDict) -> Rhythm:
    typed = given.get("rhythmus", "")
    return Rhythm(typed) if typed in Rhythm.values else Rhythm.AT_ONCE


def chosen_of(choices: list[Choice]) -> Chosen:
    return Chosen(frozenset(c.topic for c in choices), frozenset(c.place for c in choices if c.place))


def in_words(choices: list[Choice]) -> list[str]:
    """A line for each topic, with its places."""
    by_topic: dict[str, list[str]] = {}
    for choice in choices:
        by_topic.setdefault(choice.topic, []).append(choice.place)
    named = [(topic.local_name, by_topic[topic.key]) for topic in topics() if topic.key in by_topic]
    return [f"{name}: {', '.join(where)}" if all(where) else name for name, where in named]


def form_context(chosen: Chosen, rhythm: str = Rhythm.AT_ONCE) -> dict[str, Any]:
    """The tree with what is chosen, and how often it comes; headings of one topic are left out."""
    rows = topics()
    groups: list[tuple[Topic, list[tuple[Topic, bool]]]] = []
    for topic in (row for row in rows if row.parent_id is None):
        below = [row for row in rows if row.parent_id == topic.pk] or [topic]
        groups.append((topic, [(leaf, leaf.key in chosen.topics) for leaf in below]))
    named = [(place, place in chosen.places) for place in places()]
    rhythms = [(key, name, key == rhythm) for key, name in RHYTHM.items()]
    return {"groups": groups, "places": named, "n_places": len(chosen.places), "rhythms": rhythms}
