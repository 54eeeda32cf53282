"""What a first visit loads stays within its budget, and holds what the pages ask for."""

import gzip
import re
from pathlib import Path

import pytest

from rathaus.ui import assets
from rathaus.ui.build_css import drop_unread_properties, keep_used, minify, parse, reduce_kern, split_selectors
from rathaus.ui.build_fonts import RANGES, codepoints
from rathaus.ui.colour import contrast

BUDGET = 100_000  # of the 150 kB of a first visit; the rest is the page itself, crest and pictures


def built(name: str) -> bytes:
    return (assets.DIST / name).read_bytes()


def test_a_first_visit_stays_within_its_budget() -> None:
    texts = [*(built(name) for name in ("app.css", "app.js", "htmx.js"))]
    fonts = [path.read_bytes() for path in (assets.DIST / "fonts").glob("*-latin.woff2")]
    assert len(fonts) == 2
    assert sum(len(gzip.compress(text, 6)) for text in texts) + sum(map(len, fonts)) < BUDGET


def test_a_second_build_of_the_same_sources_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assets.main() == 0
    monkeypatch.setattr(assets, "build", lambda: pytest.fail("was built again"))
    assert assets.main() == 0


def test_a_kern_class_that_a_template_names_is_in_the_style_sheet() -> None:
    css = built("app.css").decode()
    for name in ("kern-btn--primary", "kern-alert--danger", "kern-form-input__input", "kern-badge--success"):
        assert f".{name}" in css
    assert ".kern-col-6" not in css
    assert ".kern-accordion" not in css


def test_no_image_is_inlined_and_nothing_is_loaded_from_elsewhere() -> None:
    css = built("app.css").decode()
    assert re.findall(r"url\((?!fonts/)[^)]{0,40}", css) == []
    assert "@import" not in css


def test_every_umlaut_is_in_the_first_font() -> None:
    assert {ord(sign) for sign in "ÄÖÜäöüßẞ€„“–§éèçñœšž"} <= codepoints(RANGES["latin"])
    assert codepoints(RANGES["latin"]) & codepoints(RANGES["latin-ext"]) == set()


def test_rules_of_unused_classes_go_and_modifiers_are_no_properties() -> None:
    css = minify(".kern-a, .kern-b { color: red } .kern-a--x:hover { top: 0 } @media (x) { .kern-b { left: 0 } }")
    kept = "".join(map(str, keep_used(parse(css), frozenset({"kern-a", "kern-a--x"}))))
    assert kept == ".kern-a{color: red}.kern-a--x:hover{top: 0}".replace(": red", ":red").replace(": 0", ":0")
    assert drop_unread_properties(kept) == kept


def test_properties_that_nothing_reads_go_and_chains_stay() -> None:
    css = ":root{--a:1px;--b:var(--a);--c:2px}p{top:var(--b)}"
    assert drop_unread_properties(css) == ":root{--a:1px;--b:var(--a)}p{top:var(--b)}"
    assert drop_unread_properties(css, roots="q{left:var(--c)}") == css


def test_selectors_split_at_outer_commas_only() -> None:
    assert split_selectors("a:is(b,c),d") == ["a:is(b,c)", "d"]


def test_what_own_styles_read_from_kern_is_kept() -> None:
    assert "--kern-x:1" in reduce_kern(
        ":root { --kern-x: 1; --kern-y: 2 }", used=frozenset(), own="p{top:var(--kern-x)}"
    )


def test_no_template_has_inline_style_or_script() -> None:
    pattern = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.I)
    pages = [p for p in assets.SOURCES.rglob("templates/**/*.html") if not _is_mail(p)]
    assert pages != []
    assert [str(path) for path in pages if pattern.search(path.read_text("utf-8"))] == []


def _is_mail(path: Path) -> bool:
    return "mail" in path.parent.name or "outbox" in path.parts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(own_styles: str, scheme: str) -> None:
    light, dark = own_styles.split("prefers-color-scheme:dark", 1)
    tones = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", light))
    if scheme == "dark":
        tones |= dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", dark))
    pairs = [("text", "ground"), ("text", "surface"), ("text-muted", "ground"), ("text-muted", "surface")]
    for name in ("ok", "warn", "bad", "news"):
        pairs += [(name, "ground"), (name, f"{name}-soft"), ("text", f"{name}-soft"), ("text-muted", f"{name}-soft")]
    assert {
        pair: contrast(tones[pair[0]], tones[pair[1]])
        for pair in pairs
        if contrast(tones[pair[0]], tones[pair[1]]) < 4.5
    } == {}
