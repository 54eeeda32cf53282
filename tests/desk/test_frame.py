"""What every page of the desk has around it."""

import re
from pathlib import Path

import rathaus
from rathaus.desk.frame import RAIL


def test_no_two_lines_of_the_rail_have_the_same_keys() -> None:
    keys = [entry.shortcut for entry in RAIL]
    assert sorted(set(keys)) == sorted(keys)


def test_no_key_of_a_page_begins_a_line_of_the_rail() -> None:
    templates = (Path(rathaus.__file__).parent / "desk").rglob("*.html")
    used = {key for page in templates for key in re.findall(r'data-shortcut="([^"{]+)"', page.read_text())}
    assert {"u", "f", "w", "n", "m"} <= used
    assert "g" not in used
