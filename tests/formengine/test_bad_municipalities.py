"""Every class of fault in what a municipality says is told with file, line and reason."""

import pytest

from tests.formengine.sampling import Sample


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("services.yaml", "unit: amt\n  parameters", "unit: ampt\n  parameters", "there is no unit 'ampt' in munici"),
        ("services.yaml", '"15.00"', '"-1"', "parameter 'gebuehr': the amount must be at least 0"),
        ("services.yaml", 'gebuehr: "15.00"', 'gebuer: "15.00"', "parameter 'gebuer': there is no such parameter"),
        ("services.yaml", '{gebuehr: "20.00"}', '{gebuehr: "viel"}', "parameter 'gebuehr': a number like 12.50"),
        ("services.yaml", "{Kleindorf:", "{Dorf:", "there is no member 'Dorf'"),
        ("services.yaml", '"11-01"', '"11-31"', "has a form that isn't allowed here"),
        ("services.yaml", '"02-15"', '"15.02."', "has a form that isn't allowed here"),
        ("services.yaml", "closes: 2026-12-31", "closes: morgen", "'closes'"),
        ("services.yaml", "count: 50", "count: 0", "'count'"),
        ("services.yaml", "per: year", "per: month", "'per'"),
        ("services.yaml", "probe:", "prove:", "there is no service 'prove' in services/"),
        ("municipality.yaml", "08:30", "8:30", "has a form that isn't allowed here"),
        ("municipality.yaml", '"#123456"', "blau", "has a form that isn't allowed here"),
        ("municipality.yaml", "member: Kleindorf", "member: Dorf", "there is no member 'Dorf'"),
    ],
)
def test_a_municipality_is_checked_too(sample: Sample, file: str, old: str, new: str, message: str) -> None:
    line = sample.spoil(f"municipalities/musterstadt/{file}", old, new)
    found = sample.problems()
    assert any(
        (where, number) == (f"municipalities/musterstadt/{file}", line) and message in text
        for where, number, text in found
    ), found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "[Festhalle, 39517]",
            "[Festhalle]",
            ("registers.yaml", "'gebaeude': row 1 must have the columns name, plz"),
        ),
        ("[name, plz]", "[ort, plz]", ("registers.yaml", "'gebaeude': a register needs a column 'name'")),
        ("gebaeude:", "hallen:", ("services.yaml", "registers.yaml lacks the register 'gebaeude'")),
    ],
)
def test_a_register_has_a_name_in_every_row(sample: Sample, old: str, new: str, problem: tuple[str, str]) -> None:
    sample.spoil("municipalities/musterstadt/registers.yaml", old, new)
    file, message = problem
    assert (f"municipalities/musterstadt/{file}", 1, message) in sample.problems()


def test_an_offer_never_closes_before_it_opens(sample: Sample) -> None:
    sample.spoil("municipalities/musterstadt/services.yaml", "closes: 2026-12-31", "closes: 2025-12-31")
    found = [problem for problem in sample.problems() if problem[0].startswith("municipalities")]
    assert found == [("municipalities/musterstadt/services.yaml", 1, "'probe': it closes before it opens")]
