"""The blocks of the report as markup: tables, sections, appendices, charts."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from masterstvo.core.dates import short_date
from masterstvo.core.numbers import format_decimal
from masterstvo.core.word.markup import Cell, Markup
from masterstvo.reports.composition.content import (
    ActivityGroup,
    ActivityRow,
    IndicatorRow,
    PairsRow,
    ReportContent,
)
from masterstvo.reports.word.charts import chart_paragraphs

GROUP_SHADE = "E8EEEE"


def heading(ink: Markup, text: str, level: int) -> str:
    return ink.paragraph(ink.text(text), f"Heading {min(level, 3)}")


def foreword(content: ReportContent, ink: Markup) -> str:
    parts = [_body(ink, words) for words in content.foreword]
    if content.goal:
        parts.append(_body(ink, f"Цель: {content.goal}"))
    if content.tasks:
        parts.append(ink.paragraph(ink.text("Задачи:"), "Report Body", keep_next=True))
        parts += [ink.list_item(task) for task in content.tasks]
    return "".join(parts)


def agreement(content: ReportContent, ink: Markup) -> str:
    """The agreement sheet on a page of its own; nothing while nobody is named."""
    if not content.approvals:
        return ""
    rows = [
        [
            ink.cell("\n".join(filter(None, (row.position, row.name)))),
            ink.cell(row.task),
            ink.cell(f"до {short_date(row.due_on)}" if row.due_on else ""),
            ink.cell(short_date(row.agreed_on) if row.agreed_on else ""),
            ink.cell(""),
        ]
        for row in content.approvals
    ]
    title = ink.paragraph(ink.text("Лист согласования", bold=True), "Caption", page_break=True)
    return title + ink.table(
        ("Должность, фамилия", "Что делает", "Срок", "Согласовано", "Подпись"),
        (610, 330, 240, 240, 230),
        rows,
        title="Лист согласования",
    )


def indicators(content: ReportContent, ink: Markup) -> str:
    """Table 1, then a chart for each block of targets."""
    parts = [ink.paragraph(ink.text("Таблица 1. Целевые показатели: план и факт"), "Caption")]
    header = ("№", "Показатель", "План", f"Факт на {short_date(content.as_of)}", "Причина отклонения")
    widths = (110, 560, 370, 280, 330)
    if content.indicators:
        parts.append(
            ink.table(header, widths, _indicator_rows(content.indicators, ink), title="Целевые показатели")
        )
        parts += chart_paragraphs(content.indicators, ink)
    else:
        parts.append(_body(ink, "В плане нет целевых показателей."))
    return "".join(parts)


def analysis(content: ReportContent, ink: Markup) -> str:
    """Section 1: each direction with its facts, problems, causes and conclusions."""
    parts = []
    for part in content.sections:
        parts.append(heading(ink, f"{part.number} {part.title}", part.depth + 1))
        parts += [_body(ink, words) for words in part.facts]
        for title, items in (
            ("Проблемы:", part.problems),
            ("Причины проблем:", part.causes),
            ("Выводы:", part.conclusions),
        ):
            parts.append(_titled_list(ink, title, items))
    return "".join(parts) or _body(ink, "В плане нет направлений.")


def activities(content: ReportContent, ink: Markup) -> str:
    """Table 2."""
    parts = [ink.paragraph(ink.text("Таблица 2. Мероприятия плана и их результаты"), "Caption")]
    if content.states:
        counted = ", ".join(f"{words} – {number}" for words, number in content.states)
        total = sum(number for _, number in content.states)
        parts.insert(0, _body(ink, f"Всего мероприятий – {total}, из них: {counted}."))
    header = (
        "№",
        "Срок",
        "Мероприятие",
        "Ответственные",
        "Планируемый результат",
        "Фактический результат, подтверждения",
        "Состояние",
    )
    widths = (120, 260, 580, 390, 410, 560, 300)
    rows = [row for group in content.groups for row in _group_rows(group, ink, len(header))]
    if not rows:
        return parts[0] + _body(ink, "В плане пока нет мероприятий.")
    return "".join((*parts, ink.table(header, widths, rows, title="Мероприятия плана и их результаты")))


def conclusions(content: ReportContent, ink: Markup) -> str:
    lists = (
        ("Проблемы:", content.problems),
        ("Причины проблем:", content.causes),
        ("Потребности:", content.needs),
        ("Перспективы:", content.prospects),
    )
    return "".join(_titled_list(ink, title, items) for title, items in lists)


def next_period(content: ReportContent, ink: Markup) -> str:
    """Table 3: what passes to the next period."""
    caption = ink.paragraph(
        ink.text("Таблица 3. Мероприятия, которые переходят на следующий период"), "Caption"
    )
    if not content.carried:
        return _body(ink, "Мероприятий, которые переходят на следующий период, нет.")
    rows = [
        [ink.cell(row.number), ink.cell(row.title), ink.cell(row.why), ink.cell(row.when)]
        for row in content.carried
    ]
    return caption + ink.table(
        ("№", "Мероприятие", "Почему не завершено", "Когда"),
        (130, 680, 560, 280),
        rows,
        title="Переходящие мероприятия",
    )


def appendices(content: ReportContent, ink: Markup) -> str:
    """The registers of participation, each numbered and each said to be empty when it is."""
    parts = []
    for number, (title, build) in enumerate(_APPENDICES, start=1):
        parts.append(
            ink.paragraph(ink.text(f"Приложение {number}. {title}"), "Heading 1", page_break=number == 1)
        )
        parts.append(build(content, ink))
    return "".join(parts)


def _events(content: ReportContent, ink: Markup) -> str:
    if not content.events:
        return _body(ink, "За отчётный период события не внесены.")
    rows = [
        [
            ink.cell(short_date(row.day)),
            ink.cell(row.title, extra=[ink.text(f"Темы: {row.topics}", italic=True)] if row.topics else ()),
            ink.cell(row.level),
            ink.cell(format_decimal(row.people, 0), align="center"),
            ink.cell("\n".join(f"{place} – {people}" for place, people in row.by_organization)),
        ]
        for row in content.events
    ]
    header = ("Дата", "Событие", "Уровень", "Участников", "По организациям")
    return ink.table(header, (220, 530, 300, 240, 360), rows, title="Участие в событиях")


def _contests(content: ReportContent, ink: Markup) -> str:
    if not content.contests:
        return _body(ink, "За отчётный период участие в конкурсах не внесено.")
    rows = [
        [
            ink.cell(short_date(row.day)),
            ink.cell(row.title),
            ink.cell(row.level),
            ink.cell("\n".join(_participant(*who) for who in row.participants)),
        ]
        for row in content.contests
    ]
    return ink.table(
        ("Дата", "Конкурс", "Уровень", "Участники и результаты"),
        (220, 490, 300, 640),
        rows,
        title="Участие в конкурсах",
    )


def _courses(content: ReportContent, ink: Markup) -> str:
    if not content.courses:
        return _body(ink, "За отчётный период обучение не внесено.")
    rows = [
        [ink.cell(row.provider)]
        + [
            ink.cell(format_decimal(number, 0), align="center")
            for number in (row.programmes, row.completions, row.in_register, row.people)
        ]
        for row in content.courses
    ]
    header = (
        "Организатор",
        "Программ",
        "Завершённых обучений",
        "Из них по программам Федерального реестра",
        "Человек",
    )
    return ink.table(header, (610, 230, 270, 330, 210), rows, title="Обучение по организаторам")


def _masters(content: ReportContent, ink: Markup) -> str:
    if not content.masters:
        return _body(
            ink, "За отчётный период ни пар, ни экспертов, ни результатов конкурсов, ни практик не внесено."
        )
    rows = [
        [ink.cell(row.part), ink.cell(row.title), ink.cell(format_decimal(row.number, 0), align="center")]
        for row in content.masters
    ]
    header = ("О чём", "Вид", "Сколько")
    return ink.table(header, (500, 850, 300), rows, title="Наставничество, эксперты, конкурсы и практики")


def _mentoring(content: ReportContent, ink: Markup) -> str:
    if not (content.pairs or content.acts):
        return _body(ink, "За отчётный период ни пар наставников, ни актов о наставничестве не внесено.")
    parts = [_body(ink, sentence) for sentence in content.mentoring]
    if content.pairs:
        rows = [_pairs_row(ink, row) for row in content.pairs]
        header = ("Модель", "Формат", "Пар", "С приказом", "По ст. 351.8 ТК", "По договору", "Завершены")
        widths = (380, 380, 140, 190, 200, 180, 180)
        parts.append(ink.table(header, widths, rows, title="Пары по моделям и форматам"))
    if content.acts:
        parts.append(_body(ink, "Акты о наставничестве в организациях."))
        rows = [
            [ink.cell(row.organization), ink.cell(row.regulation or "нет"), ink.cell(row.order or "нет")]
            + [ink.cell(format_decimal(number, 0), align="center") for number in (row.pairs, row.without_act)]
            for row in content.acts
        ]
        columns = ("Организация", "Положение", "Приказ о парах", "Пар", "Без приказа")
        parts.append(ink.table(columns, (560, 370, 370, 150, 200), rows, title="Акты о наставничестве"))
    return "".join(parts)


def _pairs_row(ink: Markup, row: PairsRow) -> list[Cell]:
    numbers = (row.pairs, row.with_act, row.formal, row.network, row.closed)
    told = [ink.cell(format_decimal(number, 0), align="center") for number in numbers]
    return [ink.cell(row.model), ink.cell(row.format), *told]


_APPENDICES: tuple[tuple[str, Callable[[ReportContent, Markup], str]], ...] = (
    ("Участие в событиях", _events),
    ("Участие в конкурсах профессионального мастерства", _contests),
    ("Повышение квалификации по организаторам", _courses),
    ("Наставничество, эксперты, конкурсы и практики", _masters),
    ("Наставнические пары и акты о наставничестве", _mentoring),
)


def _participant(name: str, place: str, result: str) -> str:
    return ", ".join(filter(None, (name, place))) + (f" – {result}" if result else "")


def _indicator_rows(rows: Sequence[IndicatorRow], ink: Markup) -> Iterator[list[Cell]]:
    block = ""
    for row in rows:
        if row.block and row.block != block:
            block = row.block
            yield [ink.cell(block, span=5, bold=True, keep_next=True, shade=GROUP_SHADE)]
        title = f"в том числе: {row.title}" if row.is_part else row.title
        yield [
            ink.cell(row.number),
            ink.cell(title),
            ink.cell(row.plan_text or "–"),
            ink.cell(row.fact_text, bold=row.is_below),
            ink.cell(row.reason or ("причина не указана" if row.is_below else "")),
        ]


def _group_rows(group: ActivityGroup, ink: Markup, columns: int) -> Iterator[list[Cell]]:
    title = f"{group.number}. {group.title}" if group.number else group.title
    yield [ink.cell(title, span=columns, bold=True, keep_next=True, align="center", shade=GROUP_SHADE)]
    for row in group.rows:
        yield [
            ink.cell(row.number),
            ink.cell(row.period),
            ink.cell(row.title),
            ink.cell(row.responsible),
            ink.cell(row.expected),
            ink.cell(row.actual, extra=_links(row, ink)),
            ink.cell(row.state),
        ]


def _links(row: ActivityRow, ink: Markup) -> list[str]:
    """Return the proofs that the words of the result do not already hold."""
    return [
        ink.link(link.url, link.title) if link.url else ink.text(link.title)
        for link in row.links
        if not (link.url and link.title == link.url and link.url in row.actual)
    ]


def _titled_list(ink: Markup, title: str, items: Iterable[str]) -> str:
    listed = [ink.list_item(item) for item in items]
    if not listed:
        return ""
    return ink.paragraph(ink.text(title, bold=True), "Report Body", keep_next=True) + "".join(listed)


def _body(ink: Markup, text: str) -> str:
    return ink.paragraph(ink.text(text), "Report Body")
