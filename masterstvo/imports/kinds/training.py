"""Курсы: who learnt what, where, for how long; programmes and providers are made on the way."""

from masterstvo.imports.kinds.base import PERSON_COLUMNS, Column, Kind, Row, Table, Type, Who, warn_future

PROVIDER = Table(
    "training.provider", key=("title",), scope="", fields=("kind",),
    columns={"title": "Организатор обучения", "kind": "Вид организатора"},
)  # fmt: skip
PROGRAMME = Table(
    "training.programme",
    key=("provider", "title", "hours"),
    loose=("kind", "form"),
    scope="",
    fields=("in_federal_register",),
    many=("topics",),
    columns={
        "title": "Программа", "hours": "Часы", "kind": "Вид", "form": "Форма",
        "in_federal_register": "В Федеральном реестре", "topics": "Темы",
    },
)  # fmt: skip
TRAINING = Table(
    "training.training",
    key=("person", "programme", "finished_on"),
    scope="person",
    fields=("starts_on", "document"),
    columns={
        "person": "ФИО",
        "programme": "Программа",
        "starts_on": "Начало",
        "finished_on": "Окончание",
        "document": "Документ",
    },
)


def build(row: Row) -> None:
    if row.get("Начало") and row.get("Окончание") < row.get("Начало"):
        row.refuse("Окончание", "«Окончание» раньше, чем «Начало».")
    warn_future(row, "Окончание")
    provider = row.put(
        PROVIDER.model, {"title": row.get("Организатор обучения")}, {"kind": row.get("Вид организатора")}
    )
    programme = row.put(
        PROGRAMME.model,
        {
            "provider": provider,
            "title": row.get("Программа"),
            "hours": row.get("Часы"),
            "kind": row.get("Вид"),
            "form": row.get("Форма"),
        },
        {"in_federal_register": row.get("В Федеральном реестре"), "topics": row.get("Темы")},
    )
    row.put(
        TRAINING.model,
        {"person": row.link("ФИО"), "programme": programme, "finished_on": row.get("Окончание")},
        {"starts_on": row.get("Начало"), "document": row.get("Документ")},
        main=True,
    )


KIND = Kind(
    key="training",
    title="Курсы",
    sheet="Курсы",
    tables=(PROVIDER, PROGRAMME, TRAINING),
    build=build,
    who=(Who(),),
    columns=(
        *PERSON_COLUMNS,
        Column(
            "Программа", required=True, max_length=500, example="Формирование функциональной грамотности",
            synonyms=(
                "Название программы", "Наименование программы", "Тема курсов", "Название курса", "Название курсов", "Курс",
                "Программа курсов", "Программа повышения квалификации", "Наименование программы (курсов)", "Тема курса",
                "Наименование ДПП", "Курсы",
            ),
        ),
        Column(
            "Организатор обучения", required=True, example="ГАУ ДПО «Институт развития образования»",
            synonyms=(
                "Организатор", "Где обучался", "Организация, проводившая обучение", "Место прохождения", "Место обучения",
                "Кто обучал", "Образовательная организация ДПО", "Организация ДПО", "Учебное заведение", "Провайдер",
                "Место прохождения курсов", "Организатор курсов",
            ),
        ),
        Column(
            "Вид организатора", Type.TERM, vocabulary="provider_kind", example="институт",
            synonyms=("Тип организатора", "Вид организации ДПО"),
        ),
        Column(
            "В Федеральном реестре", Type.BOOL, example="да",
            synonyms=("Федеральный реестр", "Программа в Федеральном реестре", "ФР ДПП", "В ФР", "Включена в ФР"),
        ),
        Column(
            "Часы", Type.INTEGER, required=True, least=1, most=3000, example="36",
            synonyms=("Кол-во часов", "Количество часов", "Объём", "Объём, ч", "Часов", "Объём в часах", "Объём (часов)"),
        ),
        Column(
            "Вид", Type.TERM, vocabulary="training_kind", example="повышение квалификации",
            synonyms=("Вид обучения", "Вид программы", "Тип программы", "ПК/ПП"),
        ),
        Column(
            "Форма", Type.TERM, vocabulary="training_form", example="очная",
            synonyms=("Форма обучения", "Форма прохождения", "Формат обучения"),
        ),
        Column(
            "Начало", Type.DATE, example="12.03.2025", synonyms=("Дата начала", "Начало обучения", "С", "Обучение с")
        ),
        Column(
            "Окончание", Type.DATE, required=True, example="21.03.2025",
            synonyms=("Дата окончания", "Окончание обучения", "По", "Завершение", "Дата завершения", "Обучение по"),
        ),
        Column(
            "Темы", Type.TERMS, vocabulary="topic", example="функциональная грамотность; ФГОС",
            note="Через точку с запятой; своё слово тоже можно.", synonyms=("Тема", "Тематика", "Направление", "Направления"),
        ),
        Column(
            "Документ", max_length=200, example="удостоверение № 3814-25",
            synonyms=("Удостоверение", "№ документа", "Номер документа", "Номер удостоверения", "№ удостоверения"),
        ),
    ),
)  # fmt: skip
