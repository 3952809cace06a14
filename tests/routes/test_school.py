"""Routes of a whole school: who is taken on, what the builder gives to all, and what is sent, agreed and approved together."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.actions import add_diagnostic
from masterstvo.diagnostics.models import Competence
from masterstvo.organizations.choices import Role
from masterstvo.people import load
from masterstvo.routes.models import Route
from masterstvo.routes.queries.offer import offers_on, taken_seats
from tests.factories.accounts import UserFactory
from tests.factories.facts import OfferFactory, RouteFactory, RouteStepFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
NAME = "Формирующее оценивание"
SCHOOL_QUERIES, BUILD_QUERIES, QUEUE_QUERIES = 13, 25, 13


@pytest.fixture
def organization():
    return OrganizationFactory()


@pytest.fixture
def methodist(organization):
    return GrantFactory(role=Role.METHODIST, municipality=organization.municipality).user


@pytest.fixture
def offer(organization):
    return OfferFactory(
        municipality=organization.municipality,
        competences=[Competence.objects.get(title=NAME)],
        hours=4,
        title="Три урока коллеги",
        seats=2,
    )


def teachers(organization, n, *, score=50, accompanied_by=None):
    people = [EmploymentFactory(organization=organization).person for _ in range(n)]
    for each in people:
        add_diagnostic(
            person=each,
            measured_on=timezone.localdate() - dt.timedelta(days=30),
            procedure="Тест",
            competency=NAME,
            kind="test",
            score=score,
            maximum=100,
            by=None,
        )
        if accompanied_by:
            RouteFactory(person=each, accompanied_by=accompanied_by, state="draft", approved_on=None)
    return people


def page_of(organization):
    return f"{reverse('routes:school_build')}?organization={organization.pk}"


def press(client, organization, button, **values):
    today = timezone.localdate()
    wish = {
        "goal": "Оценивать",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=150),
        "hours": 36,
        "weekly_hours": 4,
    }
    return client.post(page_of(organization), wish | {button: "1"} | values)


def offered(answer):
    """Return the ticks that a page of proposals holds."""
    return re.findall(r'name="person" value="(\d+:\w+)"', answer.content.decode())


def test_those_measured_are_named_but_not_what_it_showed_until_they_are_taken_on(
    client, organization, methodist
):
    weak, strong = [*teachers(organization, 1), *teachers(organization, 1, score=100)]
    client.force_login(methodist)

    closed = client.get(page_of(organization)).content.decode()
    assert (str(weak) in closed, str(strong) in closed, NAME in closed) == (True, True, False)

    for _ in range(2):
        press(client, organization, "take_on", person=[weak.pk, strong.pk])

    assert AuditRecord.objects.filter(action="routes.take_on", by=methodist).count() == 2
    assert NAME in client.get(page_of(organization)).content.decode()


def test_those_without_deficits_are_let_go_and_their_results_close(client, organization, methodist):
    teachers(organization, 1, score=100, accompanied_by=methodist)
    client.force_login(methodist)

    press(client, organization, "let_go", route=[Route.objects.get().pk])

    assert Route.objects.get().state == "stopped"
    assert "Результаты вам не открыты" in client.get(page_of(organization)).content.decode()


def test_a_school_shares_the_seats_and_only_those_ticked_are_kept(client, organization, methodist, offer):
    teachers(organization, 3, accompanied_by=methodist)
    client.force_login(methodist)

    built = press(client, organization, "build")
    page = built.content.decode()
    assert "маршрут для 2 из 3" in page
    assert "2 из 2" in page
    assert "нет свободных мест: добавьте одно" in page
    assert not Route.objects.filter(steps__isnull=False).exists()

    kept = press(client, organization, "keep", person=offered(built)[:1])

    assert kept.status_code == 302
    route = Route.objects.filter(steps__isnull=False).distinct().get()
    assert (route.goal, route.state, route.accompanied_by) == ("Оценивать", "draft", methodist)
    assert taken_seats(offers_on(offer.municipality_id, offer.starts_on, offer.ends_on)) == {
        f"offer:{offer.pk}": 1
    }
    assert "маршрут для 1 из 2" in press(client, organization, "build").content.decode()


def test_steps_that_nobody_looked_at_are_not_kept(client, organization, methodist, offer):
    teachers(organization, 1, accompanied_by=methodist)
    client.force_login(methodist)
    ticks = offered(press(client, organization, "build"))

    answer = press(
        client, organization, "keep", person=ticks, starts_on=timezone.localdate() + dt.timedelta(21)
    )

    assert answer.status_code == 422
    assert "места или нагрузка изменились" in answer.content.decode()
    assert not Route.objects.filter(steps__isnull=False).exists()


def test_one_reason_is_asked_for_all_whose_week_gets_too_full_while_the_others_are_kept(
    client, organization, methodist, offer, monkeypatch
):
    offer.hours, offer.seats = 8, None
    offer.save()
    busy, free = teachers(organization, 2, accompanied_by=methodist)
    monkeypatch.setattr(load, "_sources", dict(load._sources))
    today = timezone.localdate()
    load.add_source("test", "проба", lambda people: [(busy.pk, today, today + dt.timedelta(days=150), 60)])
    client.force_login(methodist)
    built = press(client, organization, "build", weekly_hours=12)
    assert len(offered(built)) == 2

    refused = press(client, organization, "keep", person=offered(built), weekly_hours=12)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Оценивать" in page
    assert page.count("Выберите другие дни") == len(offered(refused))

    kept = press(client, organization, "keep", person=offered(refused), weekly_hours=12, reason="Каникулы")
    assert kept.status_code == 302
    assert AuditRecord.objects.filter(action="people.overload", reason="Каникулы").exists()


def waiting(person, by, **values):
    made = RouteFactory(person=person, accompanied_by=by, approved_on=None, **{"state": "agreement"} | values)
    RouteStepFactory(route=made)
    return made


def test_many_are_sent_agreed_and_approved_and_each_refusal_stands_in_its_row(
    client, organization, methodist
):
    today = timezone.localdate()
    first, second, third, fourth = (EmploymentFactory(organization=organization).person for _ in range(4))
    draft = waiting(first, methodist, state="draft")
    unread = waiting(second, methodist)
    ready = waiting(third, methodist, agreed_by_person_on=today)
    RouteFactory(
        person=fourth, accompanied_by=methodist
    )  # results are open, but another leads the route below
    foreign = waiting(fourth, UserFactory())
    client.force_login(methodist)
    url = reverse("routes:route_queue")

    def state(route):
        route.refresh_from_db()
        return route.state

    client.post(url, {"send": "1", "route": [draft.pk]})
    assert state(draft) == "agreement"

    agreed = client.post(url, {"agree": "1", "route": [ready.pk, unread.pk, foreign.pk]})
    assert "который ведёт этот маршрут" in agreed.content.decode()
    assert AuditRecord.objects.filter(action="routes.agree_route").count() == 2

    act = {"approve": "1", "act": "приказ № 7", "approved_on": today}
    answer = client.post(url, act | {"route": [ready.pk, unread.pk]})
    assert answer.status_code == 422
    assert "Педагог ещё не согласился" in answer.content.decode()
    assert (state(ready), ready.act, state(unread)) == ("active", "приказ № 7", "agreement")


@pytest.mark.parametrize(("waits", "n"), [("send", 1), ("person", 1), ("me", 2), ("act", 1)])
def test_the_queue_tells_for_whom_a_route_waits(client, organization, methodist, waits, n):
    today = timezone.localdate()
    people = [EmploymentFactory(organization=organization).person for _ in range(4)]
    waiting(people[0], methodist, state="draft")
    waiting(people[1], methodist)
    waiting(people[2], methodist, agreed_by_person_on=today)
    waiting(people[3], methodist, agreed_by_person_on=today, agreed_by_companion_on=today)
    client.force_login(methodist)

    page = client.get(reverse("routes:route_queue"), {"waits": waits, "all": "1"}).content.decode()

    assert page.count('name="route"') == page.count(" checked>") == n


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow_with_people(
    client, organization, methodist, offer, django_assert_max_num_queries, n
):
    teachers(organization, n)
    taken = teachers(organization, n, accompanied_by=methodist)
    for each in taken:
        waiting(each, methodist)
    client.force_login(methodist)

    with django_assert_max_num_queries(SCHOOL_QUERIES):
        client.get(page_of(organization))
    with django_assert_max_num_queries(BUILD_QUERIES):
        press(client, organization, "build")
    with django_assert_max_num_queries(QUEUE_QUERIES):
        client.get(reverse("routes:route_queue"))


def test_the_head_sees_how_many_routes_the_school_has_and_how_far_they_have_come(client, organization):
    for state in ("done", "planned"):
        route = RouteFactory(
            person=EmploymentFactory(organization=organization).person,
            state="active",
            approved_on=dt.date(2026, 1, 1),
        )
        RouteStepFactory(route=route, title="Тайный шаг", state=state, done_on=dt.date(2026, 1, 9))
    client.force_login(GrantFactory(of_organization=True, organization=organization).user)

    page = client.get(organization.get_absolute_url()).content.decode()

    assert "Маршруты педагогов" in page
    assert "1 из 2" in page
    assert "Тайный" not in page


def test_the_route_and_the_card_show_the_weeks_beside_the_limit(client, organization, methodist):
    today = timezone.localdate()
    person = EmploymentFactory(organization=organization).person
    route = RouteFactory(
        person=person, accompanied_by=methodist, state="active", approved_on=dt.date(2026, 1, 1)
    )
    RouteStepFactory(route=route, hours=9, starts_on=today, ends_on=today + dt.timedelta(days=1))
    client.force_login(methodist)

    for url in (
        route.get_absolute_url(),
        person.get_absolute_url(),
        reverse("routes:route_build", args=[person.pk]),
    ):
        page = client.get(url).content.decode()
        assert "9 из 4" in page
        assert "шаги маршрутов – 9" in page
