import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from masterstvo.reports.word import InvalidTemplate, build_docx, builtin_template, check_template
from masterstvo.reports.word.template import BLOCKS, WORDS
from tests.reports.test_word import EMPTY, full


def template(*paragraphs, table=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for text in table:
        document.add_table(1, 1).cell(0, 0).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(content, **parts):
    """Return the package with parts added or replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


GOOD = ("{{ орган }}: отчёт за {{ год }} год", "{{ таблица_1 }}", "{{ таблица_2 }}")


def test_the_shipped_template_passes_its_own_check():
    check_template(builtin_template())


def test_an_own_template_is_filled_in_its_own_words():
    document = docx.Document(
        io.BytesIO(build_docx(full(), template=template("Наш бланк. {{ год }}", *GOOD[1:])))
    )

    assert document.paragraphs[0].text == "Наш бланк. 2025"
    assert len(document.tables) == 2
    assert document.tables[1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_condition_may_hide_what_is_not_known():
    own = template("{% if подписывает %}Подписал{% endif %} {{ год }}", *GOOD[1:])

    assert docx.Document(io.BytesIO(build_docx(EMPTY, template=own))).paragraphs[0].text.endswith("2025")


def test_a_tag_split_by_word_into_pieces_is_still_a_tag():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ го", "д }", "}"):
        paragraph.add_run(piece)
    for tag in GOOD[1:]:
        document.add_paragraph(tag)
    buffer = io.BytesIO()
    document.save(buffer)

    assert (
        docx.Document(io.BytesIO(build_docx(EMPTY, template=buffer.getvalue()))).paragraphs[0].text == "2025"
    )


def test_values_are_words_never_markup_or_tags():
    from dataclasses import replace

    content = replace(EMPTY, authority="<w:p/> {{ 7 * 7 }} & Ко")
    document = docx.Document(io.BytesIO(build_docx(content, template=template(*GOOD))))

    assert document.paragraphs[0].text == "<w:p/> {{ 7 * 7 }} & Ко: отчёт за 2025 год"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "не документ Word"),
        (b"PK\x03\x04 broken", "не документ Word"),
        (template("{{ таблица_1 }}"), "нет метки «таблица_2»"),
        (template(*GOOD, "{{ анализ }}", "{{ анализ }}"), "дважды"),
        (template(*GOOD, "{{ бюджет }}"), "Метки «бюджет» нет"),
        (template(*GOOD, "{{ год"), "записана с ошибкой"),
        (template(*GOOD, "Смотри {{ анализ }} ниже"), "отдельным абзацем"),
        (template(*GOOD, table=["{{ анализ }}"]), "отдельным абзацем"),
        (template(*GOOD, "{{ год.__class__ }}"), "разрешены только"),
        (template(*GOOD, "{{ ''.join(год) }}"), "разрешены только"),
        (template(*GOOD, "{{ 'a' * 999999999 }}"), "разрешены только"),
        (template(*GOOD, "{% for a in год %}x{% endfor %}"), "разрешены только"),
        (template(*GOOD, "{{ range(9) }}"), "разрешены только"),
        (template(*GOOD, "{% include 'x' %}"), "разрешены только"),
        (repacked(template(*GOOD), **{"word/vbaProject.bin": b"x"}), "макросы"),
        (
            repacked(
                template(*GOOD),
                **{
                    "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="a" Type="http://x/attachedTemplate" '
                    b'Target="http://x/y.dotm" TargetMode="External"/></Relationships>'
                },
            ),
            "извне",
        ),
        (
            repacked(template(*GOOD), **{"word/bomb.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
            "не документ Word",
        ),
    ],
)
def test_a_file_that_cannot_be_a_template_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(InvalidTemplate, match=sentence):
        check_template(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(template(*GOOD), **{"word/media/a.xml": b"0" * (81 * 2**20)})

    with pytest.raises(InvalidTemplate, match="слишком велик"):
        check_template(bomb)


def test_every_tag_is_explained_in_the_documentation():
    words = (Path(__file__).parents[2] / "docs/report-template.md").read_text(encoding="utf-8")

    assert {
        tag: f"| `{{{{ {tag} }}}}` | {meaning} |" in words for tag, meaning in (WORDS | BLOCKS).items()
    } == dict.fromkeys(WORDS | BLOCKS, True)
