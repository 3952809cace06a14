"""Mentoring in a real browser: matching → both consents → the head approves → an order in Word → a diary on a phone → B1, B2."""

import datetime as dt

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.mentoring.models import Conversation, Mentorship
from masterstvo.organizations.choices import Role
from tests.browser import go, look, press
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, RegisterFactory
from tests.factories.mentoring import MenteeNeedFactory, MentorProfileFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.indicators.counted import counted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school():
    """A school with a regulation on mentoring, a head, a register of orders; a mentor, a beginner, and one whom nobody fits."""
    school = OrganizationFactory(title="Лесная школа")
    municipality = school.municipality
    RegisterFactory(
        municipality=municipality, organization=school, title="Приказы школы", kinds=["mentoring_pairs"]
    )
    DocumentFactory(municipality=municipality, organization=school, kind="mentoring_regulation")
    people = {}
    for surname, born in (("Опытная", 1975), ("Новикова", 2000), ("Далёкая", 1980)):
        person = EmploymentFactory(
            organization=school, person__last_name=surname, person__born_on=dt.date(born, 5, 1)
        ).person
        person.user = UserFactory()
        person.teaching_since = dt.date(2025 if born == 2000 else born + 25, 9, 1)
        person.save()
        people[surname] = person
    MentorProfileFactory(person=people["Опытная"], strengths=["method.design"], venue="in_person")
    MenteeNeedFactory(person=people["Новикова"], wanted=["method.design"])
    MenteeNeedFactory(person=people["Далёкая"], venue="remote")
    return school, people


def words(page):
    return page.locator("main").inner_text().replace("\u00a0", " ")


def test_a_beginner_gets_a_mentor_by_matching_consents_and_an_order_and_the_indicators_move(
    open_as, school, tmp_path
):
    school, people = school
    municipality, beginner, mentor = school.municipality, people["Новикова"], people["Опытная"]
    today = timezone.localdate()
    assert (
        counted("B1", municipality)
        == counted("B1.1", municipality)
        == counted("B2.1", municipality)
        == frozenset()
    )

    # The methodist matches, sees why one stays without a mentor, and proposes the pair.
    desk = open_as(
        GrantFactory(role=Role.METHODIST, municipality=municipality).user, reverse("mentoring:matching_build")
    )
    look(desk)
    desk.get_by_label("Последний день").fill((today + dt.timedelta(days=180)).isoformat())
    press(desk, "Подобрать: 2 запроса")
    assert "1 из 1 нужной сильной стороны; та же школа" in words(desk)
    assert "один встречается только очно, другой только дистанционно – 1" in words(desk)
    look(desk)
    assert not Mentorship.objects.exists()
    press(desk, "Предложить отмеченные")
    assert "Предложения отправлены 1 паре" in words(desk)
    pair = Mentorship.objects.get()
    assert (pair.mentor, pair.mentee) == (mentor, beginner)

    # Both sides agree, each on a phone; then the head approves. Nothing is counted yet.
    phone = open_as(mentor.user, pair.get_absolute_url(), width=390)
    look(phone)
    phone.get_by_role("link", name="Наставник согласен").click()
    phone.get_by_label("Письменное согласие от").fill(today.isoformat())
    press(phone, "Наставник согласен")
    young = open_as(beginner.user, reverse("mentoring:my_mentoring"), width=390)
    look(young)
    young.goto(desk.url.split("/mentoring")[0] + pair.get_absolute_url())
    press(young, "Согласен")
    head = open_as(GrantFactory(of_organization=True, organization=school).user, pair.get_absolute_url())
    look(head)
    head.get_by_role("link", name="Утвердить пару").click()
    press(head, "Утвердить пару")
    assert counted("B1.1", municipality) == frozenset()

    # The order on pairs is one click, its number the act of the pair.
    go(head, "mentoring:school_detail", school.pk)
    look(head)
    press(head, "Приказ о 1 паре")
    look(head)
    with head.expect_download() as download:
        head.get_by_role("link", name="Скачать Word").click()
    download.value.save_as(tmp_path / "order.docx")
    order = "\n".join(each.text for each in docx.Document(str(tmp_path / "order.docx")).paragraphs)
    assert mentor.last_name in order
    assert beginner.last_name in order
    head.get_by_role("link", name="Подписать").click()
    head.get_by_label("Дата подписания").fill(today.isoformat())
    press(head, "Присвоить номер")
    pair.refresh_from_db()
    assert (pair.act_number, pair.act_on, pair.state) == ("1-о", today, "active")

    # The diary on the phone: a topic, the rest stands there already.
    young.reload()
    look(young)
    young.get_by_label("О чём").fill("Первый разбор урока")
    press(young, "Записать встречу")
    assert Conversation.objects.get().mentorship == pair

    # The indicators count exactly this beginner and this school.
    assert counted("B1", municipality) == counted("B1.1", municipality) == {beginner.pk}
    assert counted("B2", municipality) == counted("B2.1", municipality) == {school.pk}
