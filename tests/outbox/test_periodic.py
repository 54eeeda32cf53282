"""Jobs that run in each municipality in turn."""

import pytest

from rathaus.outbox.jobs import in_each_municipality
from rathaus.tenancy.service import Municipality, current_municipality


def test_a_failure_in_one_municipality_takes_nobody_elses_turn(
    tangerhuette: Municipality, thale: Municipality
) -> None:
    seen = []

    @in_each_municipality(name="tests.fails_in_tangerhuette", cron="0 0 1 1 *")
    def look() -> None:
        seen.append(current_municipality().key)
        if current_municipality() == tangerhuette:
            raise ValueError("here it goes wrong")

    with pytest.raises(ValueError, match="here it goes wrong"):
        look()
    assert sorted(seen) == ["tangerhuette", "thale"]
