"""What a document says, on plain values, and how it is written: in the usual look of its kind, or by an own template."""

import datetime as dt
import re
from dataclasses import dataclass

from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper, look
from masterstvo.core.word.markup import Markup, elements
from masterstvo.core.word.package import describe, packed
from masterstvo.core.word.template import Tags, block_marks, fill

BLANK_NUMBER, BLANK_DAY = "_____", "«___» ______________ 20___ г."
MARKS = Tags(
    words={
        "орган": "чей документ: орган управления или организация",
        "муниципалитет": "муниципальное образование",
        "вид": "вид документа",
        "номер": "номер; до подписания пусто",
        "дата": "дата подписания; до подписания место для неё",
        "название": "название документа",
        "подписывает": "кто подписывает",
        "должность": "должность подписывающего",
        "пометка": "«Черновик» до подписания, после него пусто",
    },
    blocks={"текст": "текст документа", "люди": "таблица людей; пусто, пока никто не назван"},
    required=("текст",),
)
_POINT = re.compile(r"\d+[.)]\s")
_ORDERS = "ПРИКАЗЫВАЮ:"


@dataclass(frozen=True)
class Named:
    """A line of the table of persons."""

    name: str
    work: str
    note: str


@dataclass(frozen=True)
class Text:
    """Everything that the file says. ``kind``: a key of «document_kind»; ``day``: of the file's properties."""

    kind: str
    kind_title: str
    issuer: str
    municipality: str
    number: str
    dated_on: dt.date | None
    title: str
    paragraphs: tuple[str, ...]
    people: tuple[Named, ...]
    signer: str
    signer_position: str
    day: dt.date

    @property
    def shown_number(self) -> str:
        return self.number or BLANK_NUMBER

    @property
    def shown_day(self) -> str:
        return russian_date(self.dated_on, with_year=True) if self.dated_on else BLANK_DAY


def usual(text: Text) -> bytes:
    """Return the file in the usual look of its kind; the same text gives the same bytes."""
    paper = Paper(text.title or text.kind_title, day=text.day, author=text.issuer)
    if not text.number:
        paper.line("Черновик", align="right")
    paper.head(text.issuer, text.kind_title.upper())
    paper.line(f"от {text.shown_day} № {text.shown_number}", align="center", after=12)
    if text.title:
        paper.line(text.title, bold=True, align="center" if text.kind == "protocol" else "", after=12)
    people = _people(text)
    if people and text.kind == "protocol":  # who was there comes before what was said
        paper.line("Присутствовали:", keep_next=True, after=6)
        paper.table(*people, title="Присутствовали")
        paper.line("")
    paper.text(*(_ordering(text.paragraphs) if text.kind == "order" else text.paragraphs))
    if people and text.kind != "protocol":
        paper.line("Список:", keep_next=True, before=12, after=6)
        paper.table(*people, title="Список")
    paper.line("", before=12)
    paper.signatures([" ".join(filter(None, (text.signer_position, text.signer))) or "Подпись"])
    return paper.bytes()


def _ordering(paragraphs: tuple[str, ...]) -> list[str]:
    """Put «ПРИКАЗЫВАЮ:» before the first numbered point, unless somebody has written it."""
    if any(each.upper().startswith(_ORDERS[:-1]) for each in paragraphs):
        return list(paragraphs)
    first = next((place for place, each in enumerate(paragraphs) if _POINT.match(each)), len(paragraphs))
    return [*paragraphs[:first], _ORDERS, *paragraphs[first:]]


def _people(text: Text) -> tuple[list[tuple[str, float]], list[list[str]]] | None:
    """Return columns and rows of the table of persons; the last column only where it says something."""
    if not text.people:
        return None
    has_notes = any(each.note for each in text.people)
    columns = [("№", 0.4), ("Фамилия, имя, отчество", 3.0), ("Должность, организация", 3.2)]
    rows = [
        [str(number), each.name, each.work, each.note][: 4 if has_notes else 3]
        for number, each in enumerate(text.people, start=1)
    ]
    return [*columns, ("В каком качестве", 1.8)][: 4 if has_notes else 3], rows


def by_template(template: bytes, text: Text) -> bytes:
    """Return the file that an own template makes. Raises: InvalidTemplate."""
    document = fill(template, MARKS, _words(text))
    look.speak_russian(document)
    ink = Markup(document, look.style_ids(document), look.list_number(document))
    marks = block_marks(document)
    written = {"текст": _text_block(text, ink), "люди": _people_block(text, ink)}
    for tag, mark in marks.items():
        for element in elements(written[tag]) if written[tag] else ():
            mark._p.addprevious(element)
        mark._p.getparent().remove(mark._p)
    describe(document, title=text.title or text.kind_title, author=text.issuer, day=text.day)
    return packed(document)


def _words(text: Text) -> dict[str, str]:
    return {
        "орган": text.issuer,
        "муниципалитет": text.municipality,
        "вид": text.kind_title,
        "номер": text.number,
        "дата": text.shown_day,
        "название": text.title,
        "подписывает": text.signer,
        "должность": text.signer_position,
        "пометка": "" if text.number else "Черновик",
    }


def _text_block(text: Text, ink: Markup) -> str:
    return "".join(ink.paragraph(ink.text(each), "Report Body") for each in text.paragraphs)


def _people_block(text: Text, ink: Markup) -> str:
    people = _people(text)
    if people is None:
        return ""
    columns, rows = people
    whole = sum(share for _, share in columns)
    widths = [round(look.PORTRAIT_WIDTH * share / whole) for _, share in columns]
    cells = [[ink.cell(each) for each in row] for row in rows]
    return ink.table([name for name, _ in columns], widths, cells, title="Список") + "<w:p/>"
