"""From a deficit to practice in a real browser: campaign → answers → deficits → route → practice → new measurement → indicators."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.actions.campaign import open_campaign
from masterstvo.assessments.actions.sheet import answer_question, finish_sheet
from masterstvo.assessments.choices import Assessor
from masterstvo.assessments.models import Campaign, Instrument
from masterstvo.assessments.queries.circle import Circle
from masterstvo.diagnostics.actions import load_shipped_framework
from masterstvo.diagnostics.models import Competence, Deficit, Measure
from masterstvo.organizations.choices import Role
from tests.browser import go, look, press
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CONTENT, VersionFactory
from tests.factories.facts import OfferFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory
from tests.indicators.counted import counted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Формирующее оценивание"
N_TEACHERS = 20
TEST = {**CONTENT, "sections": [CONTENT["sections"][0]]}  # two questions, enough to be weak in


@pytest.fixture
def school():
    """A school of twenty teachers with accounts, a knowledge test of one competence, and a catalogue of one visit."""
    load_shipped_framework()
    first = EmploymentFactory(starts_on=dt.date(2020, 9, 1))
    jobs = [
        first,
        *(
            EmploymentFactory(organization=first.organization, starts_on=dt.date(2020, 9, 1))
            for _ in range(N_TEACHERS - 1)
        ),
    ]
    for job in jobs:
        job.person.user = UserFactory()
        job.person.save()
    municipality = first.organization.municipality
    competence = Competence.objects.get(title=NAME)
    VersionFactory(
        instrument__municipality=municipality,
        instrument__key="exam",
        instrument__kind="test",
        instrument__title="Тест об оценивании",
        content=TEST,
    )
    Measure.objects.create(competence=competence, instrument="exam")
    OfferFactory(
        municipality=municipality, competences=[competence], title="Три урока коллеги", kind="visit", hours=3
    )
    return jobs


def answer_on_the_phone(page, choice):
    """Answer every question of a sheet by its ``choice``-th answer and finish."""
    while page.locator("button[value=next]").count():
        page.locator(".ans-c input").nth(choice).check()
        page.locator("button[value=next]").click()
    press(page, "Закончить")


def test_a_deficit_is_closed_by_practice_and_a_new_measurement_and_the_indicators_move(open_as, school):
    municipality = school[0].organization.municipality
    methodist = GrantFactory(role=Role.METHODIST, municipality=municipality).user
    teacher = school[0].person
    today = timezone.localdate()
    assert counted("A1", municipality) == counted("A2", municipality) == frozenset()

    # The methodist asks everybody.
    desk = open_as(methodist, reverse("assessments:campaign_create"))
    desk.get_by_label("По какому инструменту").select_option(label="Тест об оценивании")
    desk.get_by_label("Название").fill("Входной тест")
    desk.get_by_label("Первый день").fill(today.isoformat())
    desk.get_by_label("Последний день").fill((today + dt.timedelta(days=20)).isoformat())
    press(desk, "Посчитать, сколько человек")
    assert "20 человек" in desk.locator("main").inner_text().replace("\u00a0", " ")
    look(desk)
    press(desk, "Открыть кампанию")
    look(desk)

    # Twenty teachers answer, one of them on a phone; only that one is weak.
    for sheet in Campaign.objects.get().sheets.exclude(person=teacher):
        for key in ("q1", "q2"):
            answer_question(sheet, key=key, sent=["2"], by=sheet.person.user)
        finish_sheet(sheet, by=sheet.person.user)
    phone = open_as(teacher.user, reverse("assessments:sheet_list"), width=390)
    look(phone)
    phone.get_by_role("link", name="Начать", exact=True).click()
    look(phone)
    answer_on_the_phone(phone, 0)
    look(phone)
    assert "0 %" in phone.locator("main").inner_text().replace("\u00a0", " ")
    assert [deficit.person for deficit in Deficit.objects.all()] == [teacher]
    assert counted("A1", municipality) == {job.person_id for job in school}

    # The methodist takes the teacher on and builds a route.
    go(desk, "routes:route_build", teacher.pk)
    look(desk)
    press(desk, "Взять на сопровождение")
    press(desk, "Подобрать шаги")
    assert "Три урока коллеги" in desk.locator("main").inner_text()
    look(desk)
    press(desk, "Оставить как черновик")
    assert counted("A2", municipality) == frozenset()
    press(desk, "Отправить на согласование")
    go(phone, "routes:my_route")
    look(phone)
    press(phone, "Согласиться")
    desk.reload()
    desk.get_by_role("link", name="Утвердить").click()
    desk.get_by_label("Каким актом").fill("приказ № 41")
    desk.get_by_label("От какого дня").fill(today.isoformat())
    press(desk, "Утвердить")
    look(desk)
    assert counted("A2", municipality) == {teacher.pk}

    # Steps on the phone; the transfer into practice is watched by the methodist with a card of the lesson.
    go(phone, "routes:my_route")
    phone.get_by_role("link", name="Сделано", exact=True).click()
    look(phone)
    press(phone, "Отметить шаг")
    open_campaign(
        municipality=municipality,
        version=Instrument.objects.get(municipality=None, key="formative-assessment").versions.get(),
        title="Уроки ноября",
        starts_on=today,
        ends_on=today + dt.timedelta(days=9),
        assessor=Assessor.OTHER,
        circle=Circle(),
        by=methodist,
    )
    go(desk, "assessments:observation_create", Campaign.objects.get(title="Уроки ноября").pk)
    desk.get_by_label("Чей урок").first.fill(teacher.last_name)
    press(desk, "Найти")
    desk.get_by_label("Класс, предмет и тема").fill("8 «Б», теорема Пифагора")
    desk.locator("select").first.select_option(index=1)
    press(desk, "Начать карту")
    answer_on_the_phone(desk, 2)
    look(desk)
    go(phone, "routes:my_route")
    phone.get_by_role("link", name="Сделано", exact=True).click()
    phone.get_by_label("Карта наблюдателя").select_option(index=1)
    phone.get_by_label("Как прошло").fill("8 «Б», взаимопроверка")
    press(phone, "Отметить шаг")
    deficit = Deficit.objects.get()
    assert (deficit.ready_on, deficit.closed_on) == (today, None)

    # The new measurement closes it.
    again = open_campaign(
        municipality=municipality,
        version=Campaign.objects.get(title="Входной тест").version,
        title="Повторный тест",
        starts_on=today,
        ends_on=today + dt.timedelta(days=9),
        circle=Circle(organizations=(school[0].organization_id,)),
        by=methodist,
    )
    go(phone, "assessments:sheet_answer", again.sheets.get(person=teacher).pk)
    answer_on_the_phone(phone, 2)
    deficit.refresh_from_db()
    assert deficit.closed_on == today
    assert deficit.closed_by.sheet.campaign == again
    go(phone, "diagnostics:profile_detail", teacher.pk)
    look(phone)
    assert "Открытых дефицитов нет" in phone.locator("main").inner_text()
