import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.people.models import Attestation, CardReading, Employment, Export, Person, Vacancy
from tests.editing import correct
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import AttestationFactory, EmploymentFactory, PersonFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(
        person__last_name="Семёнова", person__first_name="Алёна", position="учитель физики"
    )


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


def names(response):
    return [cells[0].text.split()[0] for cells, _ in response.context["table"].lines]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Лесная", "Семёнова"]),
        ({"q": "семенова"}, ["Семёнова"]),
        ({"q": "СЕМЁНОВА ален"}, ["Семёнова"]),
        ({"q": "семенова борис"}, []),
        ({"position": "физики"}, ["Семёнова"]),
        ({"category": "managing"}, []),
        ({"work": "now"}, ["Семёнова"]),
        ({"work": "left"}, ["Лесная"]),
        ({"young": "on"}, []),
    ],
)
def test_person_list_finds(methodist, job, asked, found):
    EmploymentFactory(
        organization=job.organization,
        person__last_name="Лесная",
        starts_on=dt.date(2010, 1, 1),
        ends_on=dt.date(2011, 1, 1),
    )
    PersonFactory(last_name="Чужая")

    assert names(methodist.get(reverse("people:person_list"), asked)) == found


def test_person_list_narrows_to_an_organization_and_a_subject(methodist, job):
    physics = TermFactory(vocabulary="subject", title="физика")
    job.subjects.add(physics)
    other = EmploymentFactory(organization__municipality=job.organization.municipality)
    url = reverse("people:person_list")

    assert names(methodist.get(url, {"organization": other.organization_id})) == [other.person.last_name]
    assert names(methodist.get(url, {"subject": physics.pk})) == ["Семёнова"]


def test_person_list_says_that_a_filter_is_wrong_and_shows_all(methodist, job):
    response = methodist.get(reverse("people:person_list"), {"organization": "999999"})

    assert (response.status_code, names(response)) == (200, ["Семёнова"])
    assert response.context["filters"].errors["organization"]


ACTORS = [
    ("methodist", 200),
    ("head", 200),
    ("observer", 200),
    ("school", 200),
    ("stranger", 404),
    ("expired", 404),
    ("plain", 404),
    ("nobody", 302),
]


@pytest.mark.parametrize(("actor", "status"), ACTORS)
def test_person_detail_access(as_actor, job, actor, status):
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(job.person.get_absolute_url()).status_code == status


def test_person_detail_is_open_to_the_person(client, job):
    job.person.user = UserFactory()
    job.person.save()
    client.force_login(job.person.user)

    assert client.get(job.person.get_absolute_url()).status_code == 200
    assert client.get(reverse("people:person_list")).status_code == 403
    assert not CardReading.objects.exists()


def test_person_detail_notes_who_read_it_once_in_ten_minutes(methodist, job):
    for _ in range(2):
        methodist.get(job.person.get_absolute_url())
    CardReading.objects.update(at=timezone.now() - dt.timedelta(minutes=11))
    methodist.get(job.person.get_absolute_url())

    noted = list(CardReading.objects.values_list("by", "person", "as_role", "purpose"))
    role = f"муниципальный методист, {job.organization.municipality}"
    assert noted == [(methodist.user.pk, job.person.pk, role, "работа с карточкой")] * 2
    assert not AuditRecord.objects.exists()


def test_a_list_in_excel_is_noted_with_its_filter_and_the_people_in_it(methodist, job):
    EmploymentFactory(organization=job.organization, person__last_name="Лесная")

    methodist.get(reverse("people:person_list"), {"q": "семенова", "work": "now", "as": "xlsx"})
    methodist.get(reverse("people:person_list"), {"q": "семенова"})

    export = Export.objects.get()
    assert (export.what, export.n_people, list(export.people.all())) == ("Педагоги", 1, [job.person])
    assert export.filters == "Фамилия, имя или код: семенова; Работа: работают сейчас"


