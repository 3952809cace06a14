import pytest
from django.urls import reverse

from masterstvo.contests.models import Contest, Entry
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


def test_a_new_contest_can_be_chosen_at_once(sign_in):
    job = EmploymentFactory(person__last_name="Семёнова")
    client = sign_in(municipality=job.organization.municipality)

    answer = client.post(reverse("contests:outside_create"), {"title": "Учитель года", "level": "municipal"})
    client.post(
        answer.url,
        {"person_text": "семенова", "contest_text": "учитель", "held_on": "2025-03-01", "result": "winner"},
    )

    entry = Entry.objects.get()
    assert (entry.contest, entry.person) == (Contest.objects.get(), job.person)


@pytest.mark.parametrize(
    ("actor", "status"), [("methodist", 200), ("observer", 403), ("plain", 403), ("nobody", 302)]
)
def test_outside_create_access(as_actor, actor, status):
    job = EmploymentFactory()
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(reverse("contests:outside_create")).status_code == status
