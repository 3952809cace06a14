"""A board in words: places with how they came about, what would change them, how each juror marks."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from masterstvo.assessments.models import Version
from masterstvo.contests.choices import AssignmentState, MarkCorrection, MarkMethod
from masterstvo.contests.marking import (
    Change,
    Correction,
    Juror,
    Option,
    Row,
    Rules,
    difference,
    groups,
    jurors_of,
    rank,
    stability,
)
from masterstvo.contests.marking.words import (
    change_in_words,
    juror_in_words,
    marks_in_words,
    number,
    rules_in_words,
    tie_in_words,
    total_in_words,
)
from masterstvo.contests.models import Assignment, Entry, JuryMember, Nomination
from masterstvo.contests.queries.board import Board
from masterstvo.contests.queries.jury import label_of


@dataclass(frozen=True)
class Placed:
    """One entry of the ranking. ``marks``: each in words; ``how``: the total as one can count it; ``tie``: what decided, "" when nothing.

    ``lacking``: fewer marks than the rules say, though nobody is waited for; "" when there are enough.
    """

    entry: Entry
    label: str
    row: Row
    marks: list[str]
    how: str
    tie: str
    lacking: str = ""


@dataclass(frozen=True)
class Other:
    """What one other way to count would change. ``asked``: the way, ``answer``: the change, both in words."""

    asked: str
    answer: str
    is_nothing: bool


@dataclass(frozen=True)
class Standing:
    """The places of one nomination, None for the whole contest. ``options``: those that change something first.

    ``uncorrected``: why the declared correction is not applied and to which works, "" when it is.
    """

    nomination: Nomination | None
    rows: list[Placed]
    options: list[Other]
    is_complete: bool
    uncorrected: str = ""

    @property
    def n_unstable(self) -> int:
        return sum(not each.is_nothing for each in self.options)


def standings(board: Board, *, with_options: bool = True) -> list[Standing]:
    """Return the places of each nomination. Queries: none."""
    return [_standing(board, each, with_options) for each in board.nominations]


def _standing(board: Board, nomination: Nomination | None, with_options: bool) -> Standing:
    entries = {each.pk: each for each in board.entries_in(nomination)}
    ranking, rules = board.ranking(nomination), board.declared
    part = part_titles(board)
    rows = [
        Placed(
            entries[row.entry],  # type: ignore[index]
            label_of(entries[row.entry]),  # type: ignore[index]
            row,
            marks_in_words(row, name_of(board)),
            total_in_words(row, rules),
            tie_in_words(row.decided_by, part) if row.decided_by else "",
            _lacking(row, rules),
        )
        for row in ranking.rows
    ]
    options = _options(board, nomination) if with_options else []
    return Standing(nomination, rows, options, ranking.is_complete, _uncorrected(rows, rules))


def _lacking(row: Row, rules: Rules) -> str:
    is_short = len(row.marks) + row.n_waiting < rules.n_jurors
    return f"оценок {len(row.marks)} из {rules.n_jurors}" if is_short else ""


def _uncorrected(rows: list[Placed], rules: Rules) -> str:
    if rules.correction == Correction.NONE:
        return ""
    bare = [each.label for each in rows if each.row.marks and not each.row.is_corrected]
    if not bare:
        return ""
    return (
        f"Поправка на экспертов не применена ({', '.join(bare)}): оценок слишком мало, чтобы отличить мягкость эксперта "
        "от силы работы. Считаются оценки, как их поставили."
    )


def _options(board: Board, nomination: Nomination | None) -> list[Other]:
    entries = board.entries_in(nomination)
    marks = board.marks(entries)
    if not marks:
        return []
    labels = {each.pk: label_of(each) for each in entries}
    found = stability(list(labels), marks, board.declared, board.earlier(nomination))
    told = [_told(each, board, labels) for each in found]
    return sorted(told, key=lambda each: each.is_nothing)


def _told(change: Change, board: Board, labels: dict[int, str]) -> Other:
    entry: Callable[[Hashable], str] = lambda key: labels[key]  # type: ignore[index]  # noqa: E731
    return Other(_asked(change.option, board), change_in_words(change, entry), change.is_nothing)


def _asked(option: Option, board: Board) -> str:
    if option.name == "without":
        return f"Без оценок: {name_of(board)(option.value)}"
    if option.name == "weights":
        return "Только финал, без оценки работ"
    if option.name == "method":
        return f"Итог – {MarkMethod(str(option.value)).label}"
    return {
        MarkCorrection.NONE: "Без поправок на экспертов",
        MarkCorrection.ADDITIVE: "С поправкой на мягкость экспертов",
        MarkCorrection.Z_SCORE: "С приведением оценок к одной шкале",
    }[MarkCorrection(str(option.value))]


# --- Names ----------------------------------------------------------------------------------------------------------------
def name_of(board: Board) -> Callable[[Hashable], str]:
    """Return callable(key of a member) -> «Соколова И. В.»."""
    names = {each.pk: each.appointment.person.short_name for each in board.members}
    return lambda key: names[key]  # type: ignore[index]


def part_titles(board: Board) -> Callable[[Hashable], str]:
    versions: dict[int, Version] = {each.version_id: each.version for each in board.criteria}
    titles = {part.key: part.title for version in versions.values() for part in version.parts.sections}
    return lambda key: titles.get(str(key), str(key))


def rules_told(board: Board) -> list[str]:
    """Return the rules of marking as the protocol states them."""
    n = board.rules.jurors_per_entry
    return [f"Каждую работу оценивают экспертов: {n}.", *rules_in_words(board.declared, part_titles(board))]


# --- Jurors and entries as the organizer watches them ------------------------------------------------------------------
@dataclass(frozen=True)
class Seat:
    """A member beside what was given. ``about``: what the organizer should know of the marks, "" when nothing stands out.

    ``ground``: what is wrong with that on which the appointment rests, "" when nothing is.
    """

    member: JuryMember
    n_given: int
    n_done: int
    juror: Juror | None
    about: str
    conflicts: list[tuple[str, str]]
    ground: str


def seats(board: Board, conflicts: dict[tuple[int, int], list]) -> list[Seat]:
    """Return the jury with loads, marks and conflicts: [(entry, why not)]. Queries: none."""
    known = {each.juror: each for each in jurors_of(board.marks(board.entries))}
    labels = {each.pk: label_of(each) for each in board.entries}
    found = []
    for member in board.members:
        own = [each for each in board.assignments if each.member_id == member.pk]
        held = [each for each in own if each.state == AssignmentState.GIVEN]
        juror = known.get(member.pk)
        why = [
            (labels[entry], "; ".join(each.words for each in reasons))
            for (key, entry), reasons in conflicts.items()
            if key == member.pk and entry in labels
        ]
        n_done = sum(board.is_done(each) for each in held)
        found.append(
            Seat(
                member, len(held), n_done, juror, juror_in_words(juror) if juror else "", why, _ground(member)
            )
        )
    return found


def _ground(member: JuryMember) -> str:
    order = member.appointment.document
    if order is not None:
        return "приказ о назначении ещё не подписан" if order.is_unsigned else ""
    return "" if member.appointment.basis else "назначение без основания"


@dataclass(frozen=True)
class Line:
    """An entry beside what each of its jurors has done: [(who, in words, a code of the component «state»)]."""

    entry: Entry
    label: str
    cells: list[tuple[str, str, str]]
    spread: str
    calls_third: bool


def lines(board: Board) -> list[Line]:
    """Return who has marked what by now. Queries: none."""
    rows = {row.entry: row for _, ranking in board.rankings() for row in ranking.rows}
    name = name_of(board)
    return [
        Line(
            entry,
            label_of(entry),
            [(name(each.member_id), *_cell(board, each)) for each in board.of_entry(entry)],
            number(rows[entry.pk].spread) if len(rows[entry.pk].marks) > 1 else "",
            rows[entry.pk].calls_third,
        )
        for entry in board.entries
    ]


def _cell(board: Board, each: Assignment) -> tuple[str, str]:
    value = board.mark_of(each)
    third = " (при расхождении)" if each.is_third else ""
    if each.state == AssignmentState.ABSTAINED:
        return f"отказ: {each.reason}", "not_held"
    if each.state == AssignmentState.APPEALED:
        return f"{number(value)} до апелляции" if value is not None else "до апелляции не оценена", "replaced"
    if board.is_pending(each):
        return f"ждёт решения{third}", "at_risk"
    if value is not None:
        return f"{number(value)}{third}", "done"
    if each.state == AssignmentState.REPLACED:
        return "заменён", "replaced"
    begun = any(sheet.answers for sheet in each.sheets.all())
    return (f"начато{third}", "going_on") if begun else (f"не начато{third}", "not_started")


@dataclass(frozen=True)
class Pending:
    """A mark about which the organizer decides. ``change``: what counting it would change among the prizes, in words."""

    assignment: Assignment
    label: str
    name: str
    mark: str
    why: str
    change: str


def pending(board: Board) -> list[Pending]:
    """Return the marks that wait, each with what it would change. Queries: none."""
    found = []
    for each in board.pending:
        entries = board.entries_in(each.entry.nomination)
        keys, labels = [one.pk for one in entries], {one.pk: label_of(one) for one in entries}
        earlier = board.earlier(each.entry.nomination)
        then = rank(keys, board.marks(entries, also=[each.pk]), board.declared, earlier=earlier)
        change = difference(Option("pending", each.pk), board.ranking(each.entry.nomination), then)
        value = board.mark_of(each, states=[sheet.state for sheet in each.sheets.all()])
        left = each.state == AssignmentState.REPLACED
        found.append(
            Pending(
                each,
                label_of(each.entry),
                name_of(board)(each.member_id),
                number(value) if value is not None else "",
                "эксперт вышел из жюри" if left else "поставлена после срока",
                change_in_words(change, lambda key, labels=labels: labels[key]),  # type: ignore[misc]
            )
        )
    return found


def is_in_parts(board: Board) -> bool:
    """Tell whether the jurors fall into groups without a shared entry: then nobody can say who is kinder."""
    return any(len(groups(board.marks(board.entries_in(each)))) > 1 for each in board.nominations)
