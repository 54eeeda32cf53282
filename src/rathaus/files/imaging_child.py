"""The child process that opens strangers' pictures and PDFs. Started by `imaging`, never imported by it."""

import io
import json
from collections.abc import Callable
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from rathaus.core.guarded_child import CannotDo, serve

LONGER_SIDE = 1400  # pixels: an A4 page at about 120 dpi
Image.MAX_IMAGE_PIXELS = 40_000_000  # Pillow refuses twice that, before it decodes
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF"}
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, pypdfium2.PdfiumError)


def answer(request: dict[str, Any]) -> bytes:
    work: dict[str, Callable[..., bytes]] = {"check": check, "count": count, "draw": draw}
    try:
        return work[request.pop("do")](**request)
    except BROKEN as error:
        raise CannotDo(f"The file cannot be opened ({type(error).__name__}).") from error


def check(path: str, format: str) -> bytes:  # noqa: A002 - Pillow's word
    """Decode all of it; a JPEG at an eighth of its size, which reads all of its data too."""
    with Image.open(path, formats=[format]) as picture:
        picture.draft("RGB", (picture.width // 8 or 1, picture.height // 8 or 1))
        picture.load()
    return b"sound"


def count(path: str, media_type: str) -> bytes:
    if media_type in PICTURES:
        return b"1"
    with pypdfium2.PdfDocument(_known(path, media_type)) as document:
        return json.dumps(len(document)).encode()


def draw(path: str, media_type: str, number: int) -> bytes:
    picture = _picture(path, media_type) if media_type in PICTURES else _page(_known(path, media_type), number)
    result = io.BytesIO()
    picture.save(result, "PNG")
    return result.getvalue()


def _known(path: str, media_type: str) -> str:
    if media_type != "application/pdf":
        raise CannotDo("This kind of file has no preview.")
    return path


def _picture(path: str, media_type: str) -> Image.Image:
    with Image.open(path, formats=[PICTURES[media_type]]) as picture:
        picture.draft("RGB", (LONGER_SIDE, LONGER_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGER_SIDE, LONGER_SIDE))
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _page(path: str, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            raise CannotDo("There is no such page.")
        page = document[number - 1]
        scale = LONGER_SIDE / max(1, *page.get_size())
        image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return image


if __name__ == "__main__":
    serve(answer)
