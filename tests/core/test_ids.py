from hypothesis import given
from hypothesis import strategies as st

from rathaus.core.ids import CROCKFORD, crockford, read_crockford, uuid7


def test_uuid7_carries_version_and_variant_and_sorts_by_time() -> None:
    first, second = uuid7(), uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first.int >> 80 <= second.int >> 80


@given(st.binary(min_size=1, max_size=40))
def test_crockford_gives_one_character_for_five_bits(data: bytes) -> None:
    code = crockford(data)
    assert len(code) == len(data) * 8 // 5
    assert set(code) <= set(CROCKFORD)
    assert read_crockford(code) == code


def test_crockford_is_big_endian() -> None:
    assert crockford(bytes([0b00001000, 0b10000000])) == "120"


def test_codes_are_read_however_they_are_typed() -> None:
    assert read_crockford("ab-o1 il") == "AB0111"
