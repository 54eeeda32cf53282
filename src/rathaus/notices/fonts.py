"""The fonts of all documents: Noto Sans, which has every letter of DIN 91379 (Fira Sans lacks 54 of them).

`python -m rathaus.notices.fonts` copies them from the npm package to build/fonts, so that what serves needs no
node_modules. Part of scripts/setup.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "node_modules/@expo-google-fonts/noto-sans"
FOLDER = ROOT / "build/fonts"
FILES = {
    "400Regular": "NotoSans_400Regular.ttf",
    "400Regular_Italic": "NotoSans_400Regular_Italic.ttf",
    "600SemiBold": "NotoSans_600SemiBold.ttf",
    "700Bold": "NotoSans_700Bold.ttf",
}
REGULAR = FOLDER / FILES["400Regular"]


def copy_fonts() -> None:
    """Put the font files in place; what is there already and of the same size stays."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for folder, name in FILES.items():
        source, target = PACKAGE / folder / name, FOLDER / name
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            shutil.copyfile(source, target)


if __name__ == "__main__":
    try:
        copy_fonts()
    except FileNotFoundError as error:
        sys.exit(f"The fonts for documents are missing: {error.filename}. `npm ci` brings them.")
