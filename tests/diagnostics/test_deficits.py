"""From measurements to deficits: which one counts, what opens a deficit, and what alone closes it."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.assessments.actions.sheet import answer_question, finish_sheet
from masterstvo.core.dates import short_date
from masterstvo.diagnostics.actions import (
    add_diagnostic,
    edit_diagnostic,
    load_shipped_framework,
    mark_ready,
    remove_diagnostic,
    settle_deficits,
)
from masterstvo.diagnostics.counting import Counting, Measurement, change_of
from masterstvo.diagnostics.models import Competence, Deficit, Diagnostic, Framework, Measure
from masterstvo.diagnostics.queries.map import deficit_map
from masterstvo.diagnostics.queries.standing import profile
from masterstvo.people.models import Export
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CampaignFactory, SheetFactory, VersionFactory
from tests.factories.facts import DeficitFactory, DiagnosticFactory, RouteFactory, TargetFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

RULE = Counting(kinds=("test", "observation"), months=36, medium_from=15, severe_from=30)
DAY = dt.date(2026, 6, 1)
LIST_QUERIES, MAP_QUERIES = 11, 11
NAME = "Формирующее оценивание"  # of the shipped framework


def measured(pk, percent, on, kind="test"):
    return Measurement(pk, kind, on, Decimal(percent))


# --- The rule ---------------------------------------------------------------------------------------------------------
@pytest.mark.once
class TestRule:
    def test_the_latest_fresh_measurement_of_a_counted_kind_counts(self):
        rows = [
            measured(1, 90, dt.date(2023, 5, 31)),  # three years and a day ago
            measured(2, 40, dt.date(2025, 1, 1)),
            measured(3, 55, dt.date(2025, 9, 1), "observation"),
            measured(4, 99, dt.date(2026, 5, 1), "self_assessment"),
            measured(5, 10, dt.date(2026, 7, 1)),  # not yet
        ]

        assert RULE.counted(rows, DAY) == rows[2]

    @pytest.mark.parametrize(
        ("percent", "severity"), [("60", None), ("59.99", "slight"), ("45", "medium"), ("30", "severe")]
    )
    def test_severity_is_the_distance_to_the_target(self, percent, severity):
        assert RULE.severity(Decimal(percent), Decimal(60)) == severity

    def test_a_measurement_of_another_kind_closes_nothing(self):
        first = measured(1, 30, dt.date(2026, 1, 1))
        other = measured(2, 90, dt.date(2026, 3, 1), "observation")

        assert change_of(RULE, [first, other], lambda day: Decimal(60), first, DAY) is None

    @given(
        st.lists(
            st.builds(
                measured,
                st.integers(1, 99),
                st.integers(0, 100),
                st.dates(dt.date(2020, 1, 1), DAY),
                st.sampled_from(["test", "observation", "self_assessment"]),
            ),
            max_size=8,
            unique_by=lambda each: each.pk,
        )
    )
    def test_a_deficit_closes_only_by_a_later_sufficient_measurement_of_its_kind(self, rows):
        for opened in rows:
            found = change_of(RULE, rows, lambda day: Decimal(60), opened, DAY)
            if found and found.severity is None:
                assert found.by.kind == opened.kind
                assert found.by.percent >= 60
                assert (found.by.measured_on, found.by.pk) > (opened.measured_on, opened.pk)


# --- Over the database ------------------------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return EmploymentFactory().person


def measure(person, percent, on=None, kind="test", name=NAME, procedure="Тест"):
    return add_diagnostic(
        person=person,
        measured_on=on or timezone.localdate(),
        procedure=procedure,
        competency=name,
        kind=kind,
        score=percent,
        maximum=100,
        by=None,
    )


def days_ago(n):
    return timezone.localdate() - dt.timedelta(days=n)


def test_the_shipped_framework_comes_once_and_stays_the_authority_s(person):
    Competence.objects.filter(key="method.assessment").update(target=75)

    load_shipped_framework()

    assert Framework.objects.filter(municipality=None).count() == 1
    assert Competence.objects.get(key="method.assessment").target == 75


def test_a_test_below_the_target_opens_a_deficit_and_a_later_test_closes_it(person):
    measure(person, 40, on=days_ago(60))
    deficit = Deficit.objects.get()
    assert (deficit.severity, deficit.opened_on, deficit.closed_on) == ("medium", days_ago(60), None)

    better = measure(person, 70)

    deficit.refresh_from_db()
    assert (deficit.closed_by, deficit.closed_on) == (better, timezone.localdate())


def test_self_assessment_opens_and_closes_nothing(person):
    measure(person, 10, kind="self_assessment")
    assert not Deficit.objects.exists()

    measure(person, 40, on=days_ago(60))
    measure(person, 100, kind="self_assessment", procedure="Самооценка после курсов")

    assert Deficit.objects.get().closed_on is None


def test_learning_alone_closes_nothing(person):
    measure(person, 40, on=days_ago(60))

    mark_ready(Deficit.objects.get(), by=None)

    deficit = Deficit.objects.get()
    assert (deficit.ready_on, deficit.closed_on) == (timezone.localdate(), None)


def test_another_weak_result_weighs_the_deficit_anew(person):
    measure(person, 50, on=days_ago(60))

    measure(person, 20)

    assert Deficit.objects.get().severity == "severe"


def test_a_correction_that_takes_the_weak_result_back_takes_the_deficit_with_it(person):
    row = measure(person, 40, on=days_ago(60))

    remove_diagnostic(row, by=None, reason="внесён по ошибке")

    assert not Deficit.objects.exists()


def test_a_corrected_result_that_is_sufficient_leaves_no_deficit(person):
    row = measure(person, 4, on=days_ago(60))

    edit_diagnostic(row, score=Decimal(84), by=None, reason="описка")

    assert not Deficit.objects.exists()


def test_a_deficit_opens_again_when_the_measurement_that_closed_it_is_taken_back(person):
    measure(person, 40, on=days_ago(60))
    better = measure(person, 70)

    remove_diagnostic(better, by=None, reason="чужой лист")

    deficit = Deficit.objects.get()
    assert (deficit.closed_on, deficit.closed_by) == (None, None)


def test_a_name_that_the_framework_does_not_know_stays_a_plain_measurement(person):
    row = measure(person, 10, name="Нечто своё")

    assert row.competence is None
    assert not Deficit.objects.exists()


def test_targets_differ_by_category(person):
    TargetFactory(competence=Competence.objects.get(title=NAME), category="teaching", percent=30)

    measure(person, 40)

    assert not Deficit.objects.exists()


def test_a_finished_sheet_becomes_measurements_of_each_competence(person):
    competence = Competence.objects.get(title=NAME)
    other = Competence.objects.get(key="method.design")
    version = VersionFactory(instrument__kind="test", instrument__key="exam")
    Measure.objects.create(competence=competence, instrument="exam", criterion="q1", weight=3)
    Measure.objects.create(competence=competence, instrument="exam", criterion="q2", weight=1)
    Measure.objects.create(competence=other, instrument="exam")
    sheet = SheetFactory(campaign=CampaignFactory(version=version, title="Проверка"), person=person)
    for key, answer in (("q1", "0"), ("q2", "2"), ("q3", "2")):
        answer_question(sheet, key=key, sent=[answer], by=None)

    finish_sheet(sheet, by=None)

    told = {row.competence: (row.percent, row.procedure, row.kind) for row in Diagnostic.objects.all()}
    assert told == {competence: (25, "Проверка", "test"), other: (75, "Проверка", "test")}
    assert [deficit.competence for deficit in Deficit.objects.all()] == [competence]


def test_settling_many_people_takes_a_constant_number_of_queries(django_assert_num_queries):
    rows = [
        DiagnosticFactory(
            person=EmploymentFactory().person,
            competence=Competence.objects.get(title=NAME),
            kind="test",
            score=90,
            maximum=100,
        )
        for _ in range(3)
    ]

    for n in (1, 3):
        with django_assert_num_queries(11):
            settle_deficits([row.person_id for row in rows[:n]], by=None)


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_the_profile_shows_before_and_now_beside_what_the_person_says(client, person):
    measure(person, 40, on=days_ago(200))
    measure(person, 70)
    measure(person, 90, kind="self_assessment", procedure="Самооценка")
    person.user = UserFactory()
    person.save()
    client.force_login(person.user)

    page = client.get(reverse("diagnostics:profile_detail", args=[person.pk])).content.decode()

    assert "Входная диагностика 40 из 100, повторная 70, достаточный уровень 60" in page
    assert "самооценка 90" in page
    assert "Открытых дефицитов нет" in page


def test_a_profile_in_word_holds_what_the_page_holds_and_the_rule_in_words(client, person):
    """The teacher's own file is nobody's export."""
    for percent, days in ((40, 90), (70, 30)):
        measure(person, percent, days_ago(days))
    measure(person, 90, days_ago(20), kind="self_assessment")
    person.user = UserFactory()
    person.save()
    client.force_login(person.user)

    first, again = (
        client.get(reverse("diagnostics:profile_detail", args=[person.pk]), {"as": "docx"}).content
        for _ in range(2)
    )

    document = docx.Document(BytesIO(first))
    competences, deficits, measurements = document.tables[1:]
    assert [cell.text.replace("\u00a0", " ") for cell in competences.rows[2].cells] == [
        NAME, "60", "40", "70", f"тест, {short_date(days_ago(30))}", "90", "",
    ]  # fmt: skip
    assert [cell.text for cell in deficits.rows[1].cells][2:] == [
        short_date(days_ago(90)),
        "",
        short_date(days_ago(30)),
    ]
    assert len(measurements.rows) == 4
    assert "Самооценка" in document.paragraphs[-2].text
    assert len(document.inline_shapes) == 1
    assert first == again
    assert not Export.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_profile_queries_do_not_grow(client, person, django_assert_max_num_queries, n):
    for each in Competence.objects.exclude(block=None)[:n]:
        measure(person, 40, name=each.title)
    person.user = UserFactory()
    person.save()
    client.force_login(person.user)

    with django_assert_max_num_queries(20):
        client.get(reverse("diagnostics:profile_detail", args=[person.pk]))


def test_the_map_tells_nothing_of_few_people(person):
    job = person.employments.get()
    people = [person, *(EmploymentFactory(organization=job.organization).person for _ in range(3))]
    for each in people:
        measure(each, 40)

    def cell():
        shown = deficit_map(
            job.organization.municipality_id, timezone.localdate(), by="organization", smallest=5
        )
        return shown.rows[0][1][0]

    assert (cell().n_measured, cell().band) == (4, "")

    measure(EmploymentFactory(organization=job.organization).person, 90)
    assert (cell().n_measured, cell().band) == (5, "больше половины")


def test_profile_counts_only_what_is_fresh(person):
    measure(person, 40, on=days_ago(36 * 31 + 10))

    ((_, [standing]),) = profile(person, timezone.localdate())

    assert standing.now is None


def test_a_deficit_is_open_once(person):
    first = DeficitFactory(person=person)

    with pytest.raises(IntegrityError, match="diagnostics_deficit"):
        DeficitFactory(person=person, competence=first.competence, opened_by=first.opened_by)


# --- Pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_deficit_list_queries_do_not_grow(client, django_assert_num_queries, count):
    grant = GrantFactory()
    client.force_login(grant.user)
    for _ in range(count):
        job = EmploymentFactory(organization__municipality=grant.municipality)
        RouteFactory(person=job.person, accompanied_by=grant.user)
        DeficitFactory(person=job.person)
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("diagnostics:deficit_list"))
    assert response.context["page"].n_rows == count


@pytest.mark.parametrize("count", [1, 3])
def test_deficit_map_queries_do_not_grow(client, django_assert_num_queries, count):
    grant = GrantFactory()
    client.force_login(grant.user)
    for _ in range(count):
        measure(EmploymentFactory(organization__municipality=grant.municipality).person, 40)
    with django_assert_num_queries(MAP_QUERIES):
        response = client.get(reverse("diagnostics:deficit_map"))
    assert len(response.context["map"].rows) == count
