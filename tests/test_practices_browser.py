"""A practice in a real browser: told on a phone → reviewed blindly → found by a misspelt word → put into a route."""

import pytest
from django.urls import reverse

from masterstvo.diagnostics.models import Competence
from masterstvo.organizations.choices import Role
from masterstvo.practices.models import Practice, Review
from masterstvo.routes.models import RouteStep
from tests.browser import go, look, press
from tests.factories.accounts import UserFactory
from tests.factories.facts import DeficitFactory, ExpertAppointmentFactory, RouteFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE, COMPETENCE = "Рефлексия без опроса", "method.assessment"


@pytest.fixture
def people():
    """An author, an expert of another school, and a reader who lacks what the practice teaches; all of one district."""
    author = EmploymentFactory(person__last_name="Авторова", person__user=UserFactory()).person
    here = author.municipality
    others = {
        name: EmploymentFactory(
            organization__municipality=here, person__municipality=here, person__last_name=name, person__user=UserFactory()
        ).person
        for name in ("Экспертова", "Читателева")
    }  # fmt: skip
    ExpertAppointmentFactory(person=others["Экспертова"])
    competence = Competence.objects.get(key=COMPETENCE)
    DeficitFactory(person=others["Читателева"], competence=competence)
    return author, others["Экспертова"], others["Читателева"]


def words(page):
    return page.locator("main").inner_text().replace("\u00a0", " ")


def test_a_practice_told_on_a_phone_is_reviewed_found_by_a_misspelt_word_and_put_into_a_route(
    open_as, people
):
    author, expert, reader = people
    methodist = GrantFactory(role=Role.METHODIST, municipality=author.municipality).user

    # The teacher begins on a phone, leaves it half done, comes back and sends it.
    phone = open_as(author.user, reverse("practices:practice_create"), width=390)
    phone.get_by_label("Название").fill(TITLE)
    press(phone, "Начать черновик")
    phone.get_by_label("Какую задачу решает").fill("Отвечают одни и те же")
    press(phone, "Сохранить черновик")
    for label, text in (
        ("Как это сделать", "Раздать карточку\nРазложить ответы"),
        ("Что изменилось", "Видно, кто не понял"),
        ("Чем это подтверждается", "Карточки класса"),
    ):
        phone.get_by_label(label).fill(text)
    look(phone)
    phone.get_by_label("Чему научится тот, кто повторит").select_option(COMPETENCE)
    press(phone, "Сохранить и отправить на экспертизу")
    assert "Нет согласия на публикацию" in words(phone)
    practice = Practice.objects.get()
    go(phone, "practices:practice_detail", practice.pk)
    press(phone, "Согласиться на публикацию")
    go(phone, "practices:practice_edit", practice.pk)
    press(phone, "Сохранить и отправить на экспертизу")
    assert "отправлена на экспертизу" in words(phone)

    # The methodist asks an expert, who does not learn whose it is, and decides.
    desk = open_as(methodist, reverse("practices:practice_appoint", args=[practice.pk]))
    desk.get_by_label("Экспертова").check()
    desk.get_by_label("Без имён").check()
    look(desk)
    press(desk, "Назначить и известить")
    review = Review.objects.get()
    sheet = open_as(expert.user, review.get_absolute_url(), width=390)
    assert "Авторова" not in words(sheet)
    look(sheet)
    for group in sheet.locator("form fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").last.check()
    for name in ("safe.names", "safe.rights"):
        sheet.locator(f"input[name='{name}'][value=yes]").check()
    sheet.get_by_label("принять в банк").check()
    press(sheet, "Закончить экспертизу")
    assert "Экспертиза закончена" in words(sheet)
    go(desk, "practices:practice_decide", practice.pk)
    look(desk)
    desk.get_by_label("Принять в банк").check()
    press(desk, "Записать решение")
    assert "В банке" in words(desk)

    # A colleague finds it although the word is misspelt; the builder of routes offers it.
    found = open_as(reader.user, reverse("practices:practice_list") + "?q=рифлексия", width=390)
    assert "Показываем похожее" in words(found)
    assert TITLE in words(found)
    RouteFactory(person=reader, accompanied_by=methodist)
    go(desk, "routes:route_build", reader.pk)
    press(desk, "Подобрать шаги")
    assert TITLE in words(desk)
    press(desk, "Оставить как черновик")
    assert RouteStep.objects.get(kind="practice").practice == practice
