"""Number and code open a case; nothing else does, and nobody is locked out."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from rathaus.cases.models import WrongCode
from rathaus.cases.service import Case, TooManyTries, access_code, case_link, open_case
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests.cases import factories

pytestmark = pytest.mark.django_db


def test_the_code_opens_however_it_is_typed(case: Case) -> None:
    code = access_code(case)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        assert open_case(f" {case.number} ", typed) == case


def test_the_secret_of_the_link_stands_where_browsers_do_not_send_it(case: Case) -> None:
    link, code = case_link(case, with_code=True).split("#")
    assert (link, code) == (case_link(case, with_code=False), access_code(case))
    assert link == f"http://tangerhuette.localhost:8000/vorgang/?nr={case.number}"


def test_nothing_else_opens(case: Case) -> None:
    code = access_code(case)
    other = factories.dog_case()
    for number, typed in (
        (case.number, access_code(other)),
        (case.number, ""),
        (case.number, code[:-1]),
        (case.number, "\x00" * 1000),
        ("2026-999999", code),
        ("", ""),
        ("2026-000001' or '1'='1", code),
    ):
        assert open_case(number, typed) is None


def test_a_new_generation_makes_the_old_code_useless(case: Case) -> None:
    old = access_code(case)
    case.access_generation += 1
    case.save(update_fields=["access_generation"])
    assert open_case(case.number, old) is None
    assert open_case(case.number, access_code(case)) == case


def test_a_code_opens_nothing_in_another_municipality(case: Case, thale: Municipality) -> None:
    with scope(thale):
        theirs = factories.dog_case()
        assert theirs.number == case.number
        assert open_case(case.number, access_code(case)) is None


def test_guessing_is_slowed_down_but_the_owner_gets_in(case: Case) -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with clock.freeze(start):
        for tried in range(10):
            assert open_case(case.number, "wrong", network=f"198.51.100.{tried}") is None
        with pytest.raises(TooManyTries):
            open_case(case.number, "wrong", network="203.0.113.7")
        assert WrongCode.objects.count() == 10  # guessing cannot fill the table
        assert open_case(case.number, access_code(case), network="203.0.113.7") == case
    with clock.freeze(start + timedelta(minutes=16)):
        assert open_case(case.number, "wrong") is None
        assert WrongCode.objects.count() == 1  # who tried long ago is forgotten


def test_trying_many_numbers_from_one_network_is_slowed_down_too(case: Case) -> None:
    for number in range(30):
        assert open_case(f"2026-{number + 100:06d}", "wrong", network="203.0.113.7") is None
    with pytest.raises(TooManyTries):
        open_case("2026-000200", "wrong", network="203.0.113.7")
    assert open_case("2026-000200", "wrong", network="203.0.113.8") is None
    assert not any("203.0" in row.network for row in WrongCode.objects.all())
