import datetime as dt

import pytest

from masterstvo.core.models import AuditRecord
from masterstvo.people.actions import DayOutOfOrder, HasMainPlace, dismiss, hire, move, note_reading
from masterstvo.people.models import CardReading, Employment
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_the_last_day_worked_is_stored_as_the_day_after():
    job = EmploymentFactory(starts_on=dt.date(2020, 9, 1))

    dismiss(job, last_day=dt.date(2025, 8, 31), by=None, reason="По собственному желанию")

    job.refresh_from_db()
    assert (job.ends_on, job.last_day) == (dt.date(2025, 9, 1), dt.date(2025, 8, 31))
    assert AuditRecord.objects.get().reason == "По собственному желанию"


def test_nobody_is_dismissed_before_the_day_of_hiring():
    with pytest.raises(DayOutOfOrder):
        dismiss(EmploymentFactory(starts_on=dt.date(2020, 9, 1)), last_day=dt.date(2020, 8, 31), by=None)


def test_a_person_hired_and_dismissed_on_one_day_worked_that_day():
    job = EmploymentFactory(starts_on=dt.date(2020, 9, 1))

    dismiss(job, last_day=dt.date(2020, 9, 1), by=None)

    assert Employment.objects.on(dt.date(2020, 9, 1)).get() == job


def test_moving_leaves_no_gap_and_no_day_in_two_places():
    job = EmploymentFactory(starts_on=dt.date(2020, 9, 1))
    other = OrganizationFactory(municipality=job.organization.municipality)

    moved = move(job, organization=other, starts_on=dt.date(2025, 9, 1), by=None)

    days = [dt.date(2025, 8, 31), dt.date(2025, 9, 1)]
    assert [Employment.objects.on(day).get() for day in days] == [job, moved]
    assert (moved.position, moved.person) == (job.position, job.person)


def test_a_second_open_main_place_is_refused_with_the_first_one_named():
    job = EmploymentFactory(position="воспитатель")

    with pytest.raises(HasMainPlace, match="воспитатель"):
        hire(
            person=job.person,
            organization=OrganizationFactory(),
            position="учитель",
            category="teaching",
            starts_on=dt.date(2025, 9, 1),
            by=None,
        )


def test_a_reading_is_noted_once_and_never_about_oneself():
    user = UserFactory()
    own, other = PersonFactory(user=user), PersonFactory()

    for person in (own, other, other):
        note_reading(person, by=user)

    noted = CardReading.objects.get()
    assert (noted.person, noted.by) == (other, user)
