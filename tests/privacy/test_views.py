import datetime as dt
import json

import pytest
from django.urls import reverse

from masterstvo.core.audit import record
from masterstvo.documents.actions import attach_document
from masterstvo.organizations.choices import Role
from masterstvo.people.models import CardReading, Export
from masterstvo.people.personal import holdings
from masterstvo.privacy.models import Consent
from masterstvo.privacy.queries import data_of, in_force
from tests.factories.accounts import UserFactory
from tests.factories.contests import EntryFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import (
    DiagnosticFactory,
    MentorshipFactory,
    SessionFactory,
    TrainingFactory,
    TrainingRequestFactory,
)
from tests.factories.mentoring import PairTaskFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import (
    AttestationFactory,
    CardReadingFactory,
    EmploymentFactory,
    ExportFactory,
    PersonFactory,
)
from tests.factories.plans import ActivityResponsibleFactory
from tests.factories.privacy import ConsentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return EmploymentFactory(person__last_name="Своеобразова", person__user=UserFactory()).person


def test_my_data_tell_everything_and_nothing_of_others(client, teacher):
    other = PersonFactory(last_name="Чужестранцева")
    for person in (teacher, other):
        AttestationFactory(person=person)
        TrainingFactory(person=person)
        DiagnosticFactory(person=person)
        ActivityResponsibleFactory(person=person)
        export = ExportFactory()
        export.people.add(person)
    entry = EntryFactory(person=teacher)
    attach_document(DocumentFactory(municipality=teacher.municipality), target=entry, by=None)
    MentorshipFactory(mentor=teacher)
    CardReadingFactory(person=teacher, by__full_name="Любопытнов П. П.")
    record(None, "people.edit_person", teacher, changes={"first_name": ("Прежняя", "Анна")})
    GrantFactory(user=teacher.user)
    client.force_login(teacher.user)

    page = client.get(reverse("privacy:my_data")).content.decode()
    file = json.loads(client.get(reverse("privacy:my_data"), {"as": "json"}).content)

    told = {each["раздел"]: len(each["записи"]) for each in file["разделы"]}
    assert set(told) == {each.title for each in holdings()}
    assert told.pop("Журнал изменений") == 1
    assert {title for title, count in told.items() if count == 1} == {
        "Карточка", "Места работы", "Аттестация", "Учётная запись", "Роли", "Курсы", "Наставничество", "Конкурсы",
        "Диагностика", "Приложенные документы", "Ответственный в плане", "Кто открывал карточку",
        "В каких выгрузках человек был", "Указатель поиска",
    }  # fmt: skip
    assert "Любопытнов П. П." in page
    assert "Прежняя" in page
    assert "Чужестранцева" not in page
    assert teacher.user.password not in page + json.dumps(file, ensure_ascii=False)


def test_my_data_tell_the_last_day_included(teacher):
    job = teacher.employments.get()
    job.ends_on = "2025-09-01"
    job.save()

    jobs = next(each for each in data_of(teacher) if each.title == "Места работы")

    assert jobs.rows[0]["по"] == "31.08.2025"


def test_my_data_are_not_noted_and_have_no_name_in_title_or_address(client, teacher):
    client.force_login(teacher.user)

    page = client.get(reverse("privacy:my_data")).content.decode()
    file = client.get(reverse("privacy:my_data"), {"as": "json"})

    assert "Своеобразова" not in page.split("<title>")[1].split("</title>")[0]
    assert file["Content-Disposition"] == 'attachment; filename="data.json"'
    assert not CardReading.objects.exists()
    assert not Export.objects.exists()


def test_a_long_table_is_shown_by_its_first_rows_and_whole_on_paper_and_in_the_file(client, teacher):
    for number in range(12):
        TrainingFactory(person=teacher, document=f"удостоверение {number:02}")
    client.force_login(teacher.user)
    url = reverse("privacy:my_data")

    page, paper = (client.get(url, asked).content.decode() for asked in ({}, {"as": "paper"}))
    file = json.loads(client.get(url, {"as": "json"}).content)

    assert (page.count("удостоверение"), paper.count("удостоверение")) == (10, 12)
    assert "И ещё 2" in page
    assert 'href="?as=paper"' in page
    assert "data-print" not in page
    assert 'href="?as=paper"' not in paper
    assert "data-print" in paper
    assert {each["раздел"]: len(each["записи"]) for each in file["разделы"]}["Курсы"] == 12


@pytest.mark.parametrize("count", [1, 3])
def test_my_data_queries_do_not_grow(client, teacher, django_assert_max_num_queries, count):
    for number in range(count):
        EntryFactory(person=teacher)
        TrainingFactory(person=teacher)
        TrainingRequestFactory(person=teacher, session=SessionFactory())
        PairTaskFactory(mentorship__mentee=teacher)
        CardReadingFactory(person=teacher)
        ExportFactory().people.add(teacher)
        MentorshipFactory(mentor=teacher)
        DiagnosticFactory(person=teacher, competency=f"{number}")
    client.force_login(teacher.user)
    client.get(reverse("privacy:my_data"))

    with django_assert_max_num_queries(30):
        client.get(reverse("privacy:my_data"))


def test_person_data_are_for_the_responsible_officer_and_noted(sign_in, teacher):
    head = sign_in(municipality=teacher.municipality, role=Role.HEAD)
    url = reverse("privacy:person_data", args=[teacher.pk])

    page, file = head.get(url), head.get(url, {"as": "json"})

    assert (page.status_code, json.loads(file.content)["о ком"]) == (200, str(teacher))
    assert CardReading.objects.get().purpose == "запрос о персональных данных"
    assert list(Export.objects.get().people.all()) == [teacher]


