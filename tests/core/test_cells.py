"""No cell of ours is a formula in a table program."""

import pytest

from rathaus.core.cells import as_cell, from_cell


@pytest.mark.parametrize("text", ["=1+1", "+49 3935 0", "-Weg", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_what_begins_like_a_formula_is_a_text(text: str) -> None:
    assert as_cell(text) == f"'{text}"
    assert from_cell(as_cell(text)) == text


@pytest.mark.parametrize("text", ["", "Am Anger", "'s Gravenhage", "1 = 1", "Straße des 17. Juni"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert as_cell(text) == text
    assert from_cell(text) == text
