"""Chrome 109 is the last browser for Windows 7: what it does not know would take the colour out of the bars."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "masterstvo").rglob("static/**/*.css"))
ABOVE_THE_FLOOR = (
    r"color-mix\(|\bok(?:lch|lab)\(|light-dark\(|(?<!\w)color\(|:has\(|subgrid|\[popover|:popover-open|@property"
    r"|@starting-style|@scope|@view-transition|anchor\(|animation-timeline|field-sizing|interpolate-size"
)


def bare(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def nested_rules(css):
    """Return selectors that stand inside a rule with declarations: only at-rules may hold rules."""
    found, holders, start = [], [], 0
    for match in re.finditer(r"[{};]", css):
        if match.group() == "{":
            selector = css[start : match.start()].strip()
            if holders and not holders[-1].startswith("@"):
                found.append(selector)
            holders.append(selector)
        elif match.group() == "}":
            holders.pop()
        start = match.end()
    assert holders == [], "a brace is not closed"
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheet_stays_on_the_browser_floor(sheet):
    assert re.findall(ABOVE_THE_FLOOR, bare(sheet.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheet_does_not_nest_rules(sheet):
    assert nested_rules(bare(sheet.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "css", ["a { color: oklch(50% 0 0) }", "a { color: color-mix(in srgb, red, blue) }", "b:has(a) {}"]
)
def test_floor_notices_what_is_above_it(css):
    assert re.findall(ABOVE_THE_FLOOR, css)


def test_nesting_is_noticed():
    assert nested_rules("@media print { .a { color: red; .b { color: blue } } }") == [".b"]


def test_there_is_a_sheet():
    assert [sheet.name for sheet in SHEETS] == ["app.css"]