@pytest.mark.parametrize(
    ("actor", "status"),
    [("head", 200), ("methodist", 403), ("school", 403), ("plain", 403), ("nobody", 302)],
)
@pytest.mark.parametrize("page", ["reading_list", "export_list"])
def test_the_log_is_open_to_the_officer_only(as_actor, teacher, page, actor, status):
    organization = teacher.employments.get().organization
    client = as_actor(actor, organization.municipality, organization)

    assert client.get(reverse(f"privacy:{page}")).status_code == status


def test_reading_list_finds_by_reader_by_person_and_by_day(sign_in, teacher):
    CardReadingFactory(person=teacher, by__full_name="Любопытнов П. П.")
    CardReadingFactory(by__full_name="Чужой Ч. Ч.")
    head = sign_in(municipality=teacher.municipality, role=Role.HEAD)
    url = reverse("privacy:reading_list")

    found = [
        len(head.get(url, asked).context["page"].rows)
        for asked in ({}, {"q": "любопытнов"}, {"q": "своеобразова"}, {"q": "чужой"}, {"last": "2020-01-01"})
    ]

    assert found == [1, 1, 1, 0, 0]
    assert head.get(url, {"as": "xlsx"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_of_the_log_do_not_grow_in_queries(sign_in, teacher, django_assert_max_num_queries, count):
    for _ in range(count):
        CardReadingFactory(person=teacher)
        ExportFactory().people.add(teacher)
    head = sign_in(municipality=teacher.municipality, role=Role.HEAD)

    for page in ("reading_list", "export_list"):
        head.get(reverse(f"privacy:{page}"))
        with django_assert_max_num_queries(12):
            assert len(head.get(reverse(f"privacy:{page}")).context["page"].rows) == count


def test_the_own_card_tells_who_opened_it_and_others_cards_do_not(client, teacher):
    CardReadingFactory(person=teacher, by__full_name="Любопытнов П. П.")
    client.force_login(teacher.user)

    own = client.get(teacher.get_absolute_url()).content.decode()
    client.force_login(GrantFactory(municipality=teacher.municipality).user)
    seen = client.get(teacher.get_absolute_url()).content.decode()

    assert "Любопытнов" in own
    assert "Любопытнов" not in seen


# --- Consents -------------------------------------------------------------------------------------------------------
def collected(person, **typed):
    return {
        "purpose": "development",
        "categories": ["name", "work"],
        "starts_on": "2026-09-01",
        "way": "paper",
        "people": [person.pk],
        **typed,
    }


def test_consents_are_collected_as_a_list_and_counted(sign_in, teacher):
    school = teacher.employments.get().organization
    EmploymentFactory(organization=school)
    stranger = EmploymentFactory().person
    methodist = sign_in(municipality=school.municipality)
    url = reverse("privacy:consent_collect", args=[school.pk])

    before = methodist.get(reverse("privacy:consent_list")).content.decode()
    refused = methodist.post(url, collected(stranger))
    taken = methodist.post(url, collected(teacher))
    after = methodist.get(reverse("privacy:consent_list")).content.decode()

    consent = Consent.objects.get()
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (consent.person, consent.collected_by, consent.categories) == (
        teacher, methodist.user, ["name", "work"],
    )  # fmt: skip
    assert "у 0 из 2" in before
    assert "у 1 из 2" in after
    assert teacher not in methodist.get(url).context["form"].fields["people"].queryset


def test_a_withdrawn_consent_no_longer_counts_and_is_not_withdrawn_twice(sign_in, teacher):
    consent = ConsentFactory(person=teacher)
    methodist = sign_in(municipality=teacher.municipality)
    url = reverse("privacy:consent_withdraw", args=[consent.pk])

    early = methodist.post(url, {"withdrawn_on": "2024-01-01"})
    first = methodist.post(url, {"withdrawn_on": "2025-10-01"})
    again = methodist.post(url, {"withdrawn_on": "2025-11-01"})

    assert [each.status_code for each in (early, first, again)] == [422, 302, 422]
    assert [in_force(dt.date(2025, month, day)).exists() for month, day in ((9, 30), (10, 1))] == [
        True,
        False,
    ]
    assert "Согласие уже отозвано 01.10.2025" in again.content.decode()


def test_the_sheet_of_consent_is_blank_or_filled_in(sign_in, teacher):
    methodist = sign_in(municipality=teacher.municipality)
    url = reverse("privacy:consent_form")

    blank, filled = methodist.get(url), methodist.get(url, {"person": teacher.pk})
    foreign = methodist.get(url, {"person": PersonFactory().pk})

    assert str(teacher) not in blank.content.decode()
    assert str(teacher) in filled.content.decode()
    assert foreign.status_code == 404


def test_the_card_tells_on_what_grounds_data_are_kept(client, teacher):
    ConsentFactory(person=teacher)
    client.force_login(teacher.user)

    text = client.get(teacher.get_absolute_url()).content.decode()

    assert "Основания обработки данных" in text
    assert "трудовой договор" in text
    assert "учёт профессионального развития" in text


@pytest.mark.parametrize("count", [1, 3])
def test_consent_list_queries_do_not_grow(sign_in, teacher, django_assert_num_queries, count):
    for number in range(count):
        ConsentFactory(person=teacher, starts_on=dt.date(2025, 9, 1 + number))
        EmploymentFactory(organization__municipality=teacher.municipality)
    methodist = sign_in(municipality=teacher.municipality)
    methodist.get(reverse("privacy:consent_list"))

    with django_assert_num_queries(11):
        assert len(methodist.get(reverse("privacy:consent_list")).context["page"].rows) == count
