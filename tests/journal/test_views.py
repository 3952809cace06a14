import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.core import audit
from masterstvo.core.models import AuditRecord
from masterstvo.core.paging import PAGE_SIZE
from masterstvo.people.models import Export
from tests.factories.accounts import UserFactory
from tests.factories.facts import DiagnosticFactory, TrainingFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db

LIST = "journal:record_list"


@pytest.fixture
def district():
    return MunicipalityFactory()


@pytest.fixture
def school(district):
    return OrganizationFactory(municipality=district)


def note(obj, *, by=None, origin="", action="core.edit_row", **changes):
    with audit.coming_from(origin):
        audit.record(by, action, obj, changes=changes)


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def test_record_list_tells_who_did_what_in_which_role_and_from_where(sign_in, district, school):
    user = GrantFactory(municipality=district, user__full_name="Соколова Ирина Викторовна").user
    user.acting_as = "муниципальный методист"
    note(school, by=user, origin="request:5f0c", title=("Школа", "Лицей"))

    text = text_of(sign_in(user).get(reverse(LIST)))

    for words in (
        "Соколова Ирина Викторовна", "муниципальный методист", "исправлено", "название: Школа → Лицей", "обращение 5f0c",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("n_records", [1, 3])
def test_record_list_asks_the_same_number_of_queries(
    sign_in, district, n_records, django_assert_max_num_queries
):
    job = EmploymentFactory(organization__municipality=district)
    for _ in range(n_records):
        training = TrainingFactory(person=job.person)
        note(training, finished_on=(dt.date(2026, 1, 1), dt.date(2026, 1, 2)))
        note(job.organization, title=("а", "б"))
    client = sign_in(municipality=district)

    with django_assert_max_num_queries(17):
        client.get(reverse(LIST))


def test_record_list_is_read_by_keys_there_and_back(sign_in, district, school):
    for number in range(PAGE_SIZE + 5):
        note(school, title=(f"было {number:03}", "стало"))
    client = sign_in(municipality=district)

    first = client.get(reverse(LIST))
    second = client.get(reverse(LIST) + first.context["older_url"])
    back = client.get(reverse(LIST) + second.context["newer_url"])

    assert len(first.context["page"].entries) == PAGE_SIZE
    assert [entry.changes[0][1] for entry in second.context["page"].entries] == [
        f"было {number:03}" for number in range(4, -1, -1)
    ]
    assert second.context["page"].older is None
    assert back.context["page"].entries == first.context["page"].entries


@pytest.mark.parametrize(
    ("query", "n_found"),
    [
        ({"kind": "organizations.organization"}, 2),
        ({"kind": "training.training"}, 1),
        ({"q": "соколова"}, 1),
        ({"q": "5f0c"}, 1),
        ({"q": "опечатка"}, 1),
        ({"q": "нет такого"}, 0),
        ({"last": "2020-01-01"}, 0),
        ({"first": "2020-01-01"}, 3),
    ],
)
def test_record_list_is_narrowed(sign_in, district, school, query, n_found):
    user = GrantFactory(municipality=district, user__full_name="Соколова Ирина").user
    note(school, by=user, origin="request:5f0c", title=("а", "б"))
    audit.record(None, "organizations.edit_organization", school, changes={}, reason="опечатка")
    note(TrainingFactory(person=EmploymentFactory(organization=school).person))

    response = sign_in(municipality=district).get(reverse(LIST), query)

    assert len(response.context["page"].entries) == n_found


def make_old():
    AuditRecord.objects.update(at=timezone.now() - dt.timedelta(days=730))


@pytest.fixture
def long_ago(district, school):
    """A record of two years ago and one of today, with the same word."""
    audit.record(None, "organizations.edit_organization", school, reason="опечатка", changes={})
    make_old()
    audit.record(None, "organizations.edit_organization", school, reason="опечатка", changes={})


@pytest.mark.parametrize(
    ("query", "n_found", "is_told"),
    [
        ({"q": "опечатка"}, 1, True),
        ({"q": "опечатка", "ever": "1"}, 2, False),
        ({"q": "опечатка", "first": "2020-01-01"}, 2, False),
        ({"q": "опечатка", "last": "2100-01-01"}, 2, False),
        ({"q": "нет такого"}, 0, True),
        ({"kind": "organizations.organization"}, 2, False),
    ],
)
def test_words_without_days_are_looked_for_in_the_last_year_and_that_is_said(
    sign_in, district, long_ago, query, n_found, is_told
):
    response = sign_in(municipality=district).get(reverse(LIST), query)

    assert len(response.context["page"].entries) == n_found
    assert ("Искать за всё время" in text_of(response)) == is_told


def test_the_link_looks_for_the_same_words_at_all_times(sign_in, district, long_ago):
    client = sign_in(municipality=district)
    response = client.get(reverse(LIST), {"q": "опечатка", "kind": "organizations.organization"})

    ever = client.get(reverse(LIST) + response.context["ever_url"])

    assert len(ever.context["page"].entries) == 2
    rows = client.get(reverse(LIST) + ever.context["xlsx_url"])
    assert load_workbook(BytesIO(rows.content)).active.max_row == 3


def test_a_number_is_found_at_all_times(sign_in, district, school):
    note(school, origin="request:5f0c")
    make_old()

    response = sign_in(municipality=district).get(reverse(LIST), {"q": "5f0c"})

    assert len(response.context["page"].entries) == 1
    assert "12 месяцев" not in text_of(response)


@pytest.mark.parametrize("key", ["abc", "-1", "9" * 30, "\u0663"])
def test_record_list_takes_no_nonsense_for_a_key(sign_in, district, school, key):
    note(school)

    response = sign_in(municipality=district).get(reverse(LIST), {"before": key})

    assert len(response.context["page"].entries) == 1


def test_record_list_goes_to_excel(sign_in, district, school):
    note(school, title=("Школа", "Лицей"))

    response = sign_in(municipality=district).get(reverse(LIST), {"as": "xlsx"})

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows[0][:4] == ("Когда", "Кто", "В роли", "Что сделано")
    assert rows[1][6] == "название: Школа → Лицей"


def test_the_sheet_is_noted_as_an_export_with_everybody_in_it(sign_in, district, school):
    doer, subject, before, after, other = (
        EmploymentFactory(organization=school, person__user=UserFactory()).person for _ in range(5)
    )
    training = TrainingFactory(person=subject)
    note(training, by=doer.user, person=(before.pk, after.pk))
    note(school, title=("а", str(other.pk)))
    audit.record(None, "core.edit_row", school, changes={}, reason="не об этом")

    client = sign_in(municipality=district)
    client.get(reverse(LIST))
    client.get(reverse(LIST), {"as": "xlsx", "kind": "training.training"})

    export = Export.objects.get()
    assert set(export.people.all()) == {doer, subject, before, after}
    assert (export.what, export.filters) == ("Журнал", "Что: Обучение")


def test_a_sheet_about_organizations_alone_is_no_export_of_persons(sign_in, district, school):
    note(school, title=("а", "б"))

    sign_in(municipality=district).get(reverse(LIST), {"as": "xlsx"})

    assert not Export.objects.exists()


def test_record_list_holds_nothing_of_another_district(sign_in, district):
    note(OrganizationFactory(), title=("чужое", "чужое"))

    response = sign_in(municipality=district).get(reverse(LIST))

    assert response.context["page"].entries == []
    assert "Записей пока нет" in text_of(response)


def test_what_a_measurement_showed_is_hidden_from_the_head(as_actor, district, school):
    person = EmploymentFactory(organization=school).person
    diagnostic = DiagnosticFactory(person=person, competency="Тайноведение")
    note(diagnostic, competency=("Тайноведение", "Явноведение"))

    text = text_of(as_actor("head", district).get(reverse(LIST)))

    assert "видят только те, кому открыта запись" in text
    assert "ведение" not in text


def test_a_search_does_not_tell_the_reason_of_a_secret_record(as_actor, district, school):
    diagnostic = DiagnosticFactory(person=EmploymentFactory(organization=school).person)
    for obj in (diagnostic, school):
        audit.record(None, "core.edit_row", obj, reason="Тайноведение")

    response = as_actor("head", district).get(reverse(LIST), {"q": "тайноведение"})

    assert [entry.object_type for entry in response.context["page"].entries] == ["organizations.organization"]


def test_record_list_names_what_was_deleted(sign_in, district):
    training = TrainingFactory(person=EmploymentFactory(organization__municipality=district).person)
    pk = training.pk
    note(training, action="training.remove_training")
    training.delete()

    assert f"удалено, № {pk}" in text_of(sign_in(municipality=district).get(reverse(LIST)))


def test_object_history_shows_the_words_that_changed_in_a_long_text(sign_in, district, school):
    before = "Школа стоит в лесу на берегу реки, учителей в ней двадцать, а детей двести и ещё три."
    note(school, address=(before, before.replace("двести", "триста")))

    text = text_of(
        sign_in(municipality=district).get(
            reverse("journal:object_history", args=["organizations.organization", school.pk])
        )
    )

    assert "<del>двести</del><ins>триста</ins>" in text


@pytest.mark.parametrize(
    "label", ["organizations.organization", "core.auditrecord", "нет.такого", "x", "a.b.c"]
)
def test_object_history_of_what_is_not_there_is_404(sign_in, district, label):
    assert sign_in(municipality=district).get(f"/journal/{label}/999999/").status_code == 404


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("head", 200), ("observer", 403), ("school", 403), ("stranger", 404), ("plain", 403),
     ("expired", 403), ("nobody", 302)],
)  # fmt: skip
def test_object_history_access(as_actor, district, school, actor, status):
    client = as_actor(actor, district, school)

    url = reverse("journal:object_history", args=["organizations.organization", school.pk])

    assert client.get(url).status_code == status


def test_the_history_of_an_organization_leads_to_all_of_it(sign_in, district, school):
    note(school, title=("а", "б"))

    text = text_of(sign_in(municipality=district).get(school.get_absolute_url()))

    assert reverse("journal:object_history", args=["organizations.organization", school.pk]) in text
    assert AuditRecord.objects.count() == 1
