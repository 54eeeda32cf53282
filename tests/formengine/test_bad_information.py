"""Faults of a service without a form, and of texts in Leichte Sprache."""

import shutil

import pytest

from tests.formengine.sampling import Sample

SERVICE = "services/probe"
INFO = "services/auskunft"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("service.yaml", "link: adresse", "link: seite", "link: there is no parameter 'seite' of type url"),
        ("service.yaml", '"https://www.example.de/auskunft"', '"http://example.de"', "an address like https://"),
        ("service.yaml", '"https://www.example.de/auskunft"', '"javascript:alert(1)"', "an address like https://"),
        (
            "service.yaml",
            "link: adresse",
            "member_from: ort",
            "a service of kind information has none",
        ),
        ("service.yaml", "link: adresse", "internal: vielleicht", "'internal'"),
        ("texts.de-simple.yaml", "Das macht der Land·kreis.", "Ein Satz; noch einer.", "a sentence has no semicolon"),
        ("texts.de-simple.yaml", "Das macht der Land·kreis.", "Ein Satz. Noch einer.", "one sentence is needed"),
        ("texts.de-simple.yaml", "Das macht der Land·kreis.", "Ein Satz", "one sentence is needed"),
        ("texts.de-simple.yaml", "Das macht der Land·kreis.", f"{'So ' * 13}.", "a sentence has at most 12 words"),
        ("texts.de-simple.yaml", "Land·kreis", "Landkreisverwaltungsamt", "divide long words like Haus·nummer"),
        ("texts.de-simple.yaml", "{adresse}", "{anschrift}", "there is no parameter for {anschrift}"),
        ("texts.de-simple.yaml", "contact:", "kontakt:", "unknown key 'kontakt'"),
    ],
)
def test_a_fault_of_an_information_page_is_told_where_it_stands(
    sample: Sample, file: str, old: str, new: str, message: str
) -> None:
    line = sample.spoil(f"{INFO}/{file}", old, new)
    found = sample.problems()
    assert any((where, number) == (f"{INFO}/{file}", line) and message in text for where, number, text in found), (
        found
    )


def test_an_information_page_has_no_form(sample: Sample) -> None:
    for name in ("form.yaml", "process.yaml"):
        shutil.copy(sample.root / SERVICE / name, sample.root / INFO / name)
    assert sample.problems()[:2] == [
        (f"{INFO}/{name}", 1, f"a service of kind information has no {name}")
        for name in ("form.yaml", "process.yaml")
    ]
