"""Measurements that come in a file find their competences and open and close deficits, as those entered on a page do."""

import datetime as dt

import pytest

from masterstvo.diagnostics.models import Deficit, Diagnostic
from masterstvo.imports.actions.batch import check_batch, open_batch
from masterstvo.imports.actions.commit import commit_batch
from masterstvo.imports.actions.undo import undo_batch
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.sheets import ANNA, GOOD_ROWS, SCHOOL, xlsx

pytestmark = pytest.mark.django_db
ROW = GOOD_ROWS[
    "diagnostics"
]  # of 20, in «методическая», which the shipped framework calls «Проектирование урока»


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    school = OrganizationFactory(title=SCHOOL, short_title="СОШ № 1", code="001")
    last, first, patronymic = ANNA.split()
    EmploymentFactory(
        organization=school, person__last_name=last, person__first_name=first, person__patronymic=patronymic,
        person__born_on=dt.date(1987, 9, 5),
    )  # fmt: skip
    return school


def loaded(school, **cells):
    batch = open_batch(
        municipality=school.municipality,
        kind="diagnostics",
        name="диагностика.xlsx",
        content=xlsx([ROW | {"Вид": "тест"} | cells]),
        by=None,
    )
    check_batch(batch=batch)
    batch.refresh_from_db()
    return commit_batch(batch=batch, clean_rows=False, by=None)


def test_a_weak_result_of_a_file_opens_a_deficit_and_a_later_one_closes_it(school):
    loaded(school, Балл="5", Дата="10.03.2025")

    deficit = Deficit.objects.get()
    assert (deficit.competence.key, deficit.closed_on) == ("method.design", None)

    loaded(school, Балл="18", Дата="10.03.2026")
    deficit.refresh_from_db()
    assert deficit.closed_on == dt.date(2026, 3, 10)


def test_an_undone_file_takes_its_deficit_with_it(school):
    batch = loaded(school, Балл="5", Дата="10.03.2025")

    undo_batch(batch=batch, by=None)

    assert not Diagnostic.objects.exists()
    assert not Deficit.objects.exists()


def test_an_undone_file_opens_again_what_it_had_closed(school):
    loaded(school, Балл="5", Дата="10.03.2025")
    closing = loaded(school, Балл="18", Дата="10.03.2026")

    undo_batch(batch=closing, by=None)

    assert Deficit.objects.get().closed_on is None


def test_a_name_of_a_file_that_no_framework_knows_stays_a_plain_measurement(school):
    loaded(school, Балл="5", Компетенция="совсем своя")

    assert Diagnostic.objects.get().competence is None
    assert not Deficit.objects.exists()