def test_a_list_without_people_is_not_noted(methodist, job):
    VacancyFactory(organization=job.organization)

    methodist.get(reverse("people:vacancy_list"), {"as": "xlsx"})

    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("school", 200), ("observer", 403), ("stranger", 404), ("nobody", 302)],
)
@pytest.mark.parametrize("page", ["person_edit", "employment_create", "attestation_create"])
def test_person_edit_access(as_actor, job, page, actor, status):
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(reverse(f"people:{page}", args=[job.person.pk])).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("school", 200), ("observer", 403), ("stranger", 404), ("nobody", 302)],
)
@pytest.mark.parametrize("page", ["employment_edit", "employment_end", "employment_delete"])
def test_employment_edit_access(as_actor, job, page, actor, status):
    client = as_actor(actor, job.organization.municipality, job.organization)

    assert client.get(reverse(f"people:{page}", args=[job.pk])).status_code == status


def test_a_school_does_not_touch_its_part_timers_job_elsewhere(client, job):
    own = EmploymentFactory(person=job.person, basis="external")
    client.force_login(GrantFactory(of_organization=True, organization=own.organization).user)

    statuses = [
        client.get(reverse("people:employment_edit", args=[each.pk])).status_code for each in (own, job)
    ]

    assert statuses == [200, 403]


def card(organization, **typed):
    return {
        "last_name": " Лесная ",
        "first_name": "Вера",
        "patronymic": "Игоревна",
        "born_on": "1990-03-08",
        "organization": organization.pk,
        "position": "учитель",
        "category": "teaching",
        "basis": "main",
        "starts_on": "2020-09-01",
        **typed,
    }


def test_person_create_opens_a_card_with_its_first_job(client, job):
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)

    response = client.post(reverse("people:person_create"), card(job.organization))

    person = Person.objects.get(last_name="Лесная")
    assert response.url == person.get_absolute_url()
    assert person.employments.get().organization == job.organization
    assert client.get(response.url).status_code == 200


def test_person_create_does_not_reach_into_another_school(client, job):
    other = OrganizationFactory(municipality=job.organization.municipality)
    client.force_login(GrantFactory(of_organization=True, organization=other).user)

    response = client.post(reverse("people:person_create"), card(job.organization))

    assert response.status_code == 422
    assert "Вера" in response.content.decode()


def test_person_create_warns_of_a_similar_person_and_lets_the_reader_decide(methodist, job):
    typed = card(
        job.organization,
        last_name="СЕМЕНОВА",
        first_name="Алена",
        patronymic=job.person.patronymic,
        born_on=job.person.born_on.isoformat(),
    )
    url = reverse("people:person_create")

    warned = methodist.post(url, typed)
    confirmed = methodist.post(url, {**typed, "is_another": "on"})

    assert warned.status_code == 422
    assert job.person.get_absolute_url() in warned.content.decode()
    assert (confirmed.status_code, Person.objects.count()) == (302, 2)


def test_person_edit_keeps_a_reason(methodist, job):
    correct(
        methodist,
        reverse("people:person_edit", args=[job.person.pk]),
        {"last_name": "Семёнова", "first_name": "Елена", "reason": "Смена имени"},
    )

    kept = AuditRecord.objects.get()
    assert (kept.changes["first_name"], kept.reason) == (["Алёна", "Елена"], "Смена имени")


