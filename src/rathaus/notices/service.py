"""Documents of the town hall: letters and notices from a service's template, receipts from ours.

All come out as PDF/UA-1 and PDF/A-3a, tagged, with title, language and bookmarks. Rendering happens in a guarded
child process (10 s, 1 GiB): safe from many threads, and a document that overruns costs only itself.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rathaus.notices.content import Letter, Overview, Receipt
from rathaus.notices.remedies import objection_texts
from rathaus.notices.renderer import RenderError, RenderTimeout, TemplateError, render

__all__ = ["RenderError", "RenderTimeout", "TemplateError", "render_letter", "render_overview", "render_receipt"]

_OURS = Path(__file__).parent / "typst"


def render_letter(template: str | Path | None, data: Mapping[str, Any] | Letter, *, standard: bool = True) -> bytes:
    """The letter as PDF. `template` is typst source or its file; None takes the plain notice.

    `data` has the shape of `content.Letter`; a missing or wrong part raises pydantic's ValidationError before any
    rendering. `standard=False` leaves the PDF/UA and PDF/A checks out, for a quick preview of an unfinished template.
    Raises `TemplateError` with the typst message and place, `RenderTimeout`, `RenderError`.
    """
    letter = data if isinstance(data, Letter) else Letter.model_validate(data)
    plain = letter.model_dump(mode="json")
    if letter.objection:
        plain["objection"]["texts"] = objection_texts(letter.objection, language=letter.language)
    return _rendered(_source(template, "notice.typ"), plain, letter, standard=standard)


def render_receipt(data: Mapping[str, Any] | Receipt) -> bytes:
    """What was sent, as PDF: number, time, every answer, every file, what happens next (shape: `content.Receipt`)."""
    receipt = data if isinstance(data, Receipt) else Receipt.model_validate(data)
    return _rendered(_source(None, "receipt.typ"), receipt.model_dump(mode="json"), receipt, standard=True)


def render_overview(data: Mapping[str, Any]) -> bytes:
    """What is held about a person, as PDF for reading (shape: `content.Overview`)."""
    overview = Overview.model_validate(data)
    plain = overview.model_dump(mode="json")
    crest = overview.municipality.crest_path
    return render(_source(None, "overview.typ"), {**plain, "case": {"number": ""}}, crest=crest)


def _rendered(template: str, plain: dict[str, Any], document: Letter | Receipt, *, standard: bool) -> bytes:
    crest = document.municipality.crest_path
    return render(template, plain, crest=crest, qr_url=document.qr_url, standard=standard)


def _source(template: str | Path | None, default: str) -> str:
    if template is None:
        template = _OURS / default
    return template.read_text() if isinstance(template, Path) else template
