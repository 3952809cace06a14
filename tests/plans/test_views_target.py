import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.indicators.models import Indicator
from masterstvo.people.models import Export
from tests.factories.facts import RouteFactory, TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import PlanFactory, TargetFactory, TargetValueFactory

pytestmark = pytest.mark.django_db

ON = {"on": "2025-11-30"}


@pytest.fixture
def district():
    """Two schools of six teachers; in the first three have a route, one has a draft."""
    municipality = MunicipalityFactory(title="Приреченский район")
    schools = [
        OrganizationFactory(municipality=municipality, title=f"Школа {name}")
        for name in ("Берёзовская", "Заозёрная")
    ]
    people = [EmploymentFactory(organization=schools[number // 6]).person for number in range(12)]
    for person in people[:3]:
        RouteFactory(person=person, approved_on=dt.date(2025, 3, 14))
    RouteFactory(person=people[3], state="draft", approved_on=None)
    target = TargetFactory(
        plan=PlanFactory(municipality=municipality), indicator_code="A2", title="Доля педагогов с маршрутом"
    )
    TargetValueFactory(target=target, value=50)
    return municipality, schools, people, target


def page(client, name, *args, **query):
    return client.get(reverse(f"plans:{name}", args=args), {**ON, **query})


def test_target_list_shows_plan_fact_and_gap(district, sign_in):
    client = sign_in(municipality=district[0])

    text = page(client, "target_list").content.decode()

    assert "3\xa0из\xa012" in text
    assert "25\xa0%" in text
    assert "не хватает 3" in text
    assert text.count('<tr><th scope="row"') == 40


def test_target_list_below_the_plan_alone(district, sign_in):
    client = sign_in(municipality=district[0])

    text = page(client, "target_list", below=1).content.decode()

    assert text.count('<tr><th scope="row"') == 1


def test_target_list_into_excel(district, sign_in):
    response = page(sign_in(municipality=district[0]), "target_list", xlsx=1)

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content[:2] == b"PK"


def test_target_detail_names_who_is_in_and_who_could_be(district, sign_in):
    municipality, _, people, target = district
    client = sign_in(municipality=municipality)

    text = page(client, "target_detail", target.pk).content.decode()
    out = page(client, "target_detail", target.pk, list="out", q=people[3].last_name).content.decode()

    assert "3\xa0из\xa012" in text
    assert f"{people[0]}" in text
    assert "утверждён 14.03.2025" in text
    assert "маршрут ещё черновик" in text
    assert "нужно 6" in text
    assert "Школа Берёзовская" in text
    assert out.split('id="members"')[1].count('<tr><th scope="row"') == 1


def test_target_detail_into_excel(district, sign_in):
    response = page(sign_in(municipality=district[0]), "target_detail", district[3].pk, xlsx=1)

    assert response.content[:2] == b"PK"


def test_target_detail_says_when_nothing_counts_the_target(district, sign_in):
    target = TargetFactory(plan=district[3].plan, title="Доля довольных", indicator_code="")

    text = page(sign_in(municipality=district[0]), "target_detail", target.pk).content.decode()

    assert "пока не считается сам" in text


def test_target_detail_hides_small_numbers_and_names_and_counts_of_others_from_a_school(district, as_actor):
    municipality, schools, people, target = district
    client = as_actor("school", municipality, schools[1])

    text = page(client, "target_detail", target.pk).content.decode()

    assert "менее 5" in text
    assert people[0].last_name + " " not in text
    assert "из других организаций" not in text  # beside «менее 5» a count would tell it
    assert "3\xa0из\xa012" not in text


def test_definition_detail_shows_a_definition_without_target(district, sign_in):
    TrainingFactory(person=district[2][0])
    indicator = Indicator.objects.get(code="A3", edition__code="irk-2025")

    text = page(sign_in(municipality=district[0]), "definition_detail", indicator.pk).content.decode()

    assert "1\xa0из\xa012" in text
    assert "план не задан" in text
    assert "В том числе" in text


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("head", 200), ("observer", 200), ("school", 200), ("stranger", 404), ("expired", 404), ("plain", 404), ("nobody", 302)],
)  # fmt: skip
def test_target_detail_access(district, as_actor, actor, status):
    municipality, schools, _, target = district

    assert page(as_actor(actor, municipality, schools[0]), "target_detail", target.pk).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("methodist", 200),
        ("school", 200),
        ("stranger", 200),
        ("expired", 403),
        ("plain", 403),
        ("nobody", 302),
    ],
)
def test_target_list_access(district, as_actor, actor, status):
    assert page(as_actor(actor, district[0], district[1][0]), "target_list").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_target_list_queries_do_not_grow(sign_in, django_assert_num_queries, count):
    school = OrganizationFactory()
    plan = PlanFactory(municipality=school.municipality)
    for number in range(count):
        person = EmploymentFactory(organization=school).person
        TrainingFactory(person=person)
        RouteFactory(person=person)
        TargetValueFactory(target=TargetFactory(plan=plan, indicator_code=f"A{number + 5}"))
    client = sign_in(municipality=school.municipality)
    page(client, "target_list")

    with django_assert_num_queries(26):
        page(client, "target_list")


@pytest.mark.parametrize("count", [1, 3])
def test_target_detail_queries_do_not_grow(sign_in, django_assert_num_queries, count):
    school = OrganizationFactory()
    target = TargetFactory(plan=PlanFactory(municipality=school.municipality), indicator_code="A2")
    TargetValueFactory(target=target)
    for _ in range(count):
        RouteFactory(person=EmploymentFactory(organization=school).person)
        RouteFactory(person=EmploymentFactory(organization=school).person, state="draft")
    client = sign_in(municipality=school.municipality)
    page(client, "target_detail", target.pk)

    with django_assert_num_queries(44):
        page(client, "target_detail", target.pk)


def test_a_list_of_persons_behind_a_number_is_noted_with_each_of_them(district, sign_in):
    municipality, _, people, target = district

    page(sign_in(municipality=municipality), "target_detail", target.pk, xlsx=1)
    page(sign_in(municipality=municipality), "target_list", xlsx=1)

    export = Export.objects.get()
    assert set(export.people.all()) <= set(people)
    assert export.n_people == export.people.count() > 0


@pytest.mark.parametrize(
    "formula",
    [
        {"of": {"population": "organizations"}, "with": {"fact": "training", "when": "period"}},
        {"of": {"population": "training", "when": "period"}},
    ],
)
def test_a_list_of_organizations_or_records_is_noted_with_the_persons_behind(district, sign_in, formula):
    municipality, schools, people, _ = district
    for person in people[:2]:
        TrainingFactory(person=person, starts_on=dt.date(2025, 2, 1), finished_on=dt.date(2025, 3, 1))
    indicator = IndicatorFactory(municipality=municipality, measure="count", formula=formula)
    client = sign_in(municipality=municipality)

    page(client, "definition_detail", indicator.pk, xlsx=1, list="out", q="никого такого")
    assert not Export.objects.exists()
    page(client, "definition_detail", indicator.pk, xlsx=1)

    assert set(Export.objects.get().people.all()) == set(people[:2])
