"""The door of files: what other apps may import."""

from .access import download_response, open_file, preview_bytes, preview_count, preview_page, preview_response, verify
from .actions import delete_file, store_bytes, store_stream, store_upload
from .imaging import NoPreview
from .models import StoredFile
from .names import clean_name
from .refusal import Refused
from .sweep import declare_references, sweep_orphans
from .uploads import refused_uploads

__all__ = [
    "NoPreview",
    "Refused",
    "StoredFile",
    "clean_name",
    "declare_references",
    "delete_file",
    "download_response",
    "open_file",
    "preview_bytes",
    "preview_count",
    "preview_page",
    "preview_response",
    "refused_uploads",
    "store_bytes",
    "store_stream",
    "store_upload",
    "sweep_orphans",
    "verify",
]
