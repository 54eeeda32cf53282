"""What applicants of the demo upload: a page that says that it is a specimen."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from rathaus.files.service import StoredFile, store_bytes

_TYPES = {"pdf": ("PDF", "application/pdf"), "jpg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png")}
_PAGE = (595, 842)  # A4 at 72 dots per inch


def store_specimen(name: str) -> StoredFile:
    """A stored file of the kind that its name ends with; anything unknown becomes a PDF."""
    kind, media_type = _TYPES.get(name.rsplit(".", 1)[-1].lower(), _TYPES["pdf"])
    return store_bytes(_specimen(kind), name=name, media_type=media_type)


@cache
def _specimen(kind: str) -> bytes:
    page = Image.new("RGB", _PAGE, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, _PAGE[0] - 40, _PAGE[1] - 40), outline="#8a8a8a", width=2)
    pen.text((_PAGE[0] / 2, 120), "Muster", fill="#333333", anchor="mm", font_size=48)
    for line in range(14):
        pen.rectangle((90, 220 + line * 36, _PAGE[0] - 90 - (line * 53) % 140, 232 + line * 36), fill="#dddddd")
    written = BytesIO()
    page.save(written, kind)
    return written.getvalue()
