"""What every letter says, made of the service's own examples. That it is valid is tested in tests/notices."""

import re

import pytest

from rathaus.formengine.types.base import Language
from rathaus.notices.service import render_letter
from tests.definitions.walking import accepted, letter, service_keys
from tests.notices.reading import words

KEYS = service_keys(with_form=True)
_UNFINISHED = re.compile(r"\bnone\b|\{[a-z_]+\}|\(\)|dictionary|undefined|, ,| \.|, \.|„“|“”")


def test_there_are_services() -> None:
    assert len(KEYS) >= 9


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_a_letter_has_its_title_reasons_and_remedy_and_no_gaps(key: str, language: Language) -> None:
    for filled in accepted(key):
        for outcome in filled.outcomes:
            data = letter(filled, outcome, language)
            text = words(render_letter(filled.service.definition.notices[outcome.notice], data, standard=False))
            where = f"{filled.name}, {outcome.key}: {text}"
            assert str(data["title"]) in text, where
            assert _UNFINISHED.search(text.replace("\u00a0", " ")) is None, where
            if outcome.reasons == "required":
                assert "3,20 m breit" in text, where
            if data["objection"]:
                assert "Widerspruch" in text, where
