"""What is derived from the key: links in people's e-mails rely on it."""

from datetime import UTC, datetime

import pytest

from rathaus.core import clock
from rathaus.core.secrets import code_hash, link_secret, mark_of_today


@pytest.fixture(autouse=True)
def _key(settings: object) -> None:
    settings.SECRET_KEY = "a key"  # type: ignore[attr-defined]  # pytest-django's


def test_a_link_sent_years_ago_still_has_the_same_secret(settings: object) -> None:
    assert link_secret("invitation:1") == "SB0R-ZZC7-SA3F-8JS5-ZYD6-ECAN"
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert link_secret("invitation:1") != "SB0R-ZZC7-SA3F-8JS5-ZYD6-ECAN"


def test_a_code_is_found_however_it_is_typed() -> None:
    code = link_secret("invitation:1")
    assert code_hash(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == code_hash(code)
    assert code_hash(code[:-1]) != code_hash(code)


def test_a_mark_changes_at_midnight_in_germany_and_with_what_it_marks() -> None:
    def at(hour: int, minute: int, what: str = "203.0.113.7") -> str:
        with clock.freeze(datetime(2026, 11, 30, hour, minute, tzinfo=UTC)):
            return mark_of_today("network", what)

    assert at(8, 0) == at(22, 59) != at(23, 0)
    assert at(8, 0) != at(8, 0, "203.0.113.8")
