"""Files that are no plan get one clear sentence; whatever happens, nothing else is raised."""

import contextlib
import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterstvo.core.errors import DomainError
from masterstvo.plans.reading import UnreadableFile, read_plan
from masterstvo.plans.reading.package import Package
from tests.plans.documents import HEADER, TITLE, Table, excel, pdf, word

ROWS = [
    HEADER,
    ["1", "Семинар", "май", "Орлова А.А.", "Справка"],
    ["2", "Слёт", "июнь", "Лисин Б.Б.", "Приказ"],
]
PLAN = word(TITLE, Table(ROWS))
BOOK = excel(Table([[TITLE], *ROWS]))


def refusal(content: bytes, name: str = "план.docx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_plan(content, name)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0  # one sentence
    return sentence


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_document(xml: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": xml})


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le") + b"\0\0" for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names + b"\0" * 512


def test_the_refusal_is_a_domain_error_and_a_value_error() -> None:
    assert issubclass(UnreadableFile, DomainError)
    assert issubclass(UnreadableFile, ValueError)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "пуст"),
        (b"hello", ".docx, .xlsx или .pdf"),
        (word("Уважаемые коллеги!", "Направляем план."), "нет ни одной таблицы"),
        (word(TITLE, Table([["Имя", "Телефон"], ["Орлова", "12-34"]])), "нет таблицы мероприятий"),
        (word(TITLE, Table([HEADER])), "пуста"),
        (word(TITLE, Table([HEADER, [""] * 5, [""] * 5])), "пуста"),
        (excel(Table([HEADER])), "пуста"),
        (excel(Table([])), "нет ни одной таблицы"),
        (zipped(**{"photo.jpg": b"123", "readme.txt": b"456"}), "архив"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<a/>"}),
            "OpenDocument",
        ),
        (ole("EncryptionInfo", "EncryptedPackage"), "паролем"),
        (ole("WordDocument", "1Table"), "старого формата .doc"),
        (ole("Workbook"), "старого формата .xls"),
        (ole("Nothing"), ".docx, .xlsx или .pdf"),
        (b"{\\rtf1 text}", ".rtf"),
        (PLAN[: len(PLAN) // 2], "повреждён"),
        (b"%PDF-1.7 but nothing else", "PDF повреждён"),
        (with_document(b"<broken"), "повреждён"),
        (with_document(b"<other/>"), "повреждён"),
    ],
)
def test_a_file_that_is_no_plan_gets_one_sentence(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"нет\.docx нет"):
        read_plan(tmp_path / "нет.docx")


def test_a_wrong_extension_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "план.doc"
    path.write_bytes(PLAN)
    assert len(read_plan(path).activities) == 2
    assert len(read_plan(BOOK, "план.docx").activities) == 2
    assert len(read_plan(io.BytesIO(PLAN), "план.pdf").activities) == 2


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_document(b"<a>" + b" " * (200 * 2**20) + b"</a>")
    assert len(bomb) < 2**20
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args, **kwargs: pytest.fail("inflated"))
    assert "слишком велик" in refusal(bomb)


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    bomb = bytearray(with_document(b"<a>" + b" " * (30 * 2**20) + b"</a>"))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = bomb.rfind(signature)
        bomb[at + offset : at + offset + 4] = struct.pack("<I", 1000)
    assert "повреждён" in refusal(bytes(bomb))


@pytest.mark.parametrize(("encoding", "words"), [("utf-8", "XML"), ("utf-16", "повреждён")])
def test_entities_are_never_expanded(encoding: str, words: str) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ха">{laughs}]><x>&l9;</x>'
    assert words in refusal(with_document(xml.encode(encoding)))


def test_files_outside_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна")
    xml = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]><x>&s;</x>'
    assert "XML" in refusal(with_document(xml.encode()))


def test_a_scan_is_told_from_a_text() -> None:
    fpdf = pytest.importorskip("fpdf")
    document = fpdf.FPDF()
    document.add_page()
    document.rect(10, 10, 100, 100)
    assert "скан" in refusal(bytes(document.output()))


def test_a_pdf_letter_has_no_tables() -> None:
    assert "нет ни одной таблицы" in refusal(pdf("Уважаемые коллеги, направляем вам письмо."))


def test_formatted_emptiness_is_quick() -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (i, i) for i in range(1, 300_000))
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, cells)
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    refusal(zipped(**parts))


def read_or_refuse(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert read_plan(content).as_json()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_random_bytes_are_refused(content: bytes, magic: bytes) -> None:
    read_or_refuse(magic + content)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([PLAN, BOOK]), st.integers(0, 2**32), st.sampled_from(["cut", "flip", "swap"]))
def test_a_damaged_file_is_read_or_refused(content: bytes, seed: int, how: str) -> None:
    chance = random.Random(seed)
    if how == "cut":
        content = content[: chance.randrange(len(content))]
    else:
        data = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            at = chance.randrange(len(data))
            data[at] = chance.randrange(256) if how == "flip" else data[chance.randrange(len(data))]
        content = bytes(data)
    read_or_refuse(content)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([PLAN, BOOK]), st.integers(0, 2**32))
def test_damaged_xml_inside_a_sound_zip_is_read_or_refused(content: bytes, seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(
        [n for n in parts if "document" in n or "sheet" in n or "workbook" in n or n.endswith(".rels")]
    )
    data = bytearray(parts[name])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        data[at] = chance.choice(b'0123456789-"<>/ =aZ')
    parts[name] = bytes(data)
    read_or_refuse(zipped(**parts))


def test_a_pdf_cut_short_is_read_or_refused() -> None:
    content = pdf(TITLE, Table(ROWS))
    chance = random.Random(1)
    for _ in range(12):
        read_or_refuse(content[: chance.randrange(len(content))])
        data = bytearray(content)
        for _ in range(30):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_or_refuse(bytes(data))


def test_parts_have_names_whatever_the_slashes() -> None:
    assert "word/document.xml" in Package(zipped(**{"word\\document.xml": b"<a/>"})).names


def test_a_long_plan_is_read_quickly() -> None:
    rows = [HEADER, *([str(i), f"Семинар {i}", "май", "Орлова А.А.", "Справка"] for i in range(1, 3001))]
    start = time.perf_counter()
    assert len(read_plan(excel(Table(rows))).activities) == 3000
    assert time.perf_counter() - start < 10


def test_a_merge_over_the_whole_sheet_takes_no_memory() -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % i for i in range(20, 220))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    )
    start = time.perf_counter()
    assert len(read_plan(zipped(**parts)).activities) == 2
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "text", ["а" * 40_000, "1 " * 10_000, "10 % из них " * 2_000, "2026 – 13 %, " * 1_000]
)
def test_a_monstrous_cell_is_read_quickly(text: str) -> None:
    start = time.perf_counter()
    read_or_refuse(
        word(TITLE, Table([HEADER, ["1", text, text, text, text], ["2", "Слёт", "май", "Лисин Б.Б.", ""]]))
    )
    assert time.perf_counter() - start < 5
