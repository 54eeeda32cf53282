"""Definitions that aren't sound are refused with file, line and reason; what was published stays on offer."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings

from rathaus.catalogue.service import get_offer, publish_definitions
from rathaus.formengine.service import DefinitionsInvalid
from rathaus.tenancy.service import Municipality

pytestmark = pytest.mark.django_db

DOG = "services/hund-anmelden"


@dataclass(frozen=True)
class Fault:
    """`new` in place of `old` in a file of the dog registration, and the reason that is told."""

    file: str
    old: str
    new: str
    reason: str


FAULTS = {
    "unknown key": Fault(
        "form.yaml", "{key: farbe, kind: text,", "{key: farbe, kind: text, x: 1,", "unknown key 'x'"
    ),
    "wrong type": Fault("form.yaml", 'rule: "behoerdlich_gefaehrlich ||', 'rule: "3 ||', "no matching overload"),
    "circle": Fault(
        "form.yaml",
        "{key: weitere_hunde, kind: integer,",
        '{key: weitere_hunde, kind: integer, visible: "answered.steuer_jahr",',
        "the rules go round in a circle",
    ),
    "duplicate key": Fault("form.yaml", "{key: farbe,", "{key: rasse,", "the field key 'rasse' stands twice"),
    "missing text": Fault("texts.en.yaml", "  farbe:", "  farbig:", "there is no field 'farbig'"),
    "failing example": Fault(
        "examples/minimal.yaml", 'steuer_jahr: "48', 'steuer_jahr: "47', "is '48.00', not '47.00'"
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_is_published_and_what_was_stays(
    offered: Municipality, tmp_path: Path, settings: LazySettings, fault: Fault
) -> None:
    before = get_offer("hund-anmelden")
    assert before is not None
    line = _spoil(Path(settings.DEFINITIONS), tmp_path / "definitions", fault)
    settings.DEFINITIONS = tmp_path / "definitions"
    with pytest.raises(DefinitionsInvalid) as refused:
        publish_definitions(offered)
    told = [(problem.file, problem.line) for problem in refused.value.problems if fault.reason in problem.message]
    assert (f"{DOG}/{fault.file}", line) in told
    after = get_offer("hund-anmelden")
    assert after is not None
    assert (after.version_id, after.revision) == (before.version_id, before.revision)


def _spoil(source: Path, folder: Path, fault: Fault) -> int:
    shutil.copytree(source, folder)
    path = folder / DOG / fault.file
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return text[: text.index(fault.old)].count("\n") + 1
