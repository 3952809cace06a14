import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Organization, OrganizationFigure, OrganizationStatus
from tests.editing import correct
from tests.factories.organizations import (
    GrantFactory,
    MunicipalityFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    OrganizationFigureFactory,
    OrganizationStatusFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganizationFactory(title="МБОУ «Лесная СОШ»", short_title="Лесная школа", kind="school")


def titles(response):
    return [cells[0].text for cells, _ in response.context["table"].lines]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Звёздочка", "Берёзовая школа"]),
        ({"q": "березовая"}, ["Берёзовая школа"]),
        ({"q": "ЗВЁЗДОЧКА"}, ["Звёздочка"]),
        ({"q": "сош берез"}, ["Берёзовая школа"]),
        ({"q": "сад-3"}, ["Звёздочка"]),
        ({"q": "100%"}, []),
        ({"kind": "school"}, ["Берёзовая школа"]),
        ({"status": "risk_zone"}, ["Берёзовая школа"]),
        ({"status": "low_results"}, []),
        ({"locality": "town"}, ["Звёздочка"]),
        ({"open": "on"}, ["Берёзовая школа"]),
    ],
)
def test_organization_list_finds(sign_in, asked, found):
    birch = OrganizationFactory(
        title="МБОУ «Берёзовая СОШ»", short_title="Берёзовая школа", locality="village"
    )
    star = OrganizationFactory(
        municipality=birch.municipality,
        title="Звёздочка",
        kind="kindergarten",
        locality="town",
        closed_on=dt.date(2025, 1, 1),
    )
    OrganizationAliasFactory(organization=star, name="Сад-3")
    OrganizationStatusFactory(organization=birch, kind="risk_zone")
    OrganizationStatusFactory(
        organization=birch, kind="low_results", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2021, 1, 1)
    )
    OrganizationFactory()

    response = sign_in(municipality=birch.municipality).get(reverse("organizations:organization_list"), asked)

    assert titles(response) == found


def test_organization_list_goes_to_excel_with_its_filter(sign_in, school):
    client = sign_in(municipality=school.municipality)

    response = client.get(reverse("organizations:organization_list"), {"as": "xlsx", "kind": "school"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("methodist", 200),
        ("head", 200),
        ("observer", 200),
        ("school", 200),
        ("stranger", 404),
        ("expired", 404),
        ("plain", 404),
        ("nobody", 302),
    ],
)
def test_organization_detail_access(as_actor, school, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(school.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("methodist", 200),
        ("head", 200),
        ("school", 200),
        ("observer", 403),
        ("stranger", 404),
        ("expired", 404),
        ("nobody", 302),
    ],
)
def test_organization_edit_access(as_actor, school, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse("organizations:organization_edit", args=[school.pk])).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("observer", 403), ("school", 403), ("plain", 403), ("nobody", 302)],
)
def test_organization_create_access(as_actor, school, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse("organizations:organization_create")).status_code == status


def test_organization_create_stores_the_last_day_as_the_day_after(sign_in):
    client = sign_in()
    typed = {
        "title": " МБОУ  «Новая» ",
        "kind": "school",
        "opened_on": "2020-09-01",
        "closed_on": "2025-08-31",
    }

    response = client.post(reverse("organizations:organization_create"), typed)

    organization = Organization.objects.get()
    assert response.url == organization.get_absolute_url()
    assert (organization.title, organization.closed_on, organization.last_day) == (
        "МБОУ «Новая»",
        dt.date(2025, 9, 1),
        dt.date(2025, 8, 31),
    )
    edit = client.get(reverse("organizations:organization_edit", args=[organization.pk]))
    assert 'value="2025-08-31"' in edit.content.decode()
    assert AuditRecord.objects.get().action == "organizations.create_organization"


def test_organization_create_refuses_a_name_twice_and_keeps_what_was_typed(sign_in, school):
    client = sign_in(municipality=school.municipality)
    typed = {"title": school.title, "kind": "school", "address": "ул. Речная, 1"}

    response = client.post(reverse("organizations:organization_create"), typed)

    assert response.status_code == 422
    assert "Организация с таким названием уже есть." in response.content.decode()
    assert "ул. Речная, 1" in response.content.decode()


def test_organization_edit_writes_down_what_changed(sign_in, school):
    client = sign_in(municipality=school.municipality)

    correct(
        client,
        reverse("organizations:organization_edit", args=[school.pk]),
        {"title": school.title, "short_title": "Лесная", "kind": "school"},
    )

    assert AuditRecord.objects.get().changes == {"short_title": ["Лесная школа", "Лесная"]}
    assert "Лесная школа → Лесная" in client.get(school.get_absolute_url()).content.decode()


def test_alias_create_refuses_a_spelling_that_leads_to_another_organization(sign_in, school):
    OrganizationAliasFactory(
        organization=OrganizationFactory(municipality=school.municipality), name="СОШ Лесная"
    )
    client = sign_in(municipality=school.municipality)

    response = client.post(reverse("organizations:alias_create", args=[school.pk]), {"name": "сош лесная."})

    assert response.status_code == 422
    assert "уже ведёт к организации" in response.content.decode()


