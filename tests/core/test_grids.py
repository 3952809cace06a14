import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core import grids
from masterstvo.core.errors import DomainError
from masterstvo.core.grids import UnreadableFile, read_grids
from masterstvo.imports.checking.headers import NoHeader, find_layout, header_key, map_columns, open_table
from masterstvo.imports.kinds import KINDS
from tests.factories.sheets import GOOD_ROWS, csv_bytes, xlsx

ROW = {"Организация": "Школа; «первая», 1", "Год": "2025"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_delimiter(encoding, delimiter):
    grids = read_grids(csv_bytes([ROW, ROW], delimiter=delimiter, encoding=encoding), "файл.csv")

    assert grids[0].rows == [list(ROW), list(ROW.values()), list(ROW.values())]


def test_rows_are_numbered_as_excel_shows_them():
    content = xlsx([GOOD_ROWS["figures"]] * 2, above=["Отчёт", "за год"])

    layout, _, rows = open_table(KINDS["figures"], content, "файл.xlsx")

    assert layout.header == 2
    assert [row.number for row in rows] == [4, 5]


def test_the_sheet_whose_header_fits_best_is_taken():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Организация", "Год"])
    sheet = book.create_sheet("Данные")
    sheet.append(list(GOOD_ROWS["figures"]))
    sheet.append(list(GOOD_ROWS["figures"].values()))
    stream = io.BytesIO()
    book.save(stream)

    _, name, rows = open_table(KINDS["figures"], stream.getvalue(), "файл.xlsx")

    assert (name, len(rows)) == ("Данные", 1)


def test_a_row_of_column_numbers_and_a_repeated_header_are_no_data():
    header = list(GOOD_ROWS["figures"])
    rows = [
        dict(zip(header, "1234", strict=True)),
        GOOD_ROWS["figures"],
        dict(zip(header, header, strict=True)),
    ]

    _, _, found = open_table(KINDS["figures"], xlsx(rows), "файл.xlsx")

    assert [row.number for row in found] == [3]


@pytest.mark.parametrize(
    ("titles", "mapping"),
    [
        (["ф.и.о.", "ДАТА  РОЖД."], {"ФИО": [0], "Дата рождения": [1]}),
        (["Фамилия", "Имя", "Отчество"], {"ФИО": [0, 1, 2]}),
        (["Наименование ОО", "ФИО", "Ф. И. О."], {"Организация": [0], "ФИО": [1]}),
        (["Нагрузка (ч)", "Категория присвоена:", "E-Mail"], {"Нагрузка, ч": [0], "Категория присвоена": [1], "E-mail": [2]}),
    ],
)  # fmt: skip
def test_columns_are_recognised_by_the_words_people_write(titles, mapping):
    assert map_columns(KINDS["people"], titles) == mapping


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_word_means_two_columns(kind):
    meant = {}
    for column in KINDS[kind].columns:
        for spelling in (column.name, *column.synonyms):
            meant.setdefault(header_key(spelling), set()).add(column.name)

    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_a_kind_is_recognised_as_that_kind(kind):
    content = xlsx([GOOD_ROWS[kind]])

    assert find_layout(KINDS[kind], read_grids(content, "файл.xlsx")).missing == []


def test_a_table_of_another_kind_is_named():
    with pytest.raises(NoHeader, match="Похоже, это «Курсы», а не «Сотрудники»"):
        open_table(KINDS["people"], xlsx([GOOD_ROWS["training"]]), "файл.xlsx")


def _zip(name, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "пуст"),
        (b"  \n ", "пуст"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"\x89PNG\x00\x00", "не таблица"),
        (b"PK\x03\x04 broken", "повреждён"),
        (_zip("word/document.xml", b"<w/>"), "не таблица"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "не таблица"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        (b"a;b\n;;\n", "заголовк"),
        (xlsx([{}]), "нет ни одной"),
    ],
)
def test_a_bad_file_gets_one_sentence(content, words):
    with pytest.raises(DomainError, match=words) as caught:
        open_table(KINDS["people"], content, "файл.xlsx")

    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_bomb_and_a_huge_file_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(grids, "LARGEST_UNPACKED", 1000)
    with pytest.raises(UnreadableFile, match="распаковки"):
        read_grids(_zip("xl/workbook.xml", b" " * 2000), "файл.xlsx")
    monkeypatch.setattr(grids, "LARGEST_FILE", 10)
    with pytest.raises(UnreadableFile, match="50 МБ"):
        read_grids(b"x" * 11, "файл.csv")


@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(content):
    with suppress(DomainError):
        open_table(KINDS["people"], content, "файл.csv")


@given(text=st.text(max_size=300))
def test_any_text_is_a_table_or_a_sentence(text):
    with suppress(DomainError):
        open_table(KINDS["figures"], text.encode("utf-8", "ignore"), "файл.csv")
