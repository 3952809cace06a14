"""Golos Text, cut down to what the pages need. Runs at set-up only; without it pages use the system's own typeface.

fontTools is imported inside the functions: no web worker needs it.
"""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

PACKAGE_FILES = Path("node_modules/@fontsource-variable/golos-text/files")
WEIGHTS = (400, 700)  # the sheet uses nothing lighter or bolder
RASTER_WEIGHTS = (400, 600)
FAMILY = "Golos Text"

LATIN = {
    *range(0x20, 0x7F), 0xA0, 0xA7, 0xAB, 0xB0, 0xB1, 0xB2, 0xB7, 0xBB, 0xD7, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019,
    0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2191, 0x2193, 0x2212,
}  # fmt: skip
CYRILLIC = {*range(0x410, 0x450), 0x401, 0x451, 0x2116}
RUBLE = {0x20BD}  # the package keeps the sign apart, with the rare Latin letters
FEATURES = ["kern", "tnum", "ccmp", "locl", "calt", "mark", "mkmk"]

FACE = (
    '@font-face {{ font-family: "{family}"; src: url(fonts/golos-text-{part}.woff2) format("woff2"); '
    "font-weight: 400 700; font-display: swap; unicode-range: {range} }}\n"
)
# A part of the page's face -> the package's file, its letters, and what the browser fetches it for.
PARTS = {
    "cyrillic": ("cyrillic", CYRILLIC, "U+0401, U+0410-0451, U+2116"),
    "latin": ("latin", LATIN, "U+0020-00FF, U+2000-2044, U+2190-2193, U+2212"),
    "ruble": ("latin-ext", RUBLE, "U+20BD"),
}


class FontUnavailable(Exception):
    """The typeface cannot be fetched; its text is the reason in one line."""


def fetch_package(definition: Path, workplace: Path) -> Path:
    """Install the pinned npm package into ``workplace`` and return the folder of its fonts. Raises: FontUnavailable."""
    npm = shutil.which("npm")
    if npm is None:
        raise FontUnavailable("npm не найден")
    workplace.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(definition / name, workplace / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(command, cwd=workplace, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603 -- a fixed command
    except subprocess.CalledProcessError as failure:
        lines = failure.stderr.strip().splitlines() or ["без объяснения"]
        raise FontUnavailable(f"npm ci: {lines[0]}") from failure
    except subprocess.TimeoutExpired as failure:
        raise FontUnavailable("npm ci не ответил за две минуты") from failure
    return workplace / PACKAGE_FILES


def build_fonts(source: Path, target: Path) -> None:
    """Write woff2 files for pages and static TTF files for pictures into ``target``, and ``fonts.css`` beside it."""
    target.mkdir(parents=True, exist_ok=True)
    faces = []
    for part, (file, letters, unicode_range) in PARTS.items():
        (target / f"golos-text-{part}.woff2").write_bytes(_as_woff2(_cut(source, file, letters)))
        for weight in RASTER_WEIGHTS:
            (target / f"golos-text-{part}-{weight}.ttf").write_bytes(
                _as_static(_cut(source, file, letters), weight)
            )
        faces.append(FACE.format(family=FAMILY, part=part, range=unicode_range))
    (target.parent / "fonts.css").write_text("".join(faces))


def _cut(source: Path, part: str, letters: set[int]):
    """Return the variable font of ``part`` with ``letters`` alone, between the two weights."""
    from fontTools import subset  # noqa: PLC0415 -- set-up only
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- set-up only
    from fontTools.varLib import instancer  # noqa: PLC0415 -- set-up only

    font = TTFont(source / f"golos-text-{part}-wght-normal.woff2")
    options = subset.Options(
        layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font.flavor = None
    return instancer.instantiateVariableFont(_reread(font), {"wght": WEIGHTS})


def _as_woff2(font) -> bytes:
    font.flavor = "woff2"
    return _bytes(font)


def _as_static(font, weight: int) -> bytes:
    """Return one weight as TTF, named so that resvg finds it: by family, and by the weight in OS/2."""
    from fontTools.varLib import instancer  # noqa: PLC0415 -- set-up only

    static = instancer.instantiateVariableFont(font, {"wght": weight})
    static["OS/2"].usWeightClass = weight
    for record in [*static["name"].names]:
        if record.nameID in (16, 17, 21, 22):
            static["name"].removeNames(nameID=record.nameID)
    static["name"].setName(FAMILY, 1, 3, 1, 0x409)
    static.flavor = None
    return _bytes(static)


def _reread(font):
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- set-up only

    return TTFont(BytesIO(_bytes(font)))


def _bytes(font) -> bytes:
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()
