"""What is wrong with a definition, and where."""

from dataclasses import dataclass

Loc = tuple[str | int, ...]
"""The way to a place in a definition: ("form", "pages", 0, "fields", 2, "visible")."""

Finding = tuple[Loc, str]
"""What a check has found: where, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a definition. `file` is relative to the definitions folder; `line` counts from 1.

    `place` is the way through the definition, for those who have no files: "form.pages.0.fields.2.visible".
    """

    file: str
    line: int
    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DefinitionsInvalid(Exception):  # reads as what it says where it is caught
    """Nothing was loaded: a catalogue is whole or it isn't used at all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
