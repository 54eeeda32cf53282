"""Small definitions that a test may spoil."""

from dataclasses import dataclass
from pathlib import Path

from rathaus.formengine.service import check_definitions

SAMPLE = Path(__file__).parent / "sample"


@dataclass
class Sample:
    """A copy of the sample definitions that a test may spoil."""

    root: Path

    def spoil(self, file: str, old: str, new: str) -> int:
        """Puts `new` in place of `old`, which occurs once, and gives the line where it begins."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def problems(self) -> list[tuple[str, int, str]]:
        return [(p.file, p.line, p.message) for p in check_definitions(self.root)]
