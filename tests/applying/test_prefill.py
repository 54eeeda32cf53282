"""What an account's name says about first and family name."""

import pytest

from rathaus.applying.details import split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Beispiel", ("Anna", "Beispiel")),
        ("Anna Maria Beispiel", ("Anna Maria", "Beispiel")),
        ("Anna von der Heide", ("Anna", "von der Heide")),
        ("Anna Beispiel-Muster", ("Anna", "Beispiel-Muster")),
        ("Von Beispiel", ("Von", "Beispiel")),
        ("Beispiel", ("", "Beispiel")),
        ("", ("", "")),
    ],
)
def test_the_last_word_with_its_particles_is_the_family_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
