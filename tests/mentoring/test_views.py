import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.mentoring.models import Mentorship
from tests.factories.facts import MentorshipFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Опытная")


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


def pair(mentor, mentee, **typed):
    return {
        "mentor_chosen": mentor.pk,
        "mentee_chosen": mentee.pk,
        "model": "long",
        "format": "elder_younger",
        "starts_on": "2025-09-01",
        "ends_on": "2026-05-31",
        **typed,
    }


def test_mentorship_create_shows_the_last_day_and_stores_the_day_after(methodist, job):
    young = EmploymentFactory(organization=job.organization).person

    methodist.post(reverse("mentoring:mentorship_create"), pair(job.person, young))

    stored = Mentorship.objects.get()
    assert (stored.starts_on, stored.ends_on) == (dt.date(2025, 9, 1), dt.date(2026, 6, 1))
    assert "31.05.2026" in methodist.get(reverse("mentoring:mentorship_list")).content.decode()


def test_mentorship_create_refuses_one_person_twice(methodist, job):
    response = methodist.post(reverse("mentoring:mentorship_create"), pair(job.person, job.person))

    assert response.status_code == 422
    assert "один и тот же человек" in response.content.decode()


def test_mentorship_list_raises_the_alarm_over_pairs_without_an_act(methodist, job):
    MentorshipFactory(mentor=job.person)
    MentorshipFactory(mentor=job.person, act_number="12", act_on=dt.date(2025, 3, 1))
    url = reverse("mentoring:mentorship_list")

    everything, informal = methodist.get(url), methodist.get(url, {"informal": "on"})

    assert "1\xa0пара без приказа" in everything.content.decode()
    assert [cells[-1].text for cells, _ in informal.context["table"].lines] == ["пара без приказа"]


def test_mentorship_list_narrows_to_pairs_held_in_a_period(methodist, job):
    MentorshipFactory(mentor=job.person, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 3, 2))
    url = reverse("mentoring:mentorship_list")

    counts = [
        methodist.get(url, asked).context["page"].n_rows
        for asked in (
            {"first": "2025-03-01"},
            {"first": "2025-03-02"},
            {"last": "2024-12-31"},
            {"last": "2025-01-01"},
        )
    ]

    assert counts == [1, 0, 0, 1]
