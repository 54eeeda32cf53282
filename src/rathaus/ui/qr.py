"""A link as a picture for the camera of a phone."""

from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SCALE, _BORDER = 4, 3  # pixels of a module where nothing else is said; modules of the quiet zone


def qr_svg(link: str, label: str) -> SafeString:
    """Black on white in every theme, with a quiet zone, read out as `label`. Styles may give it another width."""
    image = BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(
        image,
        kind="svg",
        border=_BORDER,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
    )
    size = f'<svg width="{_SCALE * code.symbol_size(border=_BORDER)[0]}"'
    drawing = mark_safe(image.getvalue().decode().replace("<svg", size, 1))  # noqa: S308 -- paths of segno, no text
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', label, drawing)
