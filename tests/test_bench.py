"""What measures speed is run by hand, and uses what others change."""

from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.mark.parametrize("name", sorted(path.stem for path in BENCH.glob("*.py") if path.stem != "__main__"))
def test_each_part_of_the_bench_finds_what_it_uses(name: str) -> None:
    import_module(f"bench.{name}" if name != "__init__" else "bench")
