"""The analytic note and the summary of a school: numbers that pages show, words made of them, and nobody to be guessed."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.organizations.choices import Role
from masterstvo.people.models import Export
from masterstvo.reports.composition.note import note_of, summary_of
from masterstvo.reports.word.note import note_docx, summary_docx
from tests.factories.facts import (
    CompetenceFactory,
    CountingRuleFactory,
    DeficitFactory,
    DiagnosticFactory,
    RouteFactory,
    RouteStepFactory,
)
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 30)
QUERIES, SUMMARY_QUERIES = 20, 15


def told(content):
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def weak(person, competence, *, closed=False):
    """Measure somebody below the target, and, when ``closed``, above it some months later."""
    deficit = DeficitFactory(
        person=person,
        competence=competence,
        opened_by__kind="test",
        opened_by__score=40,
        opened_by__maximum=100,
    )
    if closed:
        deficit.closed_on = dt.date(2025, 10, 1)
        deficit.closed_by = DiagnosticFactory(
            person=person,
            competence=competence,
            kind="test",
            score=70,
            maximum=100,
            measured_on=deficit.closed_on,
        )
        deficit.save()


@pytest.fixture
def district():
    """Two schools of six; in the first all were measured and five have closed a deficit, in the second one was measured."""
    CountingRuleFactory()
    first = OrganizationFactory(title="Лесновская школа")
    second = OrganizationFactory(title="Каменская школа", municipality=first.municipality)
    competence = CompetenceFactory(title="Учебный диалог", target=60)
    teachers = [EmploymentFactory(organization=first).person for _ in range(6)]
    for teacher in teachers:
        weak(teacher, competence, closed=teacher != teachers[0])
    other = [EmploymentFactory(organization=second).person for _ in range(6)]
    DiagnosticFactory(person=other[0])
    route = RouteFactory(person=teachers[0], state="active", starts_on=dt.date(2025, 3, 1))
    RouteStepFactory(route=route)
    return first.municipality


def test_a_note_says_in_words_what_its_numbers_come_to(district):
    note = note_of(district, DAY)

    assert [words.replace("\u00a0", " ") for words in note.conclusions] == [
        "Диагностику прошли 7 из 12 работников (58,3 %): тест – 6, вид не указан – 1.",
        "Меньше половины измерено в 1 организации. Меньше всего: Каменская школа – 16,7 %.",
        "Индивидуальных маршрутов 1: в работе – 1.",
        "Повторное измерение закрыло дефицитов: 5, у 5 человек.",
        "Повторное измерение показало рост: «Учебный диалог» – было 40, стало 70 (5 человек).",
    ]
    assert note.decisions == (
        "Провести диагностику тех, кто её ещё не прошёл: 5 из 12.",
        "Разобрать шаги маршрутов с прошедшим сроком: 1. Перенести срок или снять шаг.",
        "Выяснить, что мешает: маршруты есть, но с начала года не пройдено ни одного шага.",
    )


def test_closed_deficits_stand_by_organizations_until_one_number_is_of_few(district):
    assert [each.closed for each in note_of(district, DAY).lines] == [0, 5]

    weak(EmploymentFactory(organization__municipality=district).person, CompetenceFactory(), closed=True)

    note = note_of(district, DAY)
    assert [each.closed for each in note.lines] == [None, None, None]
    assert "Сколько дефицитов закрыто, по организациям не показано" in told(note_docx(note))


def test_the_files_name_nobody_and_stay_the_same(district):
    note, summary = (
        note_of(district, DAY),
        summary_of(district.organizations.get(title="Лесновская школа"), DAY),
    )

    for write, content in ((note_docx, note), (summary_docx, summary)):
        first = write(content)
        assert first == write(content)
        people = {job.person for each in district.organizations.all() for job in each.employments.all()}
        assert not any(person.last_name in told(first) for person in people)
    assert len(docx.Document(BytesIO(note_docx(note))).inline_shapes) == 2


def test_a_summary_tells_a_school_its_own_bands_and_what_to_decide(district):
    schools = {each.title: summary_of(each, DAY) for each in district.organizations.all()}

    first, second = (
        told(summary_docx(schools["Лесновская школа"])),
        told(summary_docx(schools["Каменская школа"])),
    )

    assert "Учебный диалог\n6\nдо четверти" in first
    assert "закрыло дефицитов: 5" in first
    assert "Разобрать шаги маршрутов с прошедшим сроком: 1." in first
    assert "Измерений слишком мало" in second
    assert "Диагностику прошли 1 из 6 работников" in second


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow(district, django_assert_num_queries, n):
    for _ in range(n):
        weak(EmploymentFactory(organization__municipality=district).person, CompetenceFactory())

    with django_assert_num_queries(QUERIES):
        note_of(district, DAY)
    school = district.organizations.get(title="Лесновская школа")
    with django_assert_num_queries(SUMMARY_QUERIES):
        summary_of(school, DAY)


def test_the_note_is_a_page_with_its_files_and_a_school_has_its_summary_on_its_card(client, district):
    school = district.organizations.get(title="Лесновская школа")
    summary = reverse("reports:summary_download", args=[school.pk])
    client.force_login(GrantFactory(role=Role.METHODIST, municipality=district).user)

    page = client.get(reverse("reports:note_detail"))
    assert page.context["note"] == note_of(district, timezone.localdate())
    assert summary in page.content.decode()
    assert "АНАЛИТИЧЕСКАЯ СПРАВКА" in told(client.get(reverse("reports:note_detail"), {"as": "docx"}).content)

    client.force_login(GrantFactory(role=Role.ORGANIZATION, organization=school, municipality=None).user)
    assert summary in client.get(school.get_absolute_url()).content.decode()
    assert "СВОДКА ДЛЯ ПЕДАГОГИЧЕСКОГО СОВЕТА" in told(client.get(summary).content)
    assert not Export.objects.exists()
