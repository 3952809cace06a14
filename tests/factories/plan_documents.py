"""Plans and reports in Word, as an invented district would write them."""

from io import BytesIO

from docx import Document

TITLE = "План работы по повышению профессионального мастерства педагогов Приреченского района в 2025 году"
REPORT_TITLE = "Отчёт о реализации плана работы по повышению мастерства Приреченского района в 2025 году"
ROWS = [
    ["1. Координация методической службы"],
    [
        "1.1",
        "Разработка плана повышения мастерства",
        "март",
        "Соколова И.В., методист",
        "Приказ об утверждении",
    ],
    [
        "1.2",
        "Диагностика профессиональных дефицитов",
        "до 20 апреля",
        "Ермакова Н.А.",
        "не менее 90 % педагогов",
    ],
    ["2. Развитие наставничества"],
    [
        "2.1",
        "Семинар для наставников по планированию занятий",
        "Май, ноябрь",
        "Руководители ОО",
        "Программа семинара",
    ],
    ["2.2", "Школа молодого педагога: встречи по плану", "в течение года", "Тюрина О.С.", "Протоколы встреч"],
]
HEADER = ["№", "Наименование мероприятия", "Период реализации", "Ответственный", "Прогнозируемый результат"]
INDICATORS = [
    ["1", "Доля педагогов, прошедших диагностику профессиональных дефицитов", "не менее 10 %"],
    ["2", "Доля организаций, реализующих целевую модель наставничества", "100 %"],
]
INDICATOR_HEADER = ["№", "Наименование показателя", "Целевое значение"]


def _table(document, header, rows):
    table = document.add_table(rows=1, cols=len(header))
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text


def plan_docx(
    rows=ROWS,
    *,
    title=TITLE,
    header=HEADER,
    indicators=INDICATORS,
    indicator_header=INDICATOR_HEADER,
    order="Утверждён приказом от 09.04.2025 № 128-од",
    goal="Цель: рост мастерства педагогов",
):
    """Return the bytes of a .docx. A row of one text is a direction over the whole width."""
    document = Document()
    for text in filter(None, (order, title, goal)):
        document.add_paragraph(text)
    if indicators:
        _table(document, indicator_header, indicators)
        document.add_paragraph("План мероприятий")
    _table(document, header, rows)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def report_docx(results):
    """Return a report of the same plan whose result column tells ``results``, one for each activity."""
    told = iter(results)
    rows = [row if len(row) == 1 else [*row[:4], next(told)] for row in ROWS]
    facts = [[*INDICATORS[0], "12,5 %"], [*INDICATORS[1], "90 %"]]
    return plan_docx(
        rows,
        title=REPORT_TITLE,
        header=[*HEADER[:4], "Результат"],
        indicators=facts,
        indicator_header=[*INDICATOR_HEADER, "Фактическое значение"],
        order="Приказ от 28.11.2025 № 324-од",
    )
