"""The sprite of the icons that the product uses, made from the ``lucide`` package at set-up."""

import re
import zipfile
from importlib import resources
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent

_USES = re.compile(
    r"""\{%\s*icon\s+["']([a-z0-9-]+)["']"""  # in a template: {% icon "check" %}
    r"""|\bicon\(\s*["']([a-z0-9-]+)["']"""  # in Python: icon("check")
    r"""|\bicon(?:: str)?\s*=\s*["']([a-z0-9-]+)["']"""  # as an argument of a tag, a state, a menu item
)


def used_icons(package: Path = PACKAGE) -> set[str]:
    """Return the names written in templates and code; hence a name is always written literally."""
    sources = [*package.rglob("*.py"), *package.rglob("templates/**/*.html")]
    found = (_USES.finditer(path.read_text(encoding="utf-8")) for path in sources)
    return {next(filter(None, match.groups())) for matches in found for match in matches}


def drawings(names: set[str]) -> dict[str, str]:
    """Return {name: inside of its SVG}; a name that Lucide does not have is absent."""
    archive = resources.files("lucide").joinpath("lucide.zip")
    with archive.open("rb") as stream, zipfile.ZipFile(stream) as icons:
        there = names & {Path(name).stem for name in icons.namelist()}
        return {name: _inside(icons.read(f"{name}.svg").decode()) for name in there}


def sprite(names: set[str]) -> str:
    """Return one SVG with a symbol for each of ``names``. Raises: LookupError naming those that Lucide does not have."""
    drawn = drawings(names)
    if missing := sorted(names - drawn.keys()):
        raise LookupError(f"Lucide has no icons named {', '.join(missing)}.")
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawn[name]}</symbol>' for name in sorted(drawn)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def _inside(svg: str) -> str:
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"\s*\n\s*", "", body).replace(" />", "/>")
