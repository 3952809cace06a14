"""What a kind of import is made of: columns of the file, tables of the registry, and how a row becomes records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Type(StrEnum):
    """What may stand in a cell."""

    TEXT = "text"
    NAME = "name"  # a person's full name
    ORGANIZATION = "organization"
    DATE = "date"
    TIME = "time"  # by the clock of the municipality
    LAST_DAY = "last_day"  # inclusive in the file, the first day after it in the registry
    NUMBER = "number"
    INTEGER = "integer"
    PERCENT = "percent"
    BOOL = "bool"
    TERM = "term"
    TERMS = "terms"  # several through «;», unknown words are kept
    CHOICE = "choice"
    EMAIL = "email"
    URL = "url"


@dataclass(frozen=True)
class Column:
    """A column of the contract. ``may_be_empty``: its header is required but not every cell."""

    name: str
    type: Type = Type.TEXT
    required: bool = False
    may_be_empty: bool = False
    synonyms: tuple[str, ...] = ()
    vocabulary: str = ""
    choices: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # (key, title, other spellings)
    nothing: tuple[str, ...] = ()  # words that mean an empty cell here
    least: float | None = None
    most: float | None = None
    places: int = 2
    max_length: int = 300
    example: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table that a kind writes, and how one of its records is found again.

    ``key``: all equal; ``loose``: equal, or unknown on either side. ``scope``: whose records are looked through:
    a field that leads to the "person" or "organization", "municipality", or "" for a table shared by everybody.
    ``replaces``: many-to-many fields that the file states whole; others only gain.
    """

    model: str
    key: tuple[str, ...]
    scope: str
    loose: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()  # fields that no two records may share besides the key
    columns: dict[str, str] = field(default_factory=dict)  # field → column, to speak of it
    titles: dict[str, dict[Any, str]] = field(default_factory=dict)  # field → how its values are shown


@dataclass(frozen=True)
class New:
    """The place of a record that this file will make. ``title``: how it was first written, when the key is folded."""

    model: str
    key: tuple[Any, ...]
    title: str = field(default="", compare=False)


