"""Fictional documents as people type them, each with its truth: raw Word XML where python-docx has no words."""

import io
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from lxml import etree

from masterstvo.plans.reading import Indicator, ReadPlan, read_plan

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


# Word XML


def r(text: str, properties: str = "") -> str:
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\v"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{parts}</w:r>"


def p(text: str = "", *, runs: str = "", properties: str = "", bold: bool = False) -> str:
    runs = runs or (r(text, "<w:b/>" if bold else "") if text else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def centred(text: str) -> str:
    return p(text, properties='<w:jc w:val="center"/>', bold=True)


def tc(text: str = "", *, span: int = 1, merge: str = "", inner: str = "", bold: bool = False) -> str:
    """``merge``: «restart» or «continue» of a vertical merge."""
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    content = inner or "".join(p(line, bold=bold) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{vertical}</w:tcPr>{content}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    ready = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{ready}</w:tr>"


def tbl(*rows: str | Sequence[str]) -> str:
    ready = "".join(row if isinstance(row, str) else tr(*row) for row in rows)
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    width = max(sum(map(int, re.findall(r'gridSpan w:val="(\d+)"', row))) for row in ready.split("</w:tr>"))
    grid = f'<w:gridCol w:w="{14000 // width}"/>' * width
    properties = f'<w:tblW w:w="14000" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{ready}</w:tbl>"


def word_xml(*blocks: str) -> bytes:
    document = docx.Document()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    parsed = etree.fromstring(f"<x {NS}>{''.join(blocks)}</x>".encode())
    page = document.sections[0]
    page.page_width, page.page_height = page.page_height, page.page_width
    for at, node in enumerate(list(parsed)):
        body.insert(at, node)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def by_libreoffice(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.docx"
        source.write_bytes(content)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return source.with_suffix(".pdf").read_bytes()


# Truth


@dataclass
class Truth:
    """``activities``: (direction's title, number, title, period, responsible, result); «…» stands for anything."""

    activities: Sequence[tuple[str, ...]] = ()
    indicators: Sequence[
        tuple[str, str, Sequence[tuple[Any, ...]]]
    ] = ()  # number, title, (op, value, unit, year)
    directions: Sequence[tuple[str, str]] | None = None
    heading: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Sequence[str]] = field(default_factory=dict)  # further fields of activities, in order


def faults(plan: ReadPlan, truth: Truth) -> list[str]:
    """Every difference between what was read and what is true, in words."""
    found: list[str] = []

    def check(what: str, read: Any, true: Any) -> None:
        if true != "…" and _plain(read) != _plain(true):
            found.append(f"{what}: read {_plain(read)!r}, true {_plain(true)!r}")

    names = {d.number: d.title for d in plan.directions}
    check("activities", [a.title for a in plan.activities], [a[2] for a in truth.activities])
    if len(plan.activities) == len(truth.activities):
        for at, (read, true) in enumerate(zip(plan.activities, truth.activities, strict=True), 1):
            row = (
                names.get(read.direction, read.direction),
                read.number,
                read.title,
                read.period_text,
                read.responsible_text,
                read.result_text,
            )
            for what, a, b in zip(
                ("direction", "number", "title", "period", "who", "result"), row, true, strict=False
            ):
                check(f"activity {at} {what}", a, b)
        for name, values in truth.more.items():
            check(name, [getattr(a, name) or "" for a in plan.activities], list(values))
    if truth.directions is not None:
        check("directions", [(d.number, d.title) for d in plan.directions], list(truth.directions))
    check("indicators", [i.title for i in plan.indicators], [i[1] for i in truth.indicators])
    if len(plan.indicators) == len(truth.indicators):
        for indicator, (number, _, targets) in zip(plan.indicators, truth.indicators, strict=True):
            check(f"number of {indicator.title!r}", indicator.number, number)
            check(f"targets of {indicator.title!r}", _targets(indicator), list(targets))
    for name, value in truth.heading.items():
        got = getattr(plan.heading, name)
        check(name, got.as_json() if name == "order" and got else got, value)
    return found


def _targets(indicator: Indicator) -> list[tuple[Any, ...]]:
    return [(t.op, t.value, t.unit, t.year) for t in indicator.targets]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def read(content: bytes) -> ReadPlan:
    return read_plan(content, "план.docx")
