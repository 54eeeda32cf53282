"""Every class of fault in a definition is told with file, line and reason, and nothing else is."""

import shutil

import pytest

from rathaus.formengine.service import DefinitionsInvalid, check_command, load_catalogue
from tests.formengine.sampling import Sample

SERVICE = "services/probe"
CONDITION = """extends: kurz
transitions: [{name: receive, from: SUBMITTED, by: system, to: RECEIVED, when: "anzahl > 2"}]"""


def test_the_sample_is_sound(sample: Sample) -> None:
    assert sample.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("form.yaml", "maximum: 9", "maximun: 9", "unknown key 'maximun'"),
        ("form.yaml", "kind: date", "kind: datum", "unknown kind 'datum'"),
        ("form.yaml", 'visible: "anzahl > 1"', "visible: \"anzahl > 'x'\"", "applied to '(whole number, text)'"),
        ("form.yaml", 'visible: "anzahl > 1"', 'visible: "anzal > 1"', "unknown name 'anzal'"),
        ("form.yaml", 'visible: "anzahl > 1"', 'visible: "anzahl"', "gives whole number, but yes/no is needed"),
        ("form.yaml", 'visible: "anzahl > 1"', 'visible: "anzahl >"', "Syntax error"),
        ("form.yaml", "param.gebuehr", "param.gebuer", "unknown name 'param.gebuer'"),
        ("form.yaml", "tag > today", "tag > 3", "applied to '(date, whole number)'"),
        ("form.yaml", "{key: kosten,", "{key: email,", "the field key 'email' stands twice"),
        ("form.yaml", "{key: kosten,", "{key: today,", "'today' can't be a field key"),
        ("form.yaml", "key: zwei", "key: eins", "the page key 'eins' stands twice"),
        ("form.yaml", "group: name", "group: nahme", "there is no shared group 'nahme'"),
        ("form.yaml", "group: name", "group: name, parts: [name]", "the group has no part 'name'"),
        (
            "form.yaml",
            "choices: [gross, klein]",
            "choices_from: arten",
            "no list, places, register, table parameter",
        ),
        ("form.yaml", "choices: [gross, klein]", "choices: [gross, gross, klein]", "a choice stands twice"),
        ("service.yaml", '"10.00"', '"zehn"', "the default of 'gebuehr': a number like 12.50 is needed"),
        ("service.yaml", "topics: [tiere]", "topics: [pflanzen]", "there is no 'pflanzen' in topics.yaml"),
        ("service.yaml", "person: wer", "person: werr", "'werr' is no field of kind person"),
        ("service.yaml", "icon: hund", "key: probe", "'key' stands here twice (first in line 1)"),
        ("process.yaml", "notice: ja", "notice: jaa", "the template notices/jaa.typ is missing"),
        ("process.yaml", '"kosten"', '"anzahl"', "gives whole number, but decimal number is needed"),
        ("process.yaml", "extends: kurz", "extends: lang", "there is no shared process 'lang'"),
        ("texts.de.yaml", "Probe für {gebuehr}", "Probe für {gebuer}", "there is no parameter for {gebuer}"),
        ("texts.de.yaml", "{gross: Groß, klein: Klein}", "{gross: Groß}", "options: the text for 'klein' is missing"),
        (
            "texts.de.yaml",
            ", valid: {spaeter: Wählen Sie einen Tag nach heute.}",
            "",
            "valid: the text for 'spaeter'",
        ),
        ("texts.en.yaml", "  anzahl: {label: Anzahl}\n", "  anzal: {label: Anzahl}\n", "there is no field 'anzal'"),
        ("texts.de.yaml", "title: Probe", "titel: Probe", "unknown key 'titel'"),
        ("texts.de.yaml", "{name: § 1}", "{name: § 1, url: 'javascript:alert(1)'}", "isn't allowed here"),
        ("examples/gut.yaml", '{ja: "30.00"}', '{ja: "20.00"}', "the fee of 'ja' is 30.00, not 20.00"),
        ("examples/gut.yaml", 'kosten: "30.00"', 'kosten: "31.00"', "'kosten' is '30.00', not '31.00'"),
        (
            "form.yaml",
            "vorname, kind: text",
            'vorname, kind: text, pattern: "(?=a)b"',
            "no regular expression that RE2 reads",
        ),
        ("form.yaml", "vorname, kind: text", 'vorname, kind: text, pattern: "[a"', "it is no regular expression"),
        ("form.yaml", 'rule: "kosten"', 'rule: "anzahl"', "gives whole number, but decimal number is needed"),
        ("form.yaml", 'rule: "kosten"', 'rule: "fee_total"', "unknown name 'fee_total'"),
        ("form.yaml", "{key: rabatt,", "{key: stueck,", "the fee's item 'stueck' stands twice"),
        ("form.yaml", "rows: weitere", "rows: wer", "confirmations: 'wer' is no group in form.yaml"),
        ("form.yaml", "email: mail}", "email: vorname}", "'weitere.vorname' is no field of kind email"),
        ("service.yaml", "member_from: ort", "member_from: art_", "'art_' is no choice in form.yaml"),
        ("service.yaml", "life_situations: [umzug]", "life_situations: [flug]", "there is no 'flug' in life_situat"),
        ("service.yaml", "member_from: ort", "kind: formular", "'kind'"),
        ("service.yaml", "member_from: ort", "form: {}", "unknown key 'form'"),
        (
            "texts.de.yaml",
            "fees: {stueck: Je Stück, rabatt: Rabatt}",
            "fees: {stueck: Je Stück}",
            "'rabatt' is missing",
        ),
        ("examples/gemeinsam.yaml", '"119.00"', '"120.00"', "the fee is 119.00, not 120.00"),
        ("examples/gemeinsam.yaml", "[Bilal Muster]", "[Vera Vorstand]", "those who confirm are Bilal Muster"),
        ("examples/gemeinsam.yaml", "member: Kleindorf", "member: Altstadt", "lead to Kleindorf, not to Altstadt"),
        ("examples/gemeinsam.yaml", "channel: counter", "channel: fax", "'channel'"),
        ("examples/gut.yaml", "anzahl: 2", "anzal: 2", "'anzal' isn't shown on the page 'zwei'"),
    ],
)
def test_a_fault_is_told_where_it_stands(sample: Sample, file: str, old: str, new: str, message: str) -> None:
    line = sample.spoil(f"{SERVICE}/{file}", old, new)
    found = sample.problems()
    assert any((where, number) == (f"{SERVICE}/{file}", line) and message in text for where, number, text in found), (
        found
    )


