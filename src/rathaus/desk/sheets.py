"""Pages of documents as pictures inside a page: nothing that a stranger made runs in the clerk's browser.

They are data addresses, which the content policy allows for pictures, so that one look is one request and one line in
the log of looks.
"""

import base64

from rathaus.files.service import NoPreview, StoredFile, preview_bytes, preview_count, preview_page

PAGES = 10


def sheets_of(file: StoredFile) -> list[str]:
    """The first pages of a document; none if it cannot be shown (the download still works)."""
    try:
        return [_address(preview_page(file, number)) for number in range(1, preview_count(file, limit=PAGES) + 1)]
    except NoPreview:
        return []


def sheets_of_draft(document: bytes) -> list[str]:
    """The pages of a PDF that is stored nowhere."""
    try:
        return [_address(page) for page in preview_bytes(document, media_type="application/pdf", limit=PAGES)]
    except NoPreview:
        return []


def _address(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
