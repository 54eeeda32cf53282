"""Invented people with ordinary names, and what is said about their cases."""

from dataclasses import dataclass

_FIRST = (
    "Anke", "Bernd", "Carla", "Dirk", "Elif", "Frank", "Greta", "Hüseyin", "Ines", "Jürgen", "Katrin", "Lars",
    "Marlies", "Nico", "Olga", "Peter", "Ramona", "Sören", "Tanja", "Uwe", "Vera", "Wolfgang", "Yvonne", "Zoë",
)  # fmt: skip
_LAST = (
    "Ahlfeld", "Böttcher", "Çelik", "Dörfler", "Ebeling", "Fährmann", "Günther", "Hagen", "Iversen", "Jahnke",
    "Köppe", "Lüdecke", "Mahler", "Nowak", "Oelze", "Pieper", "Quast", "Röhl", "Sägert", "Thiele", "Uhlig",
)  # fmt: skip

QUERIES = (
    "Auf dem Nachweis fehlt die zweite Seite. Bitte laden Sie ihn noch einmal vollständig hoch.",
    "Ab welchem Tag soll es gelten? Das Datum im Antrag liegt vor dem Umzug.",
    "Stimmt die Hausnummer? Unter dieser Anschrift finden wir kein Gebäude.",
)
ANSWERS = ("Entschuldigung, das war ein Versehen. Richtig ist der 1. des Monats.", "Ja, es ist das Haus im Hof.")
NOTES = (
    "Am Telefon geklärt, Unterlagen folgen.",
    "Vermerk der Kasse liegt vor.",
    "Rücksprache mit der Leitung: passt.",
)
REASONS = (
    "Die Voraussetzungen wurden anhand der eingereichten Unterlagen geprüft. Das Ergebnis wurde mit Ihnen besprochen."
)


@dataclass(frozen=True)
class DemoApplicant:
    first: str
    last: str
    email: str


def applicant(number: int) -> DemoApplicant:
    """The same person for the same number, always."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[(number * 5) % len(_LAST)]
    return DemoApplicant(first, last, f"demo-{number + 1}@post.example")
