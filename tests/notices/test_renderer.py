"""A template that hangs, eats memory or is wrong costs its own document and nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml

from rathaus.core.guarded import Pool
from rathaus.notices import fonts
from rathaus.notices.press import OURS
from rathaus.notices.renderer import RenderError, RenderTimeout, TemplateError, render
from rathaus.notices.service import render_letter
from tests.notices.reading import words
from tests.notices.samples import TEMPLATE, letter

HANG = "#for a in range(50000) { for b in range(50000) { let c = a * b } }"
GROW = '#let grow(s) = if s.len() > 4000000000 { s } else { grow(s + s) }\n#{ let x = grow("x"); x.len() }'
FINE = '#set document(title: [x])\n#set text(font: "Noto Sans")\nGut'


def small_pool(**changes: Any) -> Pool:
    settings: dict[str, Any] = {"seconds": 4, "memory": 1 << 30, "size": 1, "arguments": (str(fonts.FOLDER),)}
    return Pool("rathaus.notices.press", **{**settings, **changes})


def test_after_a_hang_the_next_document_is_rendered() -> None:
    pool = small_pool()
    start = time.monotonic()
    with pytest.raises(RenderTimeout):
        render(HANG, {}, pool=pool)
    assert time.monotonic() - start < 8
    assert words(render(FINE, {}, pool=pool)).strip() == "Gut"
    pool.close()


def test_memory_is_bounded_and_the_next_document_is_rendered() -> None:
    pool = small_pool(seconds=20, memory=600 << 20)
    with pytest.raises(RenderError):
        render(GROW, {}, pool=pool)
    assert words(render(FINE, {}, pool=pool)).strip() == "Gut"
    pool.close()


def test_a_wrong_template_says_what_is_wrong_and_nothing_of_the_case() -> None:
    with pytest.raises(TemplateError, match="unknown variable: hunt") as caught:
        render_letter(TEMPLATE + "#hunt", letter(reasons="geheim"))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "/../etc/passwd"])
def test_a_template_reads_nothing_outside_its_folder(path: str) -> None:
    with pytest.raises(TemplateError):
        render(f'#read("{path}")', {})


def test_packages_are_out_of_reach() -> None:
    with pytest.raises(TemplateError, match="no packages"):
        render('#import "@preview/cetz:0.2.2": canvas', {})
    with pytest.raises(TemplateError, match="package"):
        render('#let name = "@" + "preview/cetz:0.2.2"\n#import name: canvas', {})


def test_an_image_without_a_text_is_no_document() -> None:
    with pytest.raises(TemplateError, match="alt"):
        render('#set document(title: [x])\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" '
               'viewBox=\\"0 0 1 1\\"><path d=\\"M0 0h1v1z\\"/></svg>"), format: "svg")', {})  # fmt: skip


def test_many_threads_get_their_own_letters() -> None:
    def letter_about(number: int) -> bytes:
        dog = {"name": f"Hund{number:03}", "seit": "2026-11-01"}
        return render_letter(TEMPLATE, letter(values={"hund": dog, "steuer": "1"}))

    with ThreadPoolExecutor(8) as threads:
        pdfs = list(threads.map(letter_about, range(40)))
    assert [f"Ihr Hund Hund{n:03} ist" in words(pdf) for n, pdf in enumerate(pdfs)] == [True] * 40


def test_both_languages_have_the_same_words() -> None:
    for name in ("words.yaml", "remedies.yaml"):
        texts = yaml.safe_load((OURS / name).read_text())
        assert set(texts["de"]) == set(texts["en"])
