"""The protocol of a rating, its formula and the places: as a .docx file and as the text of a document."""

from collections.abc import Iterator, Sequence

from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper
from masterstvo.ratings.counting import number
from masterstvo.ratings.models import Part, Rating, Standing
from masterstvo.ratings.queries import Clause

SIGNERS = ["Председатель комиссии", "Секретарь комиссии"]


def protocol(rating: Rating, clauses: Sequence[Clause], rows: Sequence[Standing]) -> bytes:
    """Return the protocol; ``rows`` come with their lines. Queries: none."""
    parts = [each.part for each in clauses]
    day = rating.decided_on or rating.counted_to or rating.starts_on
    paper = Paper(title_of(rating), day=day, landscape=True)
    paper.head("ПРОТОКОЛ", f"{rating}")
    paper.pairs(_about(rating, rows), title="О рейтинге")
    paper.heading("Формула", 2)
    paper.table(
        (("№", 1), ("Что считаем", 5), ("Откуда", 9), ("Баллы", 6), ("Если сведений нет", 4)),
        [
            (position, each.part.title, each.source, each.part.words, each.part.get_without_display())
            for position, each in enumerate(clauses, start=1)
        ],
        title="Формула",
    )
    paper.heading("Места", 2)
    paper.table(
        (
            ("Место", 1.4),
            ("Участник", 7),
            *((f"{position}", 1.4) for position, _ in enumerate(parts, start=1)),
            ("Итог", 1.8),
        ),
        [_row(parts, each) for each in rows],
        title="Места",
    )
    paper.text("В столбцах с номерами – баллы за часть формулы с тем же номером; прочерк – сведений нет.")
    paper.signatures(SIGNERS)
    return paper.bytes()


def title_of(rating: Rating) -> str:
    return f"Протокол: {rating}"[:500]


def paragraphs(rating: Rating, clauses: Sequence[Clause], rows: Sequence[Standing]) -> Iterator[str]:
    """Yield what the protocol says; ``rows`` come with their lines. Queries: none."""
    yield " ".join(f"{name}: {value}." for name, value in _about(rating, rows) if value)
    yield "Формула:"
    for position, each in enumerate(clauses, start=1):
        without = each.part.get_without_display()
        yield f"{position}. {each.part.title}: {each.source}; {each.part.words}. Если сведений нет: {without}."
    yield "Места:"
    for row in rows:
        place, title, *points, total = _row([each.part for each in clauses], row)
        said = "; ".join(f"часть {position} – {value}" for position, value in enumerate(points, start=1))
        named = f"{place} место" if row.place else "Без места"
        yield f"{named} – {title}: итог {total} ({said})."


def _about(rating: Rating, rows: Sequence[Standing]) -> list[tuple[str, object]]:
    period = (
        f"{russian_date(rating.starts_on, with_year=True)} – {russian_date(rating.last_day, with_year=True)}"
    )
    counted_to = rating.counted_to and russian_date(rating.counted_to, with_year=True)
    return [
        ("Период", period),
        ("Сведения на", counted_to),
        ("Формула утверждена", rating.document),
        ("Итоги подведены", rating.decided_on and russian_date(rating.decided_on, with_year=True)),
        ("Участников", len(rows)),
    ]


def _row(parts: Sequence[Part], standing: Standing) -> tuple[object, ...]:
    points = points_by_part(standing)
    return (
        standing.place or "–",
        standing.title,
        *(_number(points.get(part.pk)) for part in parts),
        _number(standing.total),
    )


def points_by_part(standing: Standing) -> dict[int, object]:
    return {line.part_id: line.points for line in standing.told}  # type: ignore[attr-defined]  # given by queries.with_lines


def _number(value: object) -> str:
    return "–" if value is None else number(value)  # type: ignore[arg-type]  # a Decimal of the database