def test_alias_is_added_and_forgotten(sign_in, school):
    client = sign_in(municipality=school.municipality)

    client.post(reverse("organizations:alias_create", args=[school.pk]), {"name": "Школа в Лесном"})
    alias = school.aliases.get()
    answer = client.get(reverse("organizations:alias_delete", args=[alias.pk]))
    client.post(reverse("organizations:alias_delete", args=[alias.pk]))

    assert (answer.status_code, school.aliases.count()) == (405, 0)


def status_form(school, **typed):
    return {"organization": school.pk, "kind": "risk_zone", "starts_on": "2025-01-01", **typed}


def test_a_status_is_added_corrected_with_a_reason_and_removed(sign_in, school):
    client = sign_in(municipality=school.municipality)

    client.post(reverse("organizations:organizationstatus_create"), status_form(school, ends_on="2025-12-31"))
    status = OrganizationStatus.objects.get()
    added = (status.starts_on, status.ends_on)
    correct(
        client,
        reverse("organizations:organizationstatus_edit", args=[status.pk]),
        status_form(school, kind="low_results", reason="Опечатка в списке"),
    )
    status.refresh_from_db()
    corrected = (status.kind, status.ends_on)
    client.post(
        reverse("organizations:organizationstatus_delete", args=[status.pk]), {"reason": "Внесён дважды"}
    )

    assert added == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert corrected == ("low_results", None)
    assert not OrganizationStatus.objects.exists()
    assert list(AuditRecord.objects.order_by("pk").values_list("action", "reason")) == [
        ("organizations.add_status", ""),
        ("organizations.edit_status", "Опечатка в списке"),
        ("organizations.remove_status", "Внесён дважды"),
    ]


def test_a_status_cannot_be_given_to_an_organization_of_another_district(sign_in, school):
    response = sign_in().post(reverse("organizations:organizationstatus_create"), status_form(school))

    assert response.status_code == 422
    assert not OrganizationStatus.objects.exists()


def test_organizationstatus_delete_asks_for_a_reason(sign_in, school):
    status = OrganizationStatusFactory(organization=school)
    client = sign_in(municipality=school.municipality)

    response = client.post(
        reverse("organizations:organizationstatus_delete", args=[status.pk]), {"reason": " "}
    )

    assert (response.status_code, OrganizationStatus.objects.count()) == (422, 1)


@pytest.mark.parametrize(("typed", "stored"), [("50,5", "50.50"), ("50.5", "50.50")])
def test_organizationfigure_create_reads_a_decimal_comma(sign_in, school, typed, stored):
    client = sign_in(municipality=school.municipality)
    client.post(
        reverse("organizations:organizationfigure_create"),
        {"organization": school.pk, "year": 2025, "kind": "internet_speed", "value": typed},
    )

    assert str(OrganizationFigure.objects.get().value) == stored


def test_organizationfigure_create_refuses_a_second_number_for_the_year(sign_in, school):
    OrganizationFigureFactory(organization=school, year=2025, kind="pupils")
    client = sign_in(municipality=school.municipality)

    response = client.post(
        reverse("organizations:organizationfigure_create"),
        {"organization": school.pk, "year": 2025, "kind": "pupils", "value": "7"},
    )

    assert response.status_code == 422
    assert "Этот показатель за год уже внесён." in response.content.decode()


def test_municipality_switch_changes_what_all_pages_speak_of(client):
    region = RegionFactory()
    first, second = (
        MunicipalityFactory(region=region, title="А"),
        MunicipalityFactory(region=region, title="Б"),
    )
    OrganizationFactory(municipality=second, title="Дальняя школа")
    client.force_login(GrantFactory(of_region=True, region=region).user)
    url = reverse("organizations:municipality_switch")

    client.post(url, {"municipality": second.pk})

    assert titles(client.get(reverse("organizations:organization_list"))) == ["Дальняя школа"]
    assert client.post(url, {"municipality": MunicipalityFactory().pk}).status_code == 422
    assert first.title in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("actor", "status"), [("methodist", 403), ("school", 403), ("plain", 403), ("nobody", 302)]
)
def test_municipality_switch_is_for_those_who_see_several(as_actor, school, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse("organizations:municipality_switch")).status_code == status


def test_a_reader_elsewhere_cannot_write_by_switching(client):
    own, other = MunicipalityFactory(), MunicipalityFactory()
    user = GrantFactory(municipality=own).user
    GrantFactory(user=user, municipality=other, role=Role.OBSERVER)
    client.force_login(user)

    client.post(reverse("organizations:municipality_switch"), {"municipality": other.pk})

    assert client.get(reverse("organizations:organization_create")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_organization_detail_queries_do_not_grow(sign_in, django_assert_num_queries, school, count):
    client = sign_in(municipality=school.municipality)
    for year in range(count):
        OrganizationStatusFactory(organization=school, starts_on=dt.date(2020 + year, 1, 1))
        OrganizationFigureFactory(organization=school, year=2020 + year)
        OrganizationAliasFactory(organization=school)

    with django_assert_num_queries(33):
        response = client.get(school.get_absolute_url())

    assert len(response.context["statuses"]) == count
