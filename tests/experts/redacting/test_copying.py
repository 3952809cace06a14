import io

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from masterstvo.experts.redacting import Doubt, Secrets, redacted
from tests.experts.redacting import works

NAMES = [
    "Семёнова Анна Петровна",
    "Кузьменко Ольга Ильинична",
    "Белых Пётр Львович",
    "Иванова-Берг Нина Юрьевна",
]
SCHOOLS = ["МБОУ СОШ № 12 «Лесная школа»", "Детский сад «Ромашка»", "Гимназия имени Дубова"]
TELLING = ["семенов", "кузьменко", "белых", "иванов", "берг", "лесная школ", "ромашка", "дубов", "semenov"]
SECRETS = Secrets(tuple(NAMES), tuple(SCHOOLS))
MAKERS = {"docx": works.docx, "xlsx": works.xlsx, "pptx": works.pptx, "pdf": works.pdf}
FRAMES = ["{}", "Автор: {}", "Урок провела {} в 5 классе", "({})"]


@st.composite
def planted(draw):
    """Return (words with a name and a school in them, the whole name, where runs are cut)."""
    name, school = draw(st.sampled_from(NAMES)), draw(st.sampled_from(SCHOOLS))
    told = draw(
        st.sampled_from([name, name.upper(), f"{name.split()[0]} А. П.", "Semenova", f"{name}, {school}"])
    )
    words = f"{draw(st.sampled_from(FRAMES)).format(told)}; {school}"
    return words, name, draw(st.sets(st.integers(1, len(words) - 1), max_size=6))


@pytest.mark.parametrize("kind", sorted(MAKERS))
@given(work=planted())
@settings(max_examples=4, deadline=None, phases=[Phase.generate])
def test_no_copy_holds_a_name_or_a_school_that_stood_in_the_work(kind, work):
    words, name, cuts = work
    extra = {"cuts": cuts} if kind in ("docx", "pptx") else {}
    original = MAKERS[kind](words, author=name, **extra)
    assert [each for each in TELLING if each in works.told_by(original)]

    copy = redacted(original, kind, SECRETS)

    assert [each for each in TELLING if each in works.told_by(copy.content)] == []
    assert not {Doubt.NAMED, Doubt.UNREADABLE} & set(copy.doubts)


@pytest.mark.parametrize(("kind", "make"), [("jpg", works.jpeg), ("png", works.png)])
def test_a_picture_loses_what_the_camera_wrote_and_is_still_the_same_picture(kind, make):
    original = make(f"{NAMES[0]}, {SCHOOLS[0]}")
    assert "семенов" in works.told_by(original)

    copy = redacted(original, kind, Secrets((NAMES[0],), (SCHOOLS[0],)))

    assert [each for each in TELLING if each in works.told_by(copy.content)] == []
    before, after = (Image.open(io.BytesIO(each)).convert("RGB") for each in (original, copy.content))
    assert before.tobytes() == after.tobytes()
    assert copy.doubts == (Doubt.PICTURES,)  # what is drawn there a person has to look at


def test_the_rest_of_a_word_file_can_still_be_read():
    from docx import Document

    original = works.docx(
        "Урок проводит Семёнова Анна Петровна в пятом классе", author=NAMES[0], cuts={20, 24}
    )

    copy = redacted(original, "docx", Secrets((NAMES[0],)))

    document = Document(io.BytesIO(copy.content))
    assert document.paragraphs[0].text == "Урок проводит [имя] [имя] в пятом классе"


@pytest.mark.parametrize(("content", "kind", "doubt"), [(b"\xd0\xcf\x11\xe0", "doc", Doubt.UNKNOWN), (b"PK\x03\x04", "docx", Doubt.UNREADABLE), (b"%PDF-1.7", "pdf", Doubt.UNREADABLE)])  # fmt: skip
def test_what_cannot_be_cleaned_is_said(content, kind, doubt):
    assert redacted(content, kind, Secrets((NAMES[0],))).doubts == (doubt,)


def test_an_unknown_kind_with_a_name_inside_is_never_let_go():
    content = b"\xd0\xcf\x11\xe0" + "Семёнова".encode("utf-16-le")

    assert Doubt.NAMED in redacted(content, "doc", Secrets((NAMES[0],))).doubts


def test_a_scan_in_a_pdf_is_said():
    buffer = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(buffer, "PDF")

    assert Doubt.SCAN in redacted(buffer.getvalue(), "pdf", Secrets((NAMES[0],))).doubts


@pytest.mark.parametrize("kind", ["docx", "pdf", "pptx"])
def test_words_that_may_be_the_school_stay_and_are_said(kind):
    original = MAKERS[kind]("Каменный век в программе школы", author="")

    copy = redacted(original, kind, Secrets(places=("Каменская ООШ",)))

    assert "каменный век" in works.told_by(copy.content)
    assert {Doubt.NEAR} <= set(copy.doubts) <= {Doubt.NEAR, Doubt.PICTURES}
