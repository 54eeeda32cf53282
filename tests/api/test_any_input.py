"""Whatever programs send, within the schema and outside of it, nothing fails: each answer is below 500."""

import json
import string
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.api.callers import COUNTS

from .conftest import API, Program
from .test_booking import WANTED

texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "", "wohnsitz", "rathaus", "\x00", "9999-12-31", "2027-02-29", "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00", "2026-12-01T09:00:00Z", "-1", "1e400", "NaN", "½", "🐕" * 30,
        ]
    ),
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    ["offerings", "people", "office", "start", "minutes", "hold", "name", "email", "phone", "note", "language"]
)
query = st.sampled_from(["people", "with", "office", "weekday", "part", "from", "days", "q"])
bearers = st.sampled_from(["", "Bearer", "Bearer x", "Basic eDp4", "Bearer " + "A" * 5000]) | st.text(
    alphabet=string.printable.strip(), max_size=20
).map(lambda s: f"Bearer {s}")


@st.composite
def requests(draw: Any, paths: list[tuple[str, str]]) -> tuple[str, str, bytes, str]:
    method, path = draw(st.sampled_from(paths))
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(draw(texts), safe="") + rest.partition("}")[2]
    asked = urlencode(draw(st.lists(st.tuples(query, texts), max_size=4)))
    body = draw(st.one_of(values, st.dictionaries(fields, values), st.fixed_dictionaries(WANTED_OR_ANY)))
    sent = draw(st.sampled_from([json.dumps(body).encode(), b"", b"{", b"\xff\xfe", b'{"a": "\\ud800"}']))
    return method, f"{path}?{asked}", sent, draw(bearers)


WANTED_OR_ANY = {name: st.just(value) | values for name, value in WANTED.items()}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_that_is_sent_breaks_it(program: Program, data: Any) -> None:
    COUNTS.clear()
    told = program.get("/openapi.json").json()["paths"]
    paths = [(method, path) for path, item in told.items() for method in item]
    method, path, body, authorization = data.draw(requests(paths))
    answer = program.client.generic(
        method.upper(), path, body, "application/json", headers={"authorization": authorization}
    )
    assert path.startswith(API)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
