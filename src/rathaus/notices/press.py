"""The child process that turns a template and data into a PDF. Started by `renderer`, never imported by it.

One typst compiler lives as long as the process: fonts are read once and unchanged templates are not parsed again.
It is given files only (a source handed over as bytes fails at the second compile) and sees nothing but its own
folder: our templates, the services' templates by their hash, and images by theirs.
"""

import base64
import hashlib
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from rathaus.core.guarded_child import CannotDo, serve
from rathaus.notices.marks import has_marks, mend_marks

if TYPE_CHECKING:
    from typst import PDFStandard  # only the stubs have it

STANDARDS: "list[PDFStandard]" = ["ua-1", "a-3a"]
OURS = Path(__file__).parent / "typst"


class Press:
    """A folder, a compiler and what they have seen so far."""

    def __init__(self, root: Path, fonts: Path) -> None:
        self.root = root
        shutil.copytree(OURS, root / "rathaus")
        for folder in ("templates", "images", "packages"):
            (root / folder).mkdir()
        packages = root / "packages"  # stays empty: nothing is imported from outside
        self.compiler = typst.Compiler(
            root=root,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
            package_path=packages,
            package_cache_path=packages,
        )

    def print(self, job: dict[str, Any]) -> bytes:
        template = self._kept("templates", job["template"].encode(), "typ")
        images = {name: self._image(image) for name, image in job["images"].items()}
        try:
            pdf = self.compiler.compile(
                self.root / template,
                format="pdf",
                sys_inputs={"data": job["data"], **images},
                pdf_standards=STANDARDS if job["standard"] else [],
                timestamp=datetime.fromtimestamp(job["timestamp"], tz=UTC),
            )
        except typst.TypstError as error:
            raise CannotDo(_explained(error)) from error
        if not isinstance(pdf, bytes):
            raise CannotDo("The template made no single PDF.")
        return mend_marks(pdf) if has_marks(job["data"]) else pdf

    def _image(self, image: dict[str, str]) -> str:
        return "/" + self._kept("images", base64.b64decode(image["bytes"]), image["kind"])

    def _kept(self, folder: str, content: bytes, suffix: str) -> str:
        """The path, below the root, of a file with this content; written when first seen."""
        path = f"{folder}/{hashlib.sha256(content).hexdigest()[:32]}.{suffix}"
        if not (self.root / path).exists():
            (self.root / path).write_bytes(content)
        return path


def _explained(error: typst.TypstError) -> str:
    """Message and place of the fault. typst quotes the template there, not the data."""
    return "\n".join([error.message, *error.hints, *error.trace])


def main() -> None:
    """`python -m rathaus.notices.press FONTS`; the folder goes with the process."""
    with tempfile.TemporaryDirectory(prefix="rathaus-press-") as folder:
        serve(Press(Path(folder), Path(sys.argv[1])).print)


if __name__ == "__main__":
    main()