def test_employment_create_refuses_a_second_main_place(methodist, job):
    typed = {
        "organization": job.organization.pk,
        "position": "директор",
        "category": "managing",
        "basis": "main",
        "starts_on": "2025-09-01",
        "rate": "0,5",
    }
    url = reverse("people:employment_create", args=[job.person.pk])

    refused = methodist.post(url, typed)
    taken = methodist.post(url, {**typed, "basis": "internal"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "директор" in refused.content.decode()
    assert str(Employment.objects.get(basis="internal").rate) == "0.50"


def test_employment_end_shows_the_last_day_and_stores_the_day_after(methodist, job):
    response = correct(methodist, reverse("people:employment_end", args=[job.pk]), {"ends_on": "2025-08-31"})

    job.refresh_from_db()
    assert job.ends_on == dt.date(2025, 9, 1)
    assert "31.08.2025" in methodist.get(response.url).content.decode()


def test_employment_end_before_the_first_day_is_refused(methodist, job):
    response = correct(methodist, reverse("people:employment_end", args=[job.pk]), {"ends_on": "2001-08-31"})

    assert response.status_code == 422
    assert "Окончание раньше начала." in response.content.decode()


def test_an_attestation_is_added_corrected_and_removed(methodist, job):
    methodist.post(
        reverse("people:attestation_create", args=[job.person.pk]),
        {"category": "first", "starts_on": "2024-01-01", "ends_on": "2028-12-31"},
    )
    grade = Attestation.objects.get()
    ended = grade.ends_on
    correct(
        methodist,
        reverse("people:attestation_edit", args=[grade.pk]),
        {"category": "highest", "starts_on": "2024-01-01"},
    )
    grade.refresh_from_db()
    methodist.post(reverse("people:attestation_delete", args=[grade.pk]), {"reason": "Внесена дважды"})

    assert (ended, grade.category, grade.ends_on) == (dt.date(2029, 1, 1), "highest", None)
    assert not Attestation.objects.exists()


def test_vacancy_list_shows_open_ones_when_asked(methodist, job):
    VacancyFactory(organization=job.organization, position="логопед")
    VacancyFactory(organization=job.organization, position="психолог", closed_on=timezone.localdate())
    VacancyFactory(position="чужая")
    url = reverse("people:vacancy_list")

    assert sorted(names(methodist.get(url))) == ["логопед", "психолог"]
    assert names(methodist.get(url, {"open": "on"})) == ["логопед"]


def test_a_school_opens_its_own_vacancy_and_nobody_elses(client, job):
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    other = OrganizationFactory(municipality=job.organization.municipality)
    url, typed = reverse("people:vacancy_create"), {"position": "логопед", "opened_on": "2025-09-01"}

    statuses = [
        client.post(url, {**typed, "organization": each.pk}).status_code for each in (job.organization, other)
    ]

    assert (statuses, Vacancy.objects.count()) == ([302, 422], 1)


@pytest.mark.parametrize("count", [1, 3])
def test_person_list_queries_do_not_grow(sign_in, django_assert_num_queries, count):
    place = OrganizationFactory()
    for job in EmploymentFactory.create_batch(count, organization=place):
        AttestationFactory(person=job.person)
    client = sign_in(municipality=place.municipality)

    with django_assert_num_queries(13):
        response = client.get(reverse("people:person_list"))

    assert len(response.context["table"].lines) == count


@pytest.mark.parametrize("count", [1, 3])
def test_person_detail_queries_do_not_grow(sign_in, django_assert_num_queries, count):
    person = PersonFactory()
    client = sign_in(municipality=person.municipality)
    for year in range(count):
        EmploymentFactory(person=person, basis="external", starts_on=dt.date(2010 + year, 1, 1))
        AttestationFactory(person=person, starts_on=dt.date(2010 + year, 1, 1))
    client.get(person.get_absolute_url())

    with django_assert_num_queries(46):
        response = client.get(person.get_absolute_url())

    assert len(response.context["employments"]) == count


def test_a_teacher_comes_in_to_the_own_card(client, job):
    job.person.user = UserFactory(email="u@example.org", password="zarechye-2026")
    job.person.save()

    response = client.post(
        reverse("accounts:sign_in"), {"username": "u@example.org", "password": "zarechye-2026"}, follow=True
    )

    assert response.redirect_chain[-1][0] == job.person.get_absolute_url()
    assert "Моя карточка" in response.content.decode()


def test_a_page_that_is_not_open_leads_a_teacher_to_the_own_card(client, job):
    job.person.user = UserFactory()
    job.person.save()
    client.force_login(job.person.user)

    response = client.get(reverse("plans:plan_list"))

    assert response.status_code == 403
    assert f'href="{reverse("people:my_card")}">На главную' in response.content.decode()
