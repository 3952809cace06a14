"""Организации: schools, kindergartens and others of one municipality."""

from masterstvo.imports.kinds.base import Column, Kind, Row, Table, Type, refuse_backwards

TABLE = Table(
    "organizations.organization",
    key=("municipality", "title"),
    scope="municipality",
    fields=(
        "code", "short_title", "kind", "level", "locality", "address", "site", "opened_on", "closed_on",
    ),
    unique=("code",),
    columns={
        "code": "Код", "title": "Название", "short_title": "Краткое название", "kind": "Вид", "level": "Уровень",
        "locality": "Местность", "address": "Адрес", "site": "Сайт", "opened_on": "Открыта", "closed_on": "Закрыта",
    },
)  # fmt: skip


def build(row: Row) -> None:
    refuse_backwards(row, "Открыта", "Закрыта")
    row.put(
        TABLE.model,
        {"municipality": row.municipality, "title": row.get("Название")},
        {field: row.get(column) for field, column in TABLE.columns.items()},
        main=True,
        link=row.link("Название"),
    )


KIND = Kind(
    key="organizations",
    title="Организации",
    sheet="Организации",
    tables=(TABLE,),
    build=build,
    place="Название",
    columns=(
        Column("Код", max_length=40, example="001", synonyms=("Код ОО", "Код организации", "Номер ОО")),
        Column(
            "Название", required=True, max_length=400,
            example="МБОУ «Приреченская средняя общеобразовательная школа № 1»",
            synonyms=(
                "Наименование", "Полное название", "Полное наименование", "Наименование ОО", "Название ОО",
                "Наименование организации", "Название организации", "Полное наименование ОО", "Организация",
                "Полное наименование организации", "Образовательная организация", "Наименование учреждения",
                "Полное наименование в соответствии с уставом",
            ),
        ),
        Column(
            "Краткое название", max_length=200, example="СОШ № 1",
            synonyms=(
                "Краткое наименование", "Сокращённое название", "Сокращённое наименование", "Сокращение",
                "Краткое наименование ОО", "Сокращённое наименование ОО",
            ),
        ),
        Column(
            "Вид", Type.TERM, required=True, vocabulary="organization_kind", example="школа",
            synonyms=("Вид организации", "Тип", "Тип организации", "Тип ОО", "Вид ОО", "Тип учреждения"),
        ),
        Column(
            "Уровень", Type.TERM, vocabulary="organization_level", example="средняя",
            synonyms=("Уровень образования", "Уровень ОО", "Уровень школы"),
        ),
        Column(
            "Местность", Type.TERM, vocabulary="locality", example="село",
            synonyms=("Тип местности", "Тип населённого пункта", "Город/село", "Село/город"),
        ),
        Column(
            "Адрес", max_length=400, example="с. Ключи, ул. Школьная, 1",
            synonyms=("Юридический адрес", "Фактический адрес", "Почтовый адрес", "Местонахождение"),
        ),
        Column("Сайт", Type.URL, synonyms=("Адрес сайта", "Официальный сайт", "Сайт ОО", "URL")),
        Column(
            "Открыта", Type.DATE, example="01.09.1974", synonyms=("Дата открытия", "Дата основания", "Открыта с")
        ),
        Column(
            "Закрыта", Type.LAST_DAY, note="Последний день работы.",
            synonyms=("Дата закрытия", "Ликвидирована", "Дата ликвидации"),
        ),
    ),
)  # fmt: skip
