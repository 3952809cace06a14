import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.plans import panels
from masterstvo.plans.actions.activity import Evidence, enter_result, token_of
from tests.factories.core import AuditRecordFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.plans import (
    ActivityFactory,
    ActivityResponsibleFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
    TargetValueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    year = timezone.localdate().year
    return PlanFactory(year_from=year, year_to=year, state="execution")


def page_of(sign_in, plan):
    return sign_in(municipality=plan.municipality).get(reverse("plans:today")).content.decode()


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("head", 200), ("observer", 200), ("expired", 302), ("plain", 302), ("nobody", 302)],
)
def test_who_opens_today(as_actor, plan, actor, status):
    assert as_actor(actor, plan.municipality).get(reverse("plans:today")).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_today_has_a_constant_number_of_queries(sign_in, plan, django_assert_num_queries, count):
    client = sign_in(municipality=plan.municipality)
    person = PersonFactory(user=client.user)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for activity in ActivityFactory.create_batch(
        count, plan=plan, direction=DirectionFactory(plan=plan), due_on=yesterday, schedule_kind="deadline"
    ):
        ActivityResponsibleFactory(activity=activity, person=person)
        enter_result(
            activity=activity, token=token_of(activity), state="going", actual_result="идёт", by=client.user
        )

    with django_assert_num_queries(24):
        response = client.get(reverse("plans:today"))

    assert response.content.decode().count("Внести результат<span") == count


def test_the_oldest_overdue_stands_first_with_its_days(sign_in, plan):
    today = timezone.localdate()
    ActivityFactory(plan=plan, title="Вчерашнее", due_on=today - dt.timedelta(days=1))
    ActivityFactory(plan=plan, title="Давнее", due_on=today - dt.timedelta(days=21))

    page = page_of(sign_in, plan)

    assert page.index("Давнее") < page.index("Вчерашнее")
    assert "самое давнее — на 21\u00a0день" in page


def test_a_target_below_its_plan_says_how_many_persons_are_missing(sign_in, plan):
    for _ in range(4):
        EmploymentFactory(organization__municipality=plan.municipality)
    IndicatorFactory(code="A1", title="Прошли курсы")
    TargetValueFactory(target=TargetFactory(plan=plan, title="Прошли курсы", indicator_code="A1"), value=50)

    page = page_of(sign_in, plan)

    assert "не\u00a0хватает 2\u00a0человек" in page
    assert "<b>2</b> чел." in page


def test_my_tasks_are_the_activities_that_name_me(sign_in, plan):
    soon = timezone.localdate() + dt.timedelta(days=5)
    client = sign_in(municipality=plan.municipality)
    mine = ActivityFactory(plan=plan, title="Мой семинар", due_on=soon)
    ActivityFactory(plan=plan, title="Чужой семинар", due_on=soon)
    ActivityResponsibleFactory(activity=mine, person=PersonFactory(user=client.user))

    page = client.get(reverse("plans:today"))

    assert [activity.title for activity in page.context["tasks"]] == ["Мой семинар"]


def test_the_log_speaks_in_words(sign_in, plan):
    client = sign_in(municipality=plan.municipality)
    activity = ActivityFactory(plan=plan, title="Методический день")
    enter_result(
        activity=activity,
        token=token_of(activity),
        state="done",
        actual_result="прошёл",
        evidence=[Evidence(url="https://example.org/")],
        by=client.user,
    )

    page = client.get(reverse("plans:today")).content.decode()

    assert f"<b>{client.user}</b>: внесён результат" in page


def test_many_records_of_one_person_and_action_are_one_line(sign_in, plan):
    client = sign_in(municipality=plan.municipality)
    *several, last = ActivityFactory.create_batch(12, plan=plan)
    AuditRecordFactory(action="plans.edit_activity", object_type="plans.activity", object_id=last.pk)
    for activity in [*several, last, last]:
        AuditRecordFactory(
            action="plans.enter_result",
            object_type="plans.activity",
            object_id=activity.pk,
            by=client.user,
        )

    changes = client.get(reverse("plans:today")).context["changes"]

    assert [(each.who, each.what, each.about) for each in changes] == [
        (str(client.user), "внесены результаты 12\u00a0мероприятий", str(last)),
        ("Загрузка", "исправлено мероприятие", str(last)),
    ]


def test_a_target_below_its_plan_leads_to_its_page(sign_in, plan):
    EmploymentFactory(organization__municipality=plan.municipality)
    IndicatorFactory(code="A1", title="Прошли курсы")
    target = TargetFactory(plan=plan, indicator_code="A1")
    TargetValueFactory(target=target, value=50)

    assert f'href="{reverse("plans:target_detail", args=[target.pk])}"' in page_of(sign_in, plan)


def test_without_a_plan_today_leads_to_loading_one(sign_in):
    assert reverse("plans:plan_create") in sign_in().get(reverse("plans:today")).content.decode()


def test_the_menu_counts_what_is_overdue(sign_in, plan):
    ActivityFactory(plan=plan, due_on=timezone.localdate() - dt.timedelta(days=1))

    assert '<span class="cnt">1<span class="vh"> просрочено' in page_of(sign_in, plan)


def test_higher_apps_add_numbers_to_today(sign_in, plan, monkeypatch):
    monkeypatch.setattr(panels, "_numbers", [])
    panels.add_number(
        lambda user, municipality, day: panels.Number("10", "дней до сдачи отчёта", "/report/"), order=1
    )

    assert "дней до сдачи отчёта" in page_of(sign_in, plan)


def test_another_municipality_does_not_show(sign_in, plan):
    ActivityFactory(plan=plan, title="Наше", due_on=timezone.localdate() - dt.timedelta(days=1))

    page = sign_in(municipality=MunicipalityFactory()).get(reverse("plans:today")).content.decode()

    assert "Наше" not in page
