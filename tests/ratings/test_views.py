"""Pages of ratings: who sees how much of a calculation, and the way of a formula through the browser."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.organizations.choices import Role
from masterstvo.ratings.actions import count_rating, decide_rating
from masterstvo.ratings.models import Rating
from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, CommunityMemberFactory
from tests.factories.documents import DocumentFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.ratings import PartFactory, RatingFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 6, 1)


@pytest.fixture
def rating():
    rating = RatingFactory(published=True, title="Лучшая школа года")
    PartFactory(rating=rating, title="Курсы")
    return rating


def school_of(rating, title, surname, *, is_trained=True):
    job = EmploymentFactory(
        organization=OrganizationFactory(municipality=rating.municipality, title=title),
        person__last_name=surname,
    )
    if is_trained:
        facts.TrainingFactory(person=job.person, finished_on=dt.date(2025, 3, 1))
    return job.organization


def head_of(school):
    return GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=school).user


def text_of(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_do_not_query_more_for_more_rows(sign_in, rating, count, django_assert_num_queries):
    for number in range(count):
        school_of(rating, f"Школа {number}", f"Фамилия{number}")
        PartFactory(rating=rating)
        RatingFactory(municipality=rating.municipality)
    EmploymentFactory.create_batch(count, organization=rating.municipality.organizations.first())
    count_rating(rating, by=None, today=DAY)
    standing = rating.standings.first()
    client = sign_in(municipality=rating.municipality)

    for name, args, n_queries in (
        ("rating_list", [], 7),
        ("rating_detail", [rating.pk], 17),
        ("standing_detail", [standing.pk], 11),
    ):
        with django_assert_num_queries(n_queries):
            assert client.get(reverse(f"ratings:{name}", args=args)).status_code == 200


def test_a_school_sees_points_of_all_and_people_of_its_own(client, rating):
    own, other = school_of(rating, "Наша школа", "Нашева"), school_of(rating, "Чужая школа", "Чужова")
    EmploymentFactory(organization=own, person__last_name="Ждущая")
    count_rating(rating, by=None, today=DAY)
    client.force_login(head_of(own))

    page = text_of(client.get(rating.get_absolute_url()))
    calculation = text_of(client.get(own.standings.get().get_absolute_url()))

    assert "Чужая школа" in page
    assert "Чужова" not in page
    assert "1 из 2 = 50 %; × 10" in calculation
    assert "Нашева" in calculation
    assert "Ждущая" in calculation
    assert client.get(other.standings.get().get_absolute_url()).status_code == 404


def test_the_leader_of_a_community_opens_its_calculation_from_its_page(client):
    rating = RatingFactory(published=True, kind="community")
    PartFactory(rating=rating, title="Курсы")
    own, other = CommunityFactory.create_batch(2, municipality=rating.municipality)
    school = school_of(rating, "Школа", "Ведущая")
    leader = school.employments.get().person
    leader.user = UserFactory()
    leader.save()
    CommunityMemberFactory(community=own, person=leader, leader=True)
    CommunityMemberFactory(community=own, person=EmploymentFactory(person__last_name="Членова").person)
    CommunityMemberFactory(community=other, person=EmploymentFactory(person__last_name="Другова").person)
    count_rating(rating, by=None, today=DAY)
    client.force_login(leader.user)

    url = own.standings.get().get_absolute_url()
    assert url in text_of(client.get(own.get_absolute_url()))
    calculation = text_of(client.get(url))
    assert "Ведущая" in calculation
    assert "Другова" not in text_of(client.get(rating.get_absolute_url()))
    assert client.get(other.standings.get().get_absolute_url()).status_code == 404


def test_a_formula_is_written_published_and_decided_in_the_browser(sign_in):
    client = sign_in()
    here = client.user.grants.get().municipality
    paper = DocumentFactory(municipality=here, title="Положение о рейтинге")
    indicator = IndicatorFactory(title="Доля обученных")
    school = OrganizationFactory(municipality=here, title="Школа")
    facts.TrainingFactory(
        person=EmploymentFactory(organization=school).person, finished_on=dt.date(2025, 3, 1)
    )

    terms = {
        "title": "Лучшая школа",
        "circle": ["school"],
        "starts_on": "01.01.2025",
        "ends_on": "31.12.2025",
    }
    terms |= {"n_prizes": "3", "document_text": "Положение", "document_chosen": str(paper.pk)}
    client.post(reverse("ratings:rating_create"), terms)
    rating = Rating.objects.get()
    part = {
        "indicator": indicator.pk,
        "scale": "bands",
        "points": "0",
        "bands": "50 – 5\n75 – 10",
        "better": "more",
    }
    create = reverse("ratings:part_create", args=[rating.pk])
    assert client.post(create, part | {"bands": "много", "weight": "1", "without": "out"}).status_code == 422
    client.post(create, part | {"weight": "1", "without": "out"})
    assert rating.parts.get().title == str(indicator)

    act = reverse("ratings:rating_act", args=[rating.pk])
    for step in ("publish", "decide", "contest"):
        response = client.post(act, {"do": step}, follow=True)

    assert "Лучшая школа" in text_of(response)
    rating.refresh_from_db()
    assert (rating.state, rating.contest.entries.get().organization) == ("decided", school)
    assert client.get(create).status_code == 404


def test_a_part_takes_its_number_from_one_place(sign_in):
    rating = RatingFactory()
    client = sign_in(municipality=rating.municipality)

    response = client.post(
        reverse("ratings:part_create", args=[rating.pk]),
        {"scale": "unit", "points": "5", "better": "more", "weight": "1", "without": "out"},
    )

    assert (response.status_code, "Выберите что-то одно" in text_of(response)) == (422, True)


def test_a_draft_is_removed_with_its_formula_and_a_strange_step_is_not_found(sign_in):
    rating = RatingFactory()
    part = PartFactory(rating=rating)
    client = sign_in(municipality=rating.municipality)
    act = reverse("ratings:rating_act", args=[rating.pk])

    assert client.post(act, {"do": "dance"}).status_code == 404
    client.post(act, {"do": f"part-{part.pk}"})
    assert not rating.parts.exists()
    assert client.post(act, {"do": "remove"}).url == reverse("ratings:rating_list")
    assert not Rating.objects.exists()


def test_places_go_to_excel_and_to_a_protocol(sign_in, rating):
    school_of(rating, "Школа", "Первая")
    school_of(rating, "Другая", "Вторая", is_trained=False)
    OrganizationFactory(municipality=rating.municipality, title="Пустая")
    decide_rating(rating, by=None)
    client = sign_in(municipality=rating.municipality)

    sheet = load_workbook(BytesIO(client.get(f"{rating.get_absolute_url()}?as=xlsx").content)).active
    document = docx.Document(BytesIO(client.get(f"{rating.get_absolute_url()}?as=docx").content))

    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=5)] == [
        ["Место", "Участник", "Человек", "Курсы", "Итог"],
        [1, "Школа", 1, 10, 10],
        [2, "Другая", 1, 0, 0],
        [None, "Пустая", 0, None, None],
    ]
    written = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["–", "Пустая", "–", "–"] in written
