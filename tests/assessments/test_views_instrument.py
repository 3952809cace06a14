"""The builder as a methodist uses it: questions, publishing, two editors, files."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from masterstvo.assessments.content.reading import read
from masterstvo.assessments.content.workbook import COLUMNS
from masterstvo.assessments.models import Instrument, Version
from tests.factories.assessments import CONTENT, CampaignFactory, InstrumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
LIST = "assessments:instrument_list"
LIST_QUERIES = 8
WORDS = {"title": "Анкета", "kind": "survey", "subject": "person", "purpose": ""}
OPTIONS = {"label0": "Нет", "points0": "0", "label1": "Да", "points1": "2"}
SCORED = {"weight": "1", "is_required": "on"}


def at(name, *arguments, **query):
    return reverse(f"assessments:{name}", args=arguments, query=query or None)


@pytest.fixture
def draft():
    return VersionFactory(published_on=None)


@pytest.fixture
def methodist(sign_in, draft):
    return sign_in(municipality=draft.instrument.municipality)


def texts(version):
    version.refresh_from_db()
    return [each.text for each in version.parts.criteria()]


def said(response):
    return " ".join(str(each) for each in response.context["messages"])


# --- Building ---------------------------------------------------------------------------------------------------------
def test_a_questionnaire_is_built_with_a_question_of_each_kind_and_published(sign_in):
    client = sign_in()
    client.post(at("instrument_create"), WORDS)
    version = Version.objects.get(instrument__title="Анкета")
    client.post(at("section_create", version.pk), {"title": "Раздел", "weight": "1"})
    version.refresh_from_db()
    section = version.parts.sections[0].key
    kinds = {
        "levels": OPTIONS | SCORED,
        "choice": OPTIONS | SCORED,
        "several": OPTIONS | SCORED,
        "yes_no": SCORED,
        "points": SCORED | {"maximum": "5"},
        "number": {"is_required": "on"},
        "text": {},
    }

    for kind, sent in kinds.items():
        response = client.post(
            at("criterion_create", version.pk, section, kind=kind), {"text": f"Вопрос {kind}"} | sent
        )
        assert response.status_code == 302, response.context["form"].errors
    client.post(at("version_publish", version.pk))

    version.refresh_from_db()
    assert [str(each.scale.kind) for each in version.parts.criteria()] == list(kinds)
    assert [each.is_required for each in version.parts.criteria()] == [True] * 6 + [False]
    assert not version.is_draft


def test_an_unfinished_questionnaire_is_not_published_and_the_page_says_what_is_left(methodist, draft):
    methodist.post(at("section_create", draft.pk), {"title": "Пустой", "weight": "1"})

    page = methodist.post(at("version_publish", draft.pk), follow=True)

    draft.refresh_from_db()
    assert draft.is_draft
    assert "нет вопросов" in said(page)
    assert at("version_publish", draft.pk) not in page.content.decode()


def test_a_question_asked_on_a_condition_stands_with_its_words(methodist, draft):
    sent = {"text": "Почему?", "when": ["q1=0", "q1=1"]}
    methodist.post(at("criterion_create", draft.pk, "s2", kind="text"), sent)

    page = methodist.get(draft.instrument.get_absolute_url()).content.decode()

    assert "Если «Объяснить трудную тему» — Не получается, С трудом" in page


def test_answers_of_two_questions_make_no_condition(methodist, draft):
    sent = {"text": "Почему?", "when": ["q1=0", "q2=1"]}

    response = methodist.post(at("criterion_create", draft.pk, "s2", kind="text"), sent)

    assert response.status_code == 422
    assert "Выберите ответы одного вопроса" in response.content.decode()


def test_more_rows_of_answers_keep_what_was_typed(methodist, draft):
    address = at("criterion_create", draft.pk, "s1", kind="choice")

    response = methodist.post(address, {"text": "Вопрос", "more": "1"} | OPTIONS)

    assert response.context["form"].n_options == 5
    assert 'value="Нет"' in response.content.decode()
    assert len(texts(draft)) == 4


@pytest.mark.parametrize(
    ("key", "do", "expected"),
    [
        ("q2", "up", ["q2", "q1", "q3", "q4"]),
        ("q1", "down", ["q2", "q1", "q3", "q4"]),
        ("q4", "remove", ["q1", "q2", "q3"]),
        ("s2", "up", ["q3", "q4", "q1", "q2"]),
        ("s1", "remove", ["q3", "q4"]),
    ],
)
def test_parts_are_moved_and_removed(methodist, draft, key, do, expected):
    methodist.post(at("part_change", draft.pk, key), {"do": do})

    draft.refresh_from_db()
    assert [each.key for each in draft.parts.criteria()] == expected


def test_a_copied_question_stands_after_the_first_under_a_key_of_its_own(methodist, draft):
    methodist.post(at("part_change", draft.pk, "q1"), {"do": "copy"})

    draft.refresh_from_db()
    keys = [each.key for each in draft.parts.criteria()]
    assert len(set(keys)) == 5
    assert draft.parts.criterion(keys[1]).scale == draft.parts.criterion("q1").scale


def test_the_second_editor_of_a_question_sees_what_the_first_wrote_and_may_replace_it(methodist, draft):
    address = at("criterion_edit", draft.pk, "q4")
    seen = methodist.get(address).context["seen"]

    first = methodist.post(address, {"text": "Первый", "seen": seen})
    second = methodist.post(address, {"text": "Второй", "seen": seen})
    page = second.content.decode()
    third = methodist.post(address, {"text": "Второй", "seen": second.context["seen"]})

    assert [each.status_code for each in (first, second, third)] == [302, 422, 302]
    assert "Первый" in page
    assert "Второй</textarea>" in page
    assert texts(draft)[3] == "Второй"


@pytest.mark.parametrize("name", ["version_settings", "section_create"])
def test_a_published_version_is_not_edited_by_an_old_form(methodist, draft, name):
    methodist.post(at("version_publish", draft.pk))

    response = methodist.post(at(name, draft.pk), {"title": "Новый", "weight": "1", "minutes": "10"})

    assert (response.status_code, len(texts(draft))) == (422, 4)
    assert "Начните новую" in response.content.decode()


def test_levels_without_a_percent_are_refused(methodist, draft):
    response = methodist.post(at("version_settings", draft.pk), {"levels": "хорошо"})

    assert response.status_code == 422
    assert "с какого процента" in response.content.decode()


def test_an_instrument_by_which_people_were_asked_is_not_deleted(methodist, draft):
    methodist.post(at("version_publish", draft.pk))
    CampaignFactory(version=draft, municipality=draft.instrument.municipality)

    response = methodist.post(at("instrument_delete", draft.instrument_id), {"reason": "не нужен"})

    assert response.status_code == 422
    assert Instrument.objects.filter(pk=draft.instrument_id).exists()


# --- Files ------------------------------------------------------------------------------------------------------------
def give(client, name, raw):
    return client.post(at("instrument_import"), WORDS | {"file": SimpleUploadedFile(name, raw)})


def imported():
    return Version.objects.get(instrument__title="Анкета").parts


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_an_exported_instrument_comes_back_the_same(methodist, draft, form):
    raw = methodist.get(at("version_export", draft.pk, form)).content

    response = give(methodist, f"Анкета.{form}", raw)

    assert response.status_code == 302
    assert imported() == read(CONTENT)


def test_a_condition_in_excel_means_the_same_answers_though_they_are_numbered_anew(methodist, draft):
    methodist.post(
        at("criterion_create", draft.pk, "s1", kind="choice"), {"text": "Есть опыт?"} | OPTIONS | SCORED
    )
    draft.refresh_from_db()
    asked = next(each for each in draft.parts.criteria() if each.text == "Есть опыт?")
    yes = next(each.key for each in asked.scale.options if each.label == "Да")
    sent = {"text": "Какой?", "when": [f"{asked.key}={yes}"]}
    methodist.post(at("criterion_create", draft.pk, "s2", kind="text"), sent)

    give(methodist, "Анкета.xlsx", methodist.get(at("version_export", draft.pk, "xlsx")).content)

    when = next(each.when for each in imported().criteria() if each.text == "Какой?")
    options = imported().criterion(asked.key).scale.options
    assert [each.label for each in options if each.key in when.values] == ["Да"]


def test_a_text_like_a_formula_stays_a_text_in_excel(methodist, draft):
    methodist.post(at("criterion_create", draft.pk, "s2", kind="text"), {"text": "=1+1"})

    raw = methodist.get(at("version_export", draft.pk, "xlsx")).content
    give(methodist, "Анкета.xlsx", raw)

    cells = [cell for row in load_workbook(BytesIO(raw)).active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert list(imported().criteria())[-1].text == "=1+1"


def book(*rows):
    workbook = Workbook()
    workbook.active.append([title for title, _ in COLUMNS])
    for row in rows:
        workbook.active.append(row)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.json", b"{", "Это не JSON"),
        ("a.json", b"[" * 100_000, "Это не JSON"),
        ("a.json", b"[1]", "раздел"),
        ("a.json", json.dumps({"sections": [{"title": 5}]}).encode(), "должно быть текстом"),
        ("a.xlsx", b"PK\x03\x04 broken", "не открывается"),
        ("a.xlsx", book(["вопрос", "", "Текст"]), "сначала нужна строка «раздел»"),
        ("a.xlsx", book(["раздел", "", "Р"], ["вопрос", "", "Т", "", "гадание"]), "вид ответа «гадание»"),
        ("a.docx", b"PK", "Подходит файл .json или .xlsx"),
        ("a.json", b" " * 1_000_001, "больше 1 МБ"),
    ],
)
def test_a_file_that_is_no_instrument_gets_a_sentence_and_changes_nothing(sign_in, name, raw, sentence):
    response = give(sign_in(), name, raw)

    assert response.status_code == 422
    assert sentence in " ".join(str(each) for each in response.context["file_form"].errors["file"])
    assert not Instrument.objects.exclude(municipality=None).exists()


# --- Lists ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_instrument_list_queries_do_not_grow(sign_in, django_assert_num_queries, count):
    client = sign_in()
    municipality = client.user.grants.get().municipality
    for instrument in InstrumentFactory.create_batch(count, municipality=municipality, purpose="Мы меряем"):
        VersionFactory(instrument=instrument)
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse(LIST), {"q": "мы меряем"})
    assert response.context["page"].n_rows == count
