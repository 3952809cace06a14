"""Random plans are written to Word and Excel and read back the same."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterstvo.plans.reading import ReadPlan, read_plan
from tests.plans.documents import TITLE, Merge, Table, excel, word

HEADERS = {
    "number": ["№ п/п", "№", "п/п"],
    "title": ["Наименование мероприятия", "Мероприятия", "Содержание работы"],
    "period": ["Срок", "Период реализации", "Сроки проведения"],
    "responsible": ["Ответственный", "Исполнители", "ФИО, должность ответственного"],
    "result": ["Ожидаемый результат", "Результат", "Прогнозируемый результат (характеристики результата)"],
}
WORDS = [
    "семинар",
    "для",
    "педагогов",
    "района",
    "«Учитель года»",
    "оценка",
    "и",
    "самооценка",
    "ФГОС",
    "2026",
    "РМО",
]
PERIODS = ["май", "В течение года", "Март – апрель", "до 20 марта", "по плану", "4 квартал", "22.03.2026"]
PEOPLE = ["Орлова А.А., методист", "Лисин Б.Б.", "Руководители ОО", "Орлова А.А.\nЛисин Б.Б."]
RESULTS = ["Справка", "90 % педагогов", "Приказ № 12 от 01.02.2026", "", "Протокол;\nсписок участников"]

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(
    lambda words: "Проведение: " + " ".join(words)
)


@dataclass(frozen=True)
class Row:
    title: str
    period: str
    responsible: str
    result: str


@dataclass(frozen=True)
class Plan:
    columns: list[str]
    headers: list[str]
    directions: list[tuple[str, list[Row]]]
    style: (
        str  # how a direction is shown: merged row, first cell, number cell and the rest, column merged down
    )
    repeat_after: int
    counted: bool


rows = st.builds(Row, phrases, st.sampled_from(PERIODS), st.sampled_from(PEOPLE), st.sampled_from(RESULTS))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    columns = draw(st.permutations(list(HEADERS)))
    dropped = draw(st.sampled_from([None, "result", "responsible", "period"]))
    style = draw(st.sampled_from(["merged", "first cell", "number and rest", "column", "none"]))
    columns = [column for column in columns if column != dropped]
    if style in {"first cell", "number and rest"}:
        columns.remove("number")
        columns.insert(0, "number")
    if style == "number and rest":
        columns.remove("title")
        columns.insert(1, "title")
    titles = [f"Направление развития {word}" for word in "АБВГ"[: draw(st.integers(1, 4))]]
    return Plan(
        columns=columns,
        headers=[draw(st.sampled_from(HEADERS[column])) for column in columns],
        directions=[(title, draw(st.lists(rows, min_size=1, max_size=5))) for title in titles],
        style=style,
        repeat_after=draw(st.integers(2, 9)),
        counted=draw(st.booleans()),
    )


def written(plan: Plan) -> Table:
    with_column = plan.style == "column"
    header = ["Направление", *plan.headers] if with_column else plan.headers
    width = len(header)
    lines: list[list[str]] = [header]
    merges: list[Merge] = []
    if plan.counted:
        lines.append([str(i) for i in range(1, width + 1)])
    since = 0
    for at, (title, activities) in enumerate(plan.directions, 1):
        if plan.style in {"merged", "first cell"}:
            if plan.style == "merged":
                merges.append((len(lines), 0, len(lines), width - 1))
            lines.append([f"{at}. {title}", *[""] * (width - 1)])
        elif plan.style == "number and rest":
            merges.append((len(lines), 1, len(lines), width - 1))
            lines.append([str(at), title, *[""] * (width - 2)])
        begin = len(lines)
        for k, activity in enumerate(activities, 1):
            values = {"number": f"{at}.{k}.", **vars(activity)}
            cells = [values[column] for column in plan.columns]
            lines.append([title if with_column and k == 1 else "", *cells] if with_column else cells)
            since += 1
        if with_column and len(activities) > 1:
            merges.append((begin, 0, len(lines) - 1, 0))
        if since >= plan.repeat_after:
            lines.append(header)
            since = 0
    return Table(lines, merges)


def check(plan: Plan, read: ReadPlan) -> None:
    expected = [
        (str(at) if plan.style != "none" else "", f"{at}.{k}", row)
        for at, (_, activities) in enumerate(plan.directions, 1)
        for k, row in enumerate(activities, 1)
    ]
    assert [(a.direction, a.number, a.title) for a in read.activities] == [
        (d, n, row.title) for d, n, row in expected
    ]
    for activity, (_, _, row) in zip(read.activities, expected, strict=True):
        for column, got in (
            ("period", activity.period_text),
            ("responsible", activity.responsible_text),
            ("result", activity.result_text),
        ):
            assert got == (getattr(row, column) if column in plan.columns else "")
    if plan.style != "none":
        assert [direction.title for direction in read.directions] == [title for title, _ in plan.directions]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_a_random_plan_in_word_is_read_back(plan: Plan) -> None:
    check(plan, read_plan(word(TITLE, written(plan))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_a_random_plan_in_excel_is_read_back(plan: Plan) -> None:
    table = written(plan)
    shifted = [(a + 2, b, c + 2, d) for a, b, c, d in table.merges]
    check(plan, read_plan(excel(Table([[TITLE], [], *table.rows], shifted))))
