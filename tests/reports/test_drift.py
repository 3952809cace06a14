import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from masterstvo.core.audit import record
from masterstvo.indicators.models import Indicator
from masterstvo.people.models import Employment
from masterstvo.plans.queries.secrecy import secrecies_of_files
from masterstvo.reports.actions.report import approve_report
from masterstvo.reports.drift import drift
from masterstvo.training.models import Training
from tests.factories.accounts import UserFactory
from tests.factories.facts import TrainingFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory


@pytest.fixture
def approved(report, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return approve_report(report, by=UserFactory())


def of_a1(report):
    """Return the drift of the district's own indicator; the shipped catalogue drifts along."""
    return next((row for row in drift(report, secrecies_of_files()) if row.code == "A1"), None)


def test_nothing_drifts_by_itself(approved):
    assert drift(approved, secrecies_of_files()) == []


def test_a_record_entered_later_is_named(approved, district):
    late = TrainingFactory(person=district.people[5], finished_on=dt.date(2025, 5, 5))

    row = of_a1(approved)

    today = f"{timezone.localdate():%d.%m.%Y}"
    assert (row.reported, row.now, row.formula_changed) == ("30\u00a0%", "40\u00a0%", False)
    assert [(one.name, one.why) for one in row.added] == [
        (str(district.people[5]), f"обучение: {late} – внесено после утверждения, {today}")
    ]
    assert (row.removed, row.base_added) == ((), ())


def test_a_record_is_dated_by_the_day_at_the_place_not_in_greenwich(approved, district):
    late = TrainingFactory(person=district.people[5], finished_on=dt.date(2025, 5, 5))
    evening = dt.datetime.combine(timezone.localdate() + dt.timedelta(days=30), dt.time(20, 30), dt.UTC)
    Training.objects.filter(pk=late.pk).update(created_at=evening, updated_at=evening)

    (one,) = of_a1(approved).added

    assert one.why.endswith(f"внесено после утверждения, {evening + dt.timedelta(days=1):%d.%m.%Y}")


def test_a_corrected_record_is_named(approved, district):
    district.trainings[0].finished_on = dt.date(2024, 12, 1)
    district.trainings[0].save()

    (one,) = of_a1(approved).removed

    assert "исправлено после утверждения" in one.why


def test_a_deleted_record_is_told_by_the_journal(approved, district):
    training = district.trainings[0]
    record(
        None,
        "training.delete_training",
        training,
        changes={"person": (training.person, None)},
        reason="внесено дважды",
    )
    training.delete()

    (one,) = of_a1(approved).removed

    assert "запись удалена" in one.why
    assert "внесено дважды" in one.why


def test_a_person_who_moved_away_is_said_to_have_moved(approved, district):
    person = district.people[0]
    Employment.objects.filter(person=person).update(ends_on=dt.date(2025, 9, 1))
    EmploymentFactory(
        person=person,
        organization=OrganizationFactory(title="Городская школа"),
        starts_on=dt.date(2025, 9, 1),
    )

    row = of_a1(approved)

    assert [one.name for one in row.base_removed] == [str(person)]
    assert "теперь работает в другом муниципалитете: Городская школа" in row.removed[0].why


def test_a_deleted_person_is_not_forgotten(approved, district):
    person = district.people[0]
    number = person.pk
    person.delete()

    (one,) = of_a1(approved).removed

    assert (one.name, one.why) == (f"запись № {number}", "запись удалена")


def test_a_changed_formula_is_said(approved):
    formula = {"of": {"population": "staff"}, "with": {"fact": "training", "at_least": 2, "when": "period"}}
    Indicator.objects.filter(pk__in=[row.pk for row in Indicator.objects.filter(code="A1")]).update(
        formula=formula
    )

    row = of_a1(approved)

    assert row.formula_changed is True
    assert {one.why for one in row.removed} == {"записи не менялись: изменилась формула или соседние данные"}


def test_drift_queries_do_not_grow(approved, district):
    counts = []
    for person in district.people[4:7]:
        TrainingFactory(person=person, finished_on=dt.date(2025, 5, 5))
        with CaptureQueriesContext(connection) as queries:
            drift(approved, secrecies_of_files())
        counts.append(len(queries))

    assert len(set(counts)) == 1
