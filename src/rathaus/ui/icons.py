"""Icons: the symbols of `icons.svg`, put into the page itself, so that they are there before any file is loaded."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_SYMBOL = re.compile(r'<symbol id="([a-z-]+)">(.*?)</symbol>')


@cache
def icon_shapes() -> dict[str, str]:
    text = (Path(__file__).parent / "icons.svg").read_text("utf-8")
    return dict(_SYMBOL.findall(text))


@cache
def icon(name: str, size: str = "") -> SafeString:
    """Inline SVG of the icon; decorative, so it never stands alone without text (`kern-sr-only` counts as text).

    An unknown name gives the plain document icon: a service may come with an icon this version does not draw yet.
    """
    shapes = icon_shapes()
    known = name if name in shapes else "dokument"
    extra = f" icon--{size}" if size in {"s", "l", "xl"} else ""
    return mark_safe(  # noqa: S308 - our own drawing, and a name that is one of its ids
        f'<svg class="icon icon-{known}{extra}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" '
        f'focusable="false">{shapes[known]}</svg>'
    )
