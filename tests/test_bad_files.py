"""Broken, hostile and random documents and words: each is read or refused with one sentence. Seeds are fixed."""

import io
import random
import re
import zipfile

import openpyxl
import pytest
from django.test import override_settings

from masterstvo.cli import COMMANDS, main
from masterstvo.core.errors import DomainError
from masterstvo.core.grids import read_grids
from masterstvo.core.sandbox import CannotRead, run_limited
from masterstvo.imports.checking.headers import open_table
from masterstvo.imports.kinds import KINDS
from masterstvo.plans.reading import read_plan
from masterstvo.plans.schedule import parse
from masterstvo.reports.word import InvalidTemplate, builtin_template, check_template
from tests.bad_input import HOSTILE
from tests.plans.documents import HEADER, TITLE, Table, excel, pdf, word

SENTENCE = re.compile(r"[A-ZА-ЯЁ«].*[.!?]$", re.S)


ROWS = [HEADER] + [
    [f"1.{n}", "Семинар для учителей", "март 2026 г.", "методист Петрова О. И.", "10 % педагогов"]
    for n in range(9)
]


def plan_docx():
    return word(TITLE, Table(ROWS))


def plan_xlsx():
    return excel(Table([[TITLE], *ROWS]))


def plan_pdf():
    return pdf(TITLE, Table(ROWS))


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["ФИО", "Дата рождения", "Организация", "Должность", "Категория работника", "Принят"])
    for number in range(15):
        book.active.append(
            [f"Иванов Пётр {number}", "12.03.1980", "Берёзовская СОШ", "учитель", "педагог", "01.09.2010"]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def damaged(content, rng):
    """Spoil the bytes of a file: bits, pieces, length."""
    spoiled = bytearray(content)
    for _ in range(rng.choice([1, 1, 3, 30])):
        at = rng.randrange(len(spoiled))
        match rng.randrange(4):
            case 0:
                spoiled[at] ^= 1 << rng.randrange(8)
            case 1:
                spoiled[at : at + rng.randrange(200)] = rng.randbytes(rng.randrange(200))
            case 2:
                del spoiled[at : at + rng.randrange(2000)]
            case _:
                spoiled[at:at] = spoiled[: rng.randrange(3000)]
        if len(spoiled) < 10:
            break
    return bytes(spoiled)


def spoiled_part(content, rng):
    """Spoil the XML of one part of a Word or Excel file, which stays a sound zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        victim = rng.choice([name for name in old.namelist() if name.endswith((".xml", ".rels"))])
        for name in old.namelist():
            part = old.read(name)
            if name == victim:
                part = rng.choice([_other_numbers, _torn_tag, _dropped_tag, damaged, _emptied])(part, rng)
            new.writestr(name, part)
    return stream.getvalue()


def _other_numbers(part, rng):
    worse = [b"-1", b"0", b"99999999999999999999", b"1e308", b"NaN", b"", b"x", "²".encode(), b"2147483648"]
    return re.sub(
        rb'(?<=")\d+(?=")', lambda found: rng.choice(worse) if rng.random() < 0.3 else found[0], part
    )


def _torn_tag(part, rng):
    tags = [found.start() for found in re.finditer(rb"<", part)]
    at = rng.choice(tags)
    return part[:at] + part[at + 1 :]


def _dropped_tag(part, rng):
    tags = [found.span() for found in re.finditer(rb"<[^<>?]*/>", part)] or [(0, 0)]
    start, end = rng.choice(tags)
    return part[:start] + part[end:]


def _emptied(part, rng):
    return rng.choice([b"", b"<a/>", b"<?xml version='1.0'?>", b"\xff\xfe<\x00a\x00/\x00>\x00"])


def reads_or_refuses(read, *arguments):
    said = "Прочитано."
    try:
        read(*arguments)
    except DomainError as refusal:
        said = str(refusal)
    assert SENTENCE.match(said)
    assert len(said) < 1000


@pytest.mark.parametrize(("seed", "make"), [(1, plan_docx), (2, plan_xlsx), (3, plan_pdf)])
def test_a_damaged_plan_is_read_or_refused(seed, make):
    rng, content = random.Random(seed), make()
    for number in range(110 if make is not plan_pdf else 40):
        spoil = damaged if make is plan_pdf or number % 2 else spoiled_part
        reads_or_refuses(read_plan, spoil(content, rng), "план")


def _table(content, name):
    return open_table(KINDS["people"], content, name)


@pytest.mark.parametrize("seed", [4, 5])
def test_a_damaged_table_is_read_or_refused(seed):
    rng, content = random.Random(seed), workbook()
    for number in range(100):
        reads_or_refuses(_table, (damaged if number % 2 else spoiled_part)(content, rng), "люди.xlsx")


def test_a_random_csv_is_read_or_refused():
    rng = random.Random(6)
    signs = [
        "ФИО",
        "Дата рождения",
        ";",
        ",",
        "\t",
        '"',
        "\n",
        "\r\n",
        "\r",
        "Иванов",
        "1.1.1980",
        *HOSTILE[:30],
    ]
    for _ in range(200):
        text = "".join(rng.choice(signs)[:3000] for _ in range(rng.randrange(80)))
        encoding = rng.choice(["utf-8", "utf-8-sig", "cp1251", "utf-16", "koi8-r"])
        reads_or_refuses(_table, text.encode(encoding, "replace"), "люди.csv")


def test_any_words_are_some_period():
    rng = random.Random(7)
    words = [
        "май",
        "в течение",
        "года",
        "до",
        "с",
        "по",
        "20",
        "2026",
        "31.02",
        "квартал",
        "IV",
        "-",
        "–",
        "ежемесячно",
        "99999999999",
        ",",
        *HOSTILE,
    ]
    for _ in range(300):
        text = " ".join(rng.choice(words)[:500] for _ in range(rng.randrange(1, 9)))
        assert parse(text, rng.choice([2026, 1, 9999, 1900])).as_json()["text"] == text


# --- Bombs ----------------------------------------------------------------------------------------------------------
def with_part(content, name, part):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return stream.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "ha">'
    + b"".join(
        b'<!ENTITY x%d "&x%d;&x%d;&x%d;&x%d;">' % (n, n - 1, n - 1, n - 1, n - 1) for n in range(1, 25)
    )
    + b"]><a>&x24;</a>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
DEEP = b"<a>" * 200_000 + b"</a>" * 200_000


@pytest.mark.parametrize(
    "part", [LAUGHS, OUTSIDE, DEEP, b" " * 60_000_000], ids=["laughs", "outside", "deep", "zip"]
)
@pytest.mark.parametrize(
    ("read", "make", "name"),
    [
        (read_plan, plan_docx, "word/document.xml"),
        (read_plan, plan_docx, "word/styles.xml"),
        (read_plan, plan_xlsx, "xl/worksheets/sheet1.xml"),
        (read_plan, plan_xlsx, "xl/sharedStrings.xml"),
        (read_grids, workbook, "xl/worksheets/sheet1.xml"),
        (read_grids, workbook, "xl/sharedStrings.xml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bombs_are_refused_or_harmless(read, make, name, part):
    reads_or_refuses(read, with_part(make(), name, part), "план.docx")


def test_a_zip_of_too_many_members_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(25_000):
            archive.writestr(str(number), b"")
    for read in (read_plan, read_grids):
        with pytest.raises(DomainError):
            read(stream.getvalue(), "план.docx")


@override_settings(LIMIT_PARSERS=True)
def test_a_document_is_parsed_apart_and_one_beyond_the_limits_is_one_sentence():
    assert run_limited(read_plan, plan_docx(), "план.docx") == read_plan(plan_docx(), "план.docx")
    with pytest.raises(DomainError, match="DOCTYPE|вставки XML"):
        run_limited(read_plan, with_part(plan_docx(), "word/document.xml", LAUGHS), "план.docx")
    with pytest.raises(CannotRead):
        run_limited(read_plan, plan_docx(), "план.docx", megabytes=25)


@override_settings(LIMIT_PARSERS=True)
def test_a_template_and_a_table_are_read_apart_too():
    assert run_limited(check_template, builtin_template()) is None
    assert run_limited(read_grids, "Имя\nИнна\n".encode(), "a.csv")[0].rows == [["Имя"], ["Инна"]]
    with pytest.raises(InvalidTemplate):
        run_limited(check_template, b"letter")


# --- The command line -----------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_no_command_answers_with_a_traceback(tmp_path, capsys, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "план.docx").write_bytes(plan_docx())
    (tmp_path / "folder").mkdir()
    rng = random.Random(8)
    words = [
        "--json", "--dry-run", "--year", "--municipality", "--as-of", "--clean-rows", "--region", "-o", "--", "--replace", "--people",
        "people", "план.docx", "folder", "нет.xlsx", "A2", "lesnoy", "2026", "2026-11-20", "/dev/null", "--date", "--seed",
        *[each for each in HOSTILE if "\x00" not in each and not each.startswith("\ud800") and not each.startswith("\udfff")],
    ]  # fmt: skip
    commands = [each for each in COMMANDS if each not in {("serve",), ("demo",), ("restore",)}]
    for _ in range(250):
        monkeypatch.setattr("sys.stdin", io.StringIO(rng.choice(HOSTILE[:20])))
        arguments = [*rng.choice(commands), *(rng.choice(words)[:300] for _ in range(rng.randrange(5)))]
        try:
            code = main(arguments)
        except SystemExit as leaving:
            code = leaving.code
        said = capsys.readouterr().err
        assert code in (0, 1), arguments
        assert code == 0 or len(said.strip().splitlines()) == 1, (arguments, said)
