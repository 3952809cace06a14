"""Reading: a document (.docx, .xlsx, .pdf with a text layer) into a typed ``ReadPlan``. Knows no database.

Recognition is by what header words mean, by structure and by values, never by a document's name or wording.
"""

import re
from pathlib import Path
from typing import BinaryIO

from masterstvo.plans.reading.activities import read_activities
from masterstvo.plans.reading.columns import is_activities, read_layout
from masterstvo.plans.reading.docx import read_docx
from masterstvo.plans.reading.errors import UnreadableFile
from masterstvo.plans.reading.grid import Document
from masterstvo.plans.reading.heading import read_heading
from masterstvo.plans.reading.indicators import read_indicators, read_passport
from masterstvo.plans.reading.model import (
    Activity,
    Direction,
    Fact,
    Heading,
    Indicator,
    Order,
    Problem,
    Provenance,
    ReadPlan,
    Suggestion,
    Target,
)  # fmt: skip
from masterstvo.plans.reading.outline import parse_numbered
from masterstvo.plans.reading.package import Package, kind_of
from masterstvo.plans.reading.pdf import read_pdf
from masterstvo.plans.reading.people import people_in
from masterstvo.plans.reading.segments import Segment, segments_of
from masterstvo.plans.reading.targets import suggestions_in
from masterstvo.plans.reading.words import squeeze

__all__ = [
    "Activity", "Direction", "Fact", "Heading", "Indicator", "Order", "Problem", "Provenance", "ReadPlan",
    "Suggestion", "Target", "UnreadableFile", "people_in", "read_plan",
]  # fmt: skip

NO_TABLES = "В документе нет ни одной таблицы: загрузите план, в котором мероприятия сведены в таблицу."
NO_PLAN = (
    "В документе нет таблицы мероприятий: нужна таблица с графами «Наименование мероприятия», «Срок», "
    "«Ответственный», загрузите план с такой таблицей."
)
EMPTY_PLAN = "Таблица мероприятий пуста: заполните её и загрузите план ещё раз."


def read_plan(
    source: str | Path | bytes | BinaryIO, filename: str = "", *, year: int | None = None
) -> ReadPlan:
    """Read a plan or a report from a path, bytes or an open binary file.

    ``year`` is taken where the document's title tells none.

    Raises: UnreadableFile.
    """
    content, name = _content(source, filename)
    document = read_document(content)
    segments, problems = segments_of(document)
    activities_in = [segment for segment in segments if segment.kind == "activities"]
    indicators_in = [segment for segment in segments if segment.kind == "indicators"]
    heading = read_heading(document, year=year)
    directions, activities, doubts = read_activities(activities_in, _listed_directions(document))
    indicators, unclear = read_indicators(indicators_in)
    indicators = indicators or read_passport(document)
    if not activities and not indicators:
        raise UnreadableFile(_refusal(document, segments))
    return ReadPlan(
        filename=name,
        heading=heading,
        directions=tuple(directions),
        indicators=tuple(indicators),
        activities=tuple(activities),
        suggestions=tuple(
            suggestion
            for index, activity in enumerate(activities)
            for suggestion in suggestions_in(index, activity.number, activity.result_text)
        ),
        problems=(*_of_heading(heading), *doubts, *unclear, *problems),
    )


def read_document(content: bytes) -> Document:
    """Raises: UnreadableFile."""
    kind = kind_of(content)
    if kind == "pdf":
        return read_pdf(content)
    package = Package(content)
    if kind == "docx":
        return read_docx(package)
    from masterstvo.plans.reading.xlsx import read_xlsx  # noqa: PLC0415 -- brings openpyxl: not at every start

    return read_xlsx(package)


def _content(source: str | Path | bytes | BinaryIO, filename: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, filename
    if isinstance(source, (str, Path)):
        path = Path(source)
        try:
            return path.read_bytes(), filename or path.name
        except FileNotFoundError as error:
            raise UnreadableFile(f"Файла {path} нет: проверьте имя и путь.") from error
        except OSError as error:
            raise UnreadableFile(
                f"Файл {path} не открывается: проверьте, что это файл и его можно читать."
            ) from error
    return source.read(), filename


def _refusal(document: Document, segments: list[Segment]) -> str:
    if not any(grid.rows for grid in document.grids):
        return NO_TABLES
    has_header = bool(segments) or any(_has_header(document))
    return EMPTY_PLAN if has_header else NO_PLAN


def _has_header(document: Document) -> list[bool]:
    layouts = (read_layout(grid, row) for grid in document.grids for row in range(min(len(grid.rows), 40)))
    return [is_activities(layout) for layout in layouts if layout is not None]


def _listed_directions(document: Document) -> list[tuple[str, str]]:
    """The numbered list after «Направлениями планирования работы являются»."""
    paragraphs = document.paragraphs
    for at, paragraph in enumerate(paragraphs):
        if not squeeze(paragraph.text).startswith(
            ("направлени", "основныенаправлени", "приоритетныенаправлени")
        ):
            continue
        listed: list[tuple[str, str]] = []
        for following in paragraphs[at + 1 : at + 40]:
            number, title = parse_numbered(following.text)
            number = number or re.sub(r"\D+$", "", following.label)
            if not number:
                break
            listed.append((number, title))
        if len(listed) > 1:
            return listed
    return []


def _of_heading(heading: Heading) -> list[Problem]:
    missing = [
        ("название плана", heading.title),
        ("муниципалитет", heading.municipality),
        ("год плана", heading.year_from),
    ]
    return [Problem("Начало документа", f"Не найдено: {what}.") for what, value in missing if not value]