Link = int | New


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return a set of links in the one order in which sets are compared."""
    return tuple(sorted(links, key=lambda link: str(link.key) if isinstance(link, New) else f"{link:012}"))


@dataclass(frozen=True)
class Who:
    """Which columns say who a person is."""

    name: str = "ФИО"
    born: str = "Дата рождения"
    code: str = "Код"
    organization: str = "Организация"
    may_be_new: bool = False
    code_may_be_foreign: bool = False  # the column «Код» may number something else


Values = dict[str, Any]
Key = Callable[[Values], Any]


class Row(Protocol):
    """A row being understood, as a kind sees it.

    ``doubt``: hold the row until a person clicks ``way_out``; ``beside``: the records, of the registry and of the rows before,
    whose values have this key; ``values``: of a record; ``lasting``: the words of a vocabulary of the kind with their days.
    """

    number: int

    def get(self, column: str) -> Any: ...
    def link(self, column: str) -> Any: ...
    def refuse(self, column: str, reason: str) -> None: ...
    def warn(self, column: str, reason: str) -> None: ...
    def doubt(self, column: str, reason: str, way_out: str) -> None: ...
    def beside(self, model: str, of: Key, key: Any) -> list[Values]: ...
    def values(self, model: str, link: Link) -> Values: ...
    def person_title(self, link: Link) -> str: ...
    def lasting(self, vocabulary: str) -> list[Any]: ...
    def put(
        self,
        model: str,
        key: dict[str, Any],
        values: dict[str, Any] | None = None,
        *,
        main: bool = False,
        link: Link | None = None,
    ) -> Link: ...

    today: Any
    municipality: int


@dataclass(frozen=True)
class Kind:
    """One kind of import. ``build`` puts the records of a row whose cells are all understood; ``finish`` compares rows."""

    key: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    tables: tuple[Table, ...]  # in the order of writing
    build: Callable[[Row], None]
    who: tuple[Who, ...] = ()
    finish: Callable[[Any], None] | None = None
    words: tuple[str, ...] = ()  # vocabularies that no column names and ``build`` asks for
    place: str = ""  # the column that names the organization the row is about, when it may be new

    @property
    def required(self) -> list[Column]:
        return [column for column in self.columns if column.required]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


# --- Columns that many kinds share -----------------------------------------------------------------------------------
NAME_SYNONYMS = (
    "Ф.И.О.", "ФИО полностью", "Фамилия, имя, отчество", "Фамилия имя отчество", "Фамилия Имя Отчество (полностью)",
    "ФИО педагога", "ФИО учителя", "ФИО работника", "ФИО сотрудника", "ФИО участника", "Педагог", "Учитель",
    "Сотрудник", "Работник", "ФИО слушателя", "ФИО педагогического работника", "Участник", "Слушатель",
)  # fmt: skip
BORN_SYNONYMS = (
    "Дата рожд.", "Д.р.", "ДР", "Дата рождения сотрудника", "Родился", "День рождения", "Число, месяц, год рождения",
)  # fmt: skip
ORGANIZATION_SYNONYMS = (
    "ОО", "Наименование ОО", "Наименование организации", "Название ОО", "Название организации", "Школа", "Место работы",
    "Образовательная организация", "Наименование образовательной организации", "Учреждение", "ОУ", "Наименование ОУ",
    "Образовательное учреждение", "Наименование учреждения", "Место работы (ОО)", "МОО", "Полное наименование ОО",
    "Краткое наименование ОО", "Организация (ОО)", "Основное место работы (ОО)",
)  # fmt: skip
LEVEL = Column(
    "Уровень", Type.TERM, required=True, vocabulary="level", example="муниципальный",
    synonyms=("Уровень мероприятия", "Уровень конкурса", "Уровень проведения", "Уровень экспертизы"),
)  # fmt: skip
CODE = Column(
    "Код", max_length=40, example="П-0012", note="Если в вашей базе у человека есть постоянный номер.",
    synonyms=("Код сотрудника", "Код педагога", "Табельный номер", "Таб. №", "ID", "Код работника"),
)  # fmt: skip
BORN = Column("Дата рождения", Type.DATE, synonyms=BORN_SYNONYMS, example="05.09.1987")
ORGANIZATION_HINT = Column(
    "Организация", Type.ORGANIZATION, synonyms=ORGANIZATION_SYNONYMS, max_length=400, example="СОШ № 1"
)
ORGANIZATION = Column(
    "Организация", Type.ORGANIZATION, required=True, synonyms=ORGANIZATION_SYNONYMS, max_length=400,
    example="СОШ № 1",
)  # fmt: skip
FULL_NAME = Column(
    "ФИО", Type.NAME, required=True, synonyms=NAME_SYNONYMS, example="Соколова Ирина Викторовна",
    note="Или три столбца: Фамилия, Имя, Отчество.",
)  # fmt: skip
PERSON_COLUMNS = (CODE, FULL_NAME, BORN, ORGANIZATION_HINT)
BASIS = Column(
    "Основание",
    example="приказ № 12 от 14.01.2025",
    synonyms=("Документ-основание", "Приказ", "Реквизиты приказа"),
)


def refuse_backwards(row: Row, first: str, last: str) -> None:
    """Refuse a row whose interval ends before it starts; ``last`` is half-open for ``Type.LAST_DAY``."""
    starts, ends = row.get(first), row.get(last)
    if starts and ends and ends <= starts:
        row.refuse(last, f"«{last}» раньше, чем «{first}».")


def refuse_future(row: Row, column: str) -> None:
    if row.get(column) and row.get(column) > row.today:
        row.refuse(column, "Эта дата ещё не наступила.")


def warn_future(row: Row, column: str) -> None:
    if row.get(column) and row.get(column) > row.today:
        row.warn(column, "Эта дата ещё не наступила: строка внесётся, в показатели войдёт после неё.")
