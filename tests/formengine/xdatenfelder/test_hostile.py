"""Whatever is uploaded, the answer is a form or a sentence, soon and in little memory."""

import contextlib
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.formengine.patterns import fits, pattern_fault
from rathaus.formengine.service import compile_service
from rathaus.formengine.xdatenfelder.importing import read_schema
from rathaus.formengine.xdatenfelder.notes import SchemaRefused
from tests.formengine.xdatenfelder.writing import NAMESPACES, Writer, as_service, moving_in

_HEAD = b'<?xml version="1.0"?>'
_OPEN = f'<x:xdatenfelder.stammdatenschema.0102 xmlns:x="{NAMESPACES[3]}">'.encode()
_BOMB = (
    _HEAD
    + b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><b>&c;</b>'
)


def _refusal(data: bytes) -> SchemaRefused:
    with pytest.raises(SchemaRefused) as refused:
        read_schema(data)
    return refused.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "not_xml"),
        (b"<a><b></a>", "not_xml"),
        (b"\x00\x01\x02" * 50, "not_xml"),
        (b'<?xml version="1.0" encoding="bogus-8"?><a/>', "not_xml"),
        (_HEAD + b"<a>\xff\xfe</a>", "not_xml"),
        (_HEAD + b"<a>&unknown;</a>", "not_xml"),
        (_BOMB, "doctype"),
        (_HEAD + b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', "doctype"),
        (_HEAD + b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "doctype"),
        (_HEAD + b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><a/>', "doctype"),
        (_HEAD + b"<html><body>Hallo</body></html>", "other_xml"),
        (_OPEN.replace(b"stammdatenschema.0102", b"datenfeldgruppe.0103 ")[:-1] + b"/>", "other_xml"),
        (_OPEN.replace(b"_3.0.0", b"_4.0.0").replace(b">", b"/>"), "other_version"),
        (_OPEN.replace(b">", b"/>"), "no_fields"),
        (b"<a>" * 200 + b"</a>" * 200, "too_deep"),
        (b"<a>" + b"x" * 60_000 + b"</a>", "too_long_text"),
        (b'<a b="' + b"x" * 60_000 + b'"/>', "too_long_text"),
        (b"<a>" + b"<b/>" * 100_000 + b"</a>", "too_many_elements"),
    ],
)
def test_what_is_no_schema_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    refused = _refusal(data)
    assert refused.code == code
    assert refused.reason("de").endswith(".")
    assert refused.reason("en").endswith(".")


def test_fifty_megabytes_are_refused_before_anything_is_read() -> None:
    data = b"<a>" + b" " * 50_000_000 + b"</a>"
    tracemalloc.start()
    began = time.perf_counter()
    assert _refusal(data).code == "too_large"
    taken, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (taken < 0.1, peak < 1_000_000) == (True, True)


def test_a_schema_nested_in_itself_for_ever_is_refused() -> None:
    w = Writer(3)
    part = w.field("Innen")
    for number in range(60):
        part = w.group(f"Gruppe {number}", part)
    assert _refusal(w.schema("Tief", part)).code == "too_deep"


def test_too_many_fields_are_refused() -> None:
    w = Writer(2)
    schema = w.schema("Viele", *(w.field(f"Feld {number}") for number in range(501)))
    assert _refusal(schema).reason() == (
        "Das Datenschema hat mehr als 500 Felder. Teilen Sie es auf mehrere Leistungen auf."
    )


def test_groups_without_fields_are_no_form() -> None:
    w = Writer(3)
    assert _refusal(w.schema("Leer", w.group("Nichts", w.field("Unsichtbar", art="hidden")))).code == "no_fields"


def test_a_hostile_limit_is_no_limit() -> None:
    w = Writer(2)
    bad = "<xdf:praezisierung>" + "[" * 40_000 + "</xdf:praezisierung>"
    schema = w.schema("Probe", w.field("A")).replace(b"<xdf:praezisierung/>", bad.encode())
    assert read_schema(schema).content["form"]["pages"][0]["fields"][0]["max_length"] == 200
    deep = '<xdf:praezisierung>{"a":' + "[" * 40_000 + "</xdf:praezisierung>"
    schema = w.schema("Probe", w.field("A")).replace(b"<xdf:praezisierung/>", deep.encode())
    assert read_schema(schema).content["form"]["pages"][0]["fields"][0]["max_length"] == 200


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a?a)+b", "(a?){28}a{28}b", "(aa?)*b", "a*a*a*a*a*a*b", "(|a)+b"])
def test_a_pattern_that_repeats_itself_is_done_at_once(pattern: str) -> None:
    assert pattern_fault(pattern) is None
    began = time.perf_counter()
    assert not fits(pattern, "a" * 200)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "pattern", ["[0-9]{15}", "[A-Z]{1,3}-[0-9]+", r"(a{3})+", r"\(a+\)+", "[(+)]+", "(ab)*c", "a|b", "((a*)b)*"]
)
def test_plain_patterns_are_kept(pattern: str) -> None:
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    ["(", "a{9999999999}", "*", "a)|(b", r"(?=.*1)a+", r"(a+)\1", r"(((\b){999}){999}){999}", "(?x)( a+ ) +"],
)
def test_patterns_that_are_none_are_found(pattern: str) -> None:
    assert pattern_fault(pattern) == "invalid"


def _survives(data: bytes) -> None:
    """Any other exception fails the test, and so does a form that the engine refuses."""
    with contextlib.suppress(SchemaRefused):
        compile_service(as_service(read_schema(data)))


_SAMPLES = {version: moving_in(version) for version in (2, 3)}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([2, 3]), st.integers(0, 20_000), st.integers(0, 400), st.binary(max_size=30))
def test_a_damaged_schema_never_breaks_the_importer(version: int, start: int, length: int, junk: bytes) -> None:
    data = _SAMPLES[version]
    _survives(data[:start] + junk + data[start + length :])


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([2, 3]))
def test_any_words_in_a_schema_give_a_form(data: Any, version: int) -> None:
    text = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=80)
    w = Writer(version)
    counts = st.sampled_from(["0:1", "1:1", "1:*", "0:*", "2:5", "0:0", "x", "9:1", ""])
    types = st.sampled_from(["text", "bool", "date", "num", "num_int", "file", "obj", "time", "unsinn", ""])
    limits = st.dictionaries(st.sampled_from(["minLength", "maxLength", "minValue", "pattern"]), text, max_size=3)

    def field() -> Any:
        return w.field(
            data.draw(text) or "Feld",
            data.draw(types),
            count=data.draw(counts),
            art=data.draw(st.sampled_from(["input", "select", "label", "hidden", "locked", "?"])),
            codes=data.draw(st.dictionaries(text, text, max_size=3)),
            limits=data.draw(limits),
            help=data.draw(text),
        )

    group = w.group(data.draw(text), field(), w.group(data.draw(text), field(), count=data.draw(counts)))
    _survives(w.schema(data.draw(text), field(), group))
