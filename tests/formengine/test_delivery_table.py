"""The rule table of deliveries: a municipality changes single values, and what is wrong is told."""

from pathlib import Path
from shutil import copy

import pytest
from django.conf import settings

from rathaus.formengine.service import DeliveryChanges, changed_table, load_delivery
from tests.formengine.sampling import Sample

TABLE = "delivery.yaml"
TOWN = "municipalities/musterstadt/municipality.yaml"


@pytest.fixture
def town(sample: Sample) -> Path:
    copy(settings.DEFINITIONS / TABLE, sample.root / TABLE)
    return sample.root / TOWN


def test_a_municipality_changes_single_values() -> None:
    table = load_delivery(settings.DEFINITIONS)
    changes = DeliveryChanges.model_validate({"rules": {"tax": {"consent": None}}, "holidays": ["2026-08-08"]})
    own = changed_table(table, changes)
    assert (own.rules["tax"].consent, own.rules["tax"].days) == (None, 4)
    assert own.rules["retrieval"] == table.rules["retrieval"]
    assert (len(own.holidays), len(table.holidays)) == (1, 0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from: retrieval", "from: lesen", "'from'"),
        ("days: 0", "days: -1", "'days'"),
        ("otherwise: tax_letter", "otherwise: mailbox", "'tax': otherwise must be a rule for letters"),
        ("law: § 9 OZG", "gesetz: § 9 OZG", "unknown key 'gesetz'"),
    ],
)
def test_a_fault_in_the_table_is_told(sample: Sample, town: Path, old: str, new: str, message: str) -> None:
    sample.spoil(TABLE, old, new)
    assert any(file == TABLE and message in text for file, _, text in sample.problems()), sample.problems()


def test_a_fault_in_what_a_municipality_changes_is_told(sample: Sample, town: Path) -> None:
    town.write_text(town.read_text() + "\ndelivery: {rules: {letter: {days: viele}}}\n")
    (problem,) = sample.problems()
    assert problem[0] == TOWN
    assert problem[2].startswith("delivery: rules.letter.days: ")


def test_a_service_names_a_rule_that_there_is(sample: Sample, town: Path) -> None:
    file = sample.root / "services/probe/service.yaml"
    file.write_text(file.read_text() + "\ndelivery: brieftaube\n")
    assert any("'delivery'" in text for _, _, text in sample.problems()), sample.problems()
