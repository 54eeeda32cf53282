"""Hands a template and its data to a guarded child process and takes the PDF back."""

import base64
import functools
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno

from rathaus.core import clock
from rathaus.core.guarded import Complaint, GuardError, Overrun, Pool
from rathaus.notices import fonts
from rathaus.notices.lettering import Printer

SECONDS = 10  # a page takes 5 ms; 30 pages of answers 0.2 s
MEMORY = 1 << 30
_PACKAGE_IMPORT = re.compile(r'"@[a-z]')


class RenderError(Exception):
    """No document could be made; the message names the fault in the template and holds no data of a case."""


class TemplateError(RenderError):
    """The template doesn't compile with this data."""


class RenderTimeout(RenderError):
    """Rendering took longer than allowed; trying again may help when the machine was busy."""


@functools.cache
def _pool() -> Pool:
    return Pool(
        "rathaus.notices.press",
        seconds=SECONDS,
        memory=MEMORY,
        arguments=(str(fonts.FOLDER),),
        environment={"RAYON_NUM_THREADS": "1", "HTTPS_PROXY": "http://127.0.0.1:9"},  # no way out to packages
    )


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    crest: Path | None = None,
    qr_url: str = "",
    standard: bool = True,
    pool: Pool | None = None,
) -> bytes:
    """The PDF of `template` over `data`, whose texts are cleaned for print on the way."""
    if _PACKAGE_IMPORT.search(template):
        raise TemplateError("A template imports only files of its own and /rathaus/…, no packages.")
    printer = Printer(fonts.REGULAR)
    printable = printer.tree(data)
    printable |= {"lost": printer.lost, "qr_svg": _qr_code(qr_url), "qr_url": qr_url, "qr_link": _shown(qr_url)}
    job = {
        "template": template,
        "data": json.dumps(printable, ensure_ascii=False),
        "images": {"crest": _image(crest)} if crest else {},
        "standard": standard,
        "timestamp": int(clock.now().timestamp()),
    }
    try:
        return (pool or _pool()).ask(job)
    except Complaint as complaint:
        raise TemplateError(str(complaint)) from complaint
    except Overrun as overrun:
        raise RenderTimeout(str(overrun)) from overrun
    except GuardError as error:
        raise RenderError(str(error)) from error


@functools.lru_cache(maxsize=256)
def _image(path: Path) -> dict[str, str]:
    return {"kind": path.suffix.lstrip(".").lower(), "bytes": base64.b64encode(path.read_bytes()).decode()}


@functools.lru_cache(maxsize=256)
def _qr_code(url: str) -> str:
    """The address as SVG. The mask is fixed: choosing the prettiest of eight takes as long as the rest of the page,
    and every reader finds the mask in the code."""
    if not url:
        return ""
    svg = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=3).save(svg, kind="svg", border=0, xmldecl=False)
    return svg.getvalue().decode()


def _shown(url: str) -> str:
    """The address as it is printed: without its scheme and without the secret after '#', which only the code has."""
    return re.sub(r"^https?://", "", url).partition("#")[0].rstrip("/")
