"""The analytic note and the summary of a school as .docx files."""

from collections.abc import Iterable, Sequence

from masterstvo.core.charts import Pair
from masterstvo.core.dates import russian_date
from masterstvo.core.numbers import NOTHING, counted, format_share, round_half_up
from masterstvo.core.word import Paper
from masterstvo.diagnostics.queries.map import Gain
from masterstvo.reports.composition.growth import Growth
from masterstvo.reports.composition.note import Line, Note, Summary, coverage

UNTOLD = "не показано"


def note_docx(note: Note) -> bytes:
    municipality = note.municipality
    author = municipality.authority_title or municipality.title
    paper = Paper(f"Аналитическая справка. {municipality}", day=note.period.last, author=author)
    _top(paper, author, "АНАЛИТИЧЕСКАЯ СПРАВКА", "о профессиональном развитии педагогов", note)
    paper.heading("1. Охват диагностикой", 2)
    _coverage(paper, note)
    paper.heading("2. Компетенции", 2)
    _competences(paper, note)
    paper.heading("3. Предметы", 2)
    _subjects(paper, note)
    paper.heading("4. Маршруты", 2)
    _routes(paper, note.total)
    paper.heading("5. Выводы", 2)
    paper.items(note.conclusions)
    _decisions(paper, "6. Предложения", note.decisions)
    _method(paper, note.smallest)
    paper.signatures(("Составил:",), dated=True)
    return paper.bytes()


def summary_docx(summary: Summary) -> bytes:
    organization, line = summary.organization, summary.line
    paper = Paper(f"Сводка для педсовета. {organization}", day=summary.period.last, author=organization.title)
    _top(
        paper,
        organization.title,
        "СВОДКА ДЛЯ ПЕДАГОГИЧЕСКОГО СОВЕТА",
        "о профессиональном развитии педагогов",
        summary,
    )
    paper.heading("1. Диагностика", 2)
    paper.text(coverage(line.growth))
    paper.heading("2. Чего не хватает", 2)
    if summary.competences:
        rows = [(title, cell.n_measured, cell.band) for title, cell in summary.competences]
        columns = (("Компетенция", 9), ("Измерено", 3), ("Ниже достаточного уровня", 4.5))
        paper.table(columns, rows, title="Компетенции")
    else:
        paper.text(
            f"Измерений слишком мало, чтобы говорить обо всех: нужно не меньше {summary.smallest} человек."
        )
    paper.heading("3. Маршруты и закрытые дефициты", 2)
    _routes(paper, line.growth)
    if line.closed is not None:
        paper.line(f"Повторное измерение закрыло дефицитов: {line.closed}.", before=6)
    _decisions(paper, "4. Что решить", summary.decisions)
    _method(paper, summary.smallest)
    paper.signatures(("Подготовил:", "Председатель педагогического совета:"), dated=True)
    return paper.bytes()


def _top(paper: Paper, author: str, title: str, about: str, content: Note | Summary) -> None:
    first, last = content.period.first, content.period.last
    paper.line(author, align="center", after=12)
    paper.head(title, about, f"с {russian_date(first)} по {russian_date(last, with_year=True)}")


def _coverage(paper: Paper, note: Note) -> None:
    rows = [
        (
            str(each.organization),
            format_share(each.growth.n_measured, each.growth.n_people),
            each.growth.n_routes,
            each.growth.n_done,
            *((UNTOLD if each.closed is None else each.closed,) if note.shows_closed else ()),
        )
        for each in note.lines
    ]
    columns = (("Организация", 6.5), ("Измерено", 2.6), ("Маршрутов", 2.3), ("Шагов пройдено", 2.4))
    closing = (("Дефицитов закрыто", 2.7),) if note.shows_closed else ()
    paper.table((*columns, *closing), rows, title="По организациям")
    if not note.shows_closed:
        paper.line(
            f"Сколько дефицитов закрыто, по организациям не показано: где-то за числом меньше {note.smallest} человек.",
            before=6,
        )
    paper.shares(_shares(note.lines), caption="Рисунок. Доля измеренных по организациям")


def _shares(lines: Iterable[Line]) -> list:
    known = [(str(each.organization), each.share) for each in lines if each.share is not None]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))


def _competences(paper: Paper, note: Note) -> None:
    rows = [
        (
            each.competence.title,
            each.cell.n_measured,
            each.cell.band,
            *_twice(each),
        )
        for each in note.told_gains
    ]
    columns = (
        ("Компетенция", 6),
        ("Измерено", 2.2),
        ("Ниже достаточного", 3.3),
        ("Из них дважды", 1.8),
        ("Было", 1.6),
        ("Стало", 1.6),
    )
    if rows:
        paper.table(columns, rows, title="Компетенции")
    if note.n_untold:
        rest = counted(note.n_untold, "компетенции", "компетенциям", "компетенциям")
        paper.line(f"По {rest} измерено меньше {note.smallest} человек: их результаты не показаны.", before=6)
    elif not rows:
        paper.text("Измерений, которые учитываются, пока нет.")
    paper.before_after(
        _pairs(note.gains),
        caption="Рисунок. Средний балл тех, кого измерили дважды: было (кольцо) и стало (круг); черта – достаточный уровень",
    )


def _twice(gain: Gain) -> tuple[object, object, object]:
    if gain.before is None or gain.now is None:
        return NOTHING, NOTHING, NOTHING
    return gain.n_twice, round_half_up(gain.before), round_half_up(gain.now)


def _pairs(found: Iterable[Gain]) -> list[Pair]:
    return [
        Pair(each.competence.title, each.before, each.now, each.target)
        for each in found
        if each.now is not None
    ]


def _subjects(paper: Paper, note: Note) -> None:
    rows = [
        (group, competence.title, cell.n_measured, cell.band)
        for group, cells in note.subjects.rows
        for competence, cell in zip(note.subjects.competences, cells, strict=True)
        if cell and cell.band
    ]
    if rows:
        columns = (("Предмет", 5), ("Компетенция", 6), ("Измерено", 2.2), ("Ниже достаточного", 3.3))
        paper.table(columns, rows, title="Предметы и компетенции")
    else:
        paper.text(f"Ни по одному предмету не измерено {note.smallest} человек и больше.")


def _routes(paper: Paper, growth: Growth) -> None:
    rows = [(f"Маршруты: {state.label}", n) for state, n in growth.states]
    rows += [("Шагов пройдено", growth.n_done), ("Шагов с прошедшим сроком", growth.n_overdue)]
    if growth.n_routes:
        paper.table((("Что", 12), ("Сколько", 4.5)), rows, title="Маршруты и шаги")
    else:
        paper.text("Индивидуальных маршрутов нет.")


def _decisions(paper: Paper, title: str, decisions: Sequence[str]) -> None:
    paper.heading(title, 2)
    if decisions:
        paper.items(decisions)
    else:
        paper.text("Из этих чисел ничего решать не нужно.")


def _method(paper: Paper, smallest: int) -> None:
    paper.line(
        f"Имён и баллов отдельных людей здесь нет. Что показала диагностика, сказано о группах не меньше {smallest} человек; "
        "числа, по которым можно вычислить меньшую группу, не показаны. Человек относится к организации основного места работы и к каждому из своих предметов.",
        before=12,
    )
