import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.documents.models import Attachment, Document
from masterstvo.training.models import Programme, Provider, Training
from tests.editing import correct
from tests.factories.facts import ProgrammeFactory, ProviderFactory, TrainingFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Семёнова")


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


def course(**typed):
    return {"person_text": "семенова", "programme_text": "грамотность", "finished_on": "2025-03-31", **typed}


def test_training_create_works_with_names_alone(methodist, job):
    programme = ProgrammeFactory(title="Функциональная грамотность")

    response = methodist.post(reverse("training:training_create"), course())

    training = Training.objects.get()
    assert response.url == reverse("training:training_list")
    assert (training.person, training.programme, training.finished_on) == (
        job.person,
        programme,
        dt.date(2025, 3, 31),
    )
    assert AuditRecord.objects.get().action == "training.add_training"


def test_training_create_offers_namesakes_and_keeps_what_was_typed(methodist, job):
    ProgrammeFactory(title="Функциональная грамотность")
    namesake = EmploymentFactory(organization=job.organization, person__last_name="Семёнова").person
    url = reverse("training:training_create")

    refused = methodist.post(url, course(document="№ 17"))
    chosen = methodist.post(url, course(person_chosen=namesake.pk))

    assert (refused.status_code, chosen.status_code) == (422, 302)
    assert "№ 17" in refused.content.decode()
    assert f'<option value="{namesake.pk}">' in refused.content.decode()
    assert Training.objects.get().person == namesake


def test_training_create_finds_without_saving(methodist, job):
    response = methodist.post(reverse("training:training_create"), course(find="person"))

    assert (response.status_code, Training.objects.count()) == (200, 0)
    assert job.organization.title in response.content.decode()


def test_training_create_starts_from_a_card(methodist, job):
    response = methodist.get(reverse("training:training_create"), {"person": job.person.pk})

    assert f'<option value="{job.person.pk}" selected>' in response.content.decode()


def test_training_create_does_not_know_other_schools_people(client, job):
    ProgrammeFactory(title="Функциональная грамотность")
    client.force_login(GrantFactory(of_organization=True).user)

    response = client.post(reverse("training:training_create"), course(person_chosen=job.person.pk))

    assert response.status_code == 422
    assert str(job.person) not in response.content.decode()


def test_training_edit_refuses_an_end_before_the_start(methodist, job):
    training = TrainingFactory(person=job.person)
    typed = {
        "person_chosen": job.person.pk,
        "programme_chosen": training.programme_id,
        "starts_on": "2025-05-01",
        "finished_on": "2025-04-01",
    }

    response = correct(methodist, reverse("training:training_edit", args=[training.pk]), typed)

    assert response.status_code == 422
    assert "Окончание обучения раньше начала." in response.content.decode()


def test_training_edit_refuses_a_twin(methodist, job):
    first, second = TrainingFactory.create_batch(2, person=job.person)
    typed = {
        "person_chosen": job.person.pk,
        "programme_chosen": first.programme_id,
        "finished_on": "2025-03-01",
    }

    response = correct(methodist, reverse("training:training_edit", args=[second.pk]), typed)

    assert "Это обучение уже внесено." in response.content.decode()


def test_training_list_narrows_to_a_period_with_both_ends(methodist, job):
    for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1)):
        TrainingFactory(person=job.person, finished_on=day)

    response = methodist.get(reverse("training:training_list"), {"first": "2025-01-01", "last": "2025-12-31"})

    assert response.context["page"].n_rows == 2


def test_programme_create_brings_its_new_provider(methodist):
    typed = {
        "title": "Новая программа",
        "hours": "36",
        "provider_title": "Институт развития",
        "provider_kind": "institute",
    }

    methodist.post(reverse("training:programme_create"), typed)

    assert Programme.objects.get().provider == Provider.objects.get(title="Институт развития")


def test_programme_create_wants_a_provider(methodist):
    response = methodist.post(reverse("training:programme_create"), {"title": "Новая", "hours": "36"})

    assert response.status_code == 422
    assert "Выберите организатора или впишите нового." in response.content.decode()


def test_provider_create_puts_a_centre_under_its_institute(methodist):
    institute = ProviderFactory()

    methodist.post(
        reverse("training:provider_create"),
        {"title": "Центр в Озёрске", "kind": "growth_centre", "parent": institute.pk},
    )

    assert Provider.objects.get(title="Центр в Озёрске").parent == institute


def test_programme_list_finds_by_the_number_of_the_register_and_shows_it(methodist):
    ProgrammeFactory(title="Без номера")
    ProgrammeFactory(title="С номером", register_number="018-2026", in_federal_register=True)

    page = methodist.get(reverse("training:programme_list"), {"q": "018-2026"})

    assert [[cell.small for cell in cells if cell.small] for cells, _ in page.context["table"].lines] == [
        ["№ 018-2026"]
    ]


def test_programme_edit_corrects_it_for_everybody(methodist, job):
    training = TrainingFactory(person=job.person, programme__in_federal_register=None)
    programme = training.programme
    typed = {
        "title": programme.title,
        "hours": 36,
        "provider": programme.provider_id,
        "in_federal_register": "true",
    }

    correct(methodist, reverse("training:programme_edit", args=[programme.pk]), typed)

    training.refresh_from_db()
    assert training.programme.in_federal_register is True


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("school", 403), ("observer", 403), ("plain", 404), ("nobody", 302)],
)
def test_programme_edit_access(as_actor, job, actor, status):
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(reverse("training:programme_edit", args=[ProgrammeFactory().pk])).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_programme_list_queries_do_not_grow(methodist, django_assert_num_queries, count):
    ProgrammeFactory.create_batch(count, provider=ProviderFactory())

    with django_assert_num_queries(10):
        response = methodist.get(reverse("training:programme_list"))

    assert len(response.context["table"].lines) == count


def test_person_list_finds_those_without_a_course_for_three_years(methodist, job):
    today = timezone.localdate()
    trained = EmploymentFactory(organization=job.organization)
    TrainingFactory(person=trained.person, finished_on=today)
    TrainingFactory(person=job.person, finished_on=today - dt.timedelta(days=3 * 366))

    response = methodist.get(reverse("people:person_list"), {"no_course": "on"})

    assert [cells[0].text for cells, _ in response.context["table"].lines] == [str(job.person)]


def test_a_scan_is_laid_to_a_course_by_its_school_and_stands_on_its_page(client, job):
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    training, foreign = TrainingFactory(person=job.person), TrainingFactory()
    url = reverse("documents:document_create")
    paper = {
        "kind": "qualification",
        "number": "17",
        "dated_on": "2025-03-01",
        "organization": job.organization.pk,
    }

    client.post(f"{url}?to=training-{foreign.pk}", paper)
    client.post(f"{url}?to=training-{training.pk}", paper | {"number": "18"})
    page = client.get(reverse("training:training_edit", args=[training.pk])).content.decode()

    document = Document.objects.get(number="18")
    assert [each.target for each in Attachment.objects.all()] == [training]
    assert document.get_absolute_url() in page
    assert job.person.get_absolute_url() in client.get(document.get_absolute_url()).content.decode()
