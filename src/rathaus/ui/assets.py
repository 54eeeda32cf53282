"""Builds the static files of the pages: `python -m rathaus.ui.assets` (part of `scripts/setup`).

From the KERN package, htmx and our own styles and scripts it writes `static/ui/dist/`, which git ignores. Does
nothing when no source changed since the last build.
"""

import hashlib
import sys
from pathlib import Path

from rathaus.ui.build_css import KERN_CLASS, minify, reduce_kern

HERE = Path(__file__).parent
SOURCES = HERE.parent
MODULES = HERE.parents[2] / "node_modules"
KERN, HTMX = MODULES / "@kern-ux/native", MODULES / "htmx.org"
DIST = HERE / "static/ui/dist"
STYLES, SCRIPTS = HERE / "styles", HERE / "scripts"
# Class names that our code puts together from parts, and so are written nowhere else.
COMPOSED = (
    "kern-badge--info kern-badge--success kern-badge--warning kern-badge--danger kern-form-check__radio "
    "kern-light kern-dark kern-form-check__checkbox kern-form-check__radio--error kern-form-check__checkbox--error"
)
BUNDLES = {"app.js": ("dom", "common"), "desk.js": ("dom", "desk"), "queue.js": ("dom", "queue")}


def used_kern_classes() -> frozenset[str]:
    """Every `kern-…` word in a template, module or script of ours: writing it there is how one asks for its style."""
    words: set[str] = set()
    for suffix in ("html", "py", "js"):
        for path in SOURCES.rglob(f"*.{suffix}"):
            if DIST not in path.parents:
                words |= set(KERN_CLASS.findall(path.read_text("utf-8")))
    return frozenset(words)


def own_styles() -> str:
    return minify("\n".join(path.read_text("utf-8") for path in sorted(STYLES.glob("*.css"))))


def bundle(*folders: str) -> str:
    """Joins our scripts; each file is its own block, so that its names stay its own (`dom` shares its functions)."""
    parts = []
    for folder in folders:
        for path in sorted((SCRIPTS / folder).glob("*.js")):
            text = path.read_text("utf-8").strip()
            parts.append(text if folder == "dom" else "{\n" + text + "\n}")
    return "\n".join(parts) + "\n"


def fingerprint() -> str:
    """Hash of everything a build reads."""
    digest = hashlib.sha256("\n".join(sorted(used_kern_classes())).encode())
    files = [*HERE.glob("build_*.py"), HERE / "assets.py", *STYLES.glob("*.css"), *SCRIPTS.rglob("*.js")]
    files += [KERN / "package.json", HTMX / "package.json"]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build(target: Path = DIST) -> None:
    from rathaus.ui.build_fonts import build_fonts  # fontTools takes 0.3 s to import; a start without change skips it

    target.mkdir(parents=True, exist_ok=True)
    own = own_styles()
    kern = reduce_kern((KERN / "dist/kern.css").read_text("utf-8"), used=used_kern_classes(), own=own)
    faces = build_fonts(KERN, target)
    (target / "app.css").write_text(f"@layer kern;{faces}@layer kern{{{kern}}}{own}", "utf-8")
    for name, folders in BUNDLES.items():
        (target / name).write_text(bundle(*folders), "utf-8")
    (target / "htmx.js").write_bytes((HTMX / "dist/htmx.min.js").read_bytes())


def main() -> int:
    if not KERN.is_dir() or not HTMX.is_dir():
        print("rathaus: the front-end packages are missing; run `make setup`.", file=sys.stderr)  # noqa: T201 - a command
        return 1
    stamp, want = DIST / ".stamp", fingerprint()
    if not stamp.is_file() or stamp.read_text() != want:
        build()
        stamp.write_text(want)
    return 0


if __name__ == "__main__":
    sys.exit(main())