def test_a_circle_of_rules_is_named(sample: Sample) -> None:
    line = sample.spoil(f"{SERVICE}/form.yaml", "maximum: 9", "visible: \"art == 'gross'\"")
    found = sample.problems()
    assert (f"{SERVICE}/form.yaml", line, "the rules go round in a circle: anzahl → art → anzahl") in found


def test_a_missing_text_is_named_in_each_language(sample: Sample) -> None:
    for language in ("de", "en"):
        sample.spoil(f"{SERVICE}/texts.{language}.yaml", "  anzahl: {label: Anzahl}\n", "")
    assert [(file, message) for file, _, message in sample.problems()] == [
        (f"{SERVICE}/texts.{language}.yaml", "fields: the text for 'anzahl' is missing") for language in ("de", "en")
    ]


def test_a_failing_example_says_what_came_instead(sample: Sample) -> None:
    sample.spoil(f"{SERVICE}/examples/gut.yaml", "tag: 1.12.2026", "tag: 1.12.2025")
    assert sample.problems() == [
        (f"{SERVICE}/examples/gut.yaml", 7, "unexpected error at 'tag': Wählen Sie einen Tag nach heute.")
    ]


def test_a_row_that_must_confirm_needs_its_address(sample: Sample) -> None:
    sample.spoil(f"{SERVICE}/form.yaml", "{key: mail, kind: email}", "{key: mail, kind: email, required: false}")
    assert (f"{SERVICE}/form.yaml", 26, "confirmations: 'weitere.mail' must be required in every row") in (
        sample.problems()
    )


def test_an_example_that_should_be_refused_and_is_not_fails(sample: Sample) -> None:
    sample.spoil(f"{SERVICE}/examples/abgelehnt.yaml", "tag: 1.12.2025", "tag: 1.12.2027")
    assert sample.problems() == [
        (f"{SERVICE}/examples/abgelehnt.yaml", 8, "the error at 'tag' didn't come: Wählen Sie einen Tag nach heute.")
    ]


def test_a_service_without_an_example_is_not_sound(sample: Sample) -> None:
    shutil.rmtree(sample.root / SERVICE / "examples")
    assert sample.problems() == [(f"{SERVICE}/examples", 1, "a service needs at least one example")]


@pytest.mark.parametrize("name", ["submit", "receive", "decide"])
def test_a_process_that_could_not_take_in_or_decide_is_not_sound(sample: Sample, name: str) -> None:
    sample.spoil(f"{SERVICE}/process.yaml", "extends: kurz", f"extends: kurz\nwithout: [{name}]")
    assert any(f"the transition '{name}'" in message for _, _, message in sample.problems())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("extends: kurz", CONDITION, "the transition 'receive' isn't possible in SUBMITTED"),
        ('fee: "kosten"', 'fee: "kosten", when: "anzahl > 2"', "no outcome is possible"),
    ],
)
def test_an_accepted_example_can_be_sent_and_decided(sample: Sample, old: str, new: str, message: str) -> None:
    sample.spoil(f"{SERVICE}/process.yaml", old, new)
    assert (f"{SERVICE}/examples/gut.yaml", 4, message) in sample.problems()


def test_a_missing_file_is_named(sample: Sample) -> None:
    (sample.root / SERVICE / "process.yaml").unlink()
    assert (f"{SERVICE}/process.yaml", 1, "the file is missing") in sample.problems()


def test_an_unknown_key_of_a_shared_group_is_told_in_the_group(sample: Sample) -> None:
    line = sample.spoil("fields/name.yaml", "{key: nachname, kind: text}", "{key: nachname, kind: text, lang: 3}")
    assert ("fields/name.yaml", line, "unknown key 'lang'") in sample.problems()


def test_nothing_is_loaded_when_anything_is_wrong(sample: Sample) -> None:
    sample.spoil(f"{SERVICE}/form.yaml", "maximum: 9", "maximun: 9")
    with pytest.raises(DefinitionsInvalid) as caught:
        load_catalogue(sample.root)
    assert caught.value.problems[0].message == "unknown key 'maximun'"


def test_the_command_prints_each_problem_and_fails(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_command(sample.root) == 0
    sample.spoil(f"{SERVICE}/form.yaml", "maximum: 9", "maximun: 9")
    assert check_command(sample.root) == 1
    printed = capsys.readouterr()
    assert printed.out == "2 services are sound, and so are their examples\n"
    assert "definitions/services/probe/form.yaml:8: unknown key 'maximun'\n" in printed.err
