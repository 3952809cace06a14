"""An event in a real browser, entered once: activity → registration → QR → certificates → result, indicators, card; a protocol."""

import datetime as dt
import re

import docx
import pdfplumber
import pytest
import segno
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.models import Certificate, Event, Registration
from masterstvo.organizations.choices import Role
from tests.browser import go, look, press
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, CommunityMemberFactory, MeetingFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityFactory, PlanFactory
from tests.indicators.counted import counted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEMINAR = "Семинар «Разговор с классом»"


@pytest.fixture
def district():
    """Two schools of three teachers, who each have a head with an account, and one teacher who has one."""
    municipality = MunicipalityFactory(authority_title="Управление образования Приреченского района")
    staff, heads = {}, []
    for title, surnames in (
        ("Лесная школа", ("Белова", "Громова", "Ильина")),
        ("Речная школа", ("Дымова", "Котова", "Чалова")),
    ):
        organization = OrganizationFactory(municipality=municipality, title=title)
        heads.append(GrantFactory(of_organization=True, organization=organization).user)
        for surname in surnames:
            job = EmploymentFactory(
                organization=organization, person__last_name=surname, starts_on=dt.date(2020, 9, 1)
            )
            staff[surname] = job.person
    teacher = staff["Чалова"]
    teacher.user = UserFactory()
    teacher.save()
    return municipality, staff, heads


def plain(text):
    return text.replace("\u00a0", " ")


def words(page, where="main"):
    return plain(page.locator(where).inner_text())


def put_down(page, event, *surnames):
    """A school puts its own people down for an event."""
    go(page, "events:event_detail", event.pk)
    look(page)
    page.get_by_role("link", name="Записать людей").click()
    for surname in surnames:
        page.get_by_label(surname).check()
    look(page)
    press(page, "Записать")
    assert f"Записано: {len(surnames)}." in words(page)


def test_what_was_entered_once_moves_the_plan_the_indicators_and_the_card(open_as, open_page, district):
    municipality, staff, heads = district
    today = timezone.localdate()
    plan = PlanFactory(municipality=municipality, year_from=today.year, year_to=today.year)
    activity = ActivityFactory(plan=plan, number="2.4", title="Цикл семинаров о воспитании", due_on=today)
    methodist = GrantFactory(role=Role.METHODIST, municipality=municipality).user
    teacher = staff["Чалова"]
    assert (
        counted("B4", municipality)
        == counted("B4.1", municipality)
        == counted("B7", municipality)
        == frozenset()
    )

    # The methodist plans the event from the activity.
    desk = open_as(methodist, activity.get_absolute_url())
    look(desk)
    desk.locator("#doings").get_by_role("link", name="Событие").click()
    desk.get_by_label("Мероприятие", exact=True).fill(SEMINAR)
    desk.get_by_label("Что с событием").select_option(label="идёт запись")
    desk.get_by_label("Уровень").select_option(label="муниципальный")
    desk.get_by_label("Дата").fill(today.isoformat())
    desk.get_by_label("Часы").fill("4")
    desk.get_by_label("В рамках РС НМС").check()
    desk.get_by_label("Темы").select_option(label="воспитание")
    look(desk)
    press(desk, "Сохранить событие")
    look(desk)
    event = Event.objects.get()
    assert [*event.activities.all()] == [activity]

    # Two schools put their people down, one teacher registers on a phone.
    for head, surnames in zip(heads, (("Белова", "Громова"), ("Дымова",)), strict=True):
        put_down(open_as(head, reverse("events:event_list")), event, *surnames)
    phone = open_as(teacher.user, reverse("events:event_own"), width=390)
    look(phone)
    phone.locator("#offered").get_by_role("button", name="Записаться").click()
    phone.get_by_text("Показать QR на входе").click()
    look(phone)

    # The organizer's phone reads the teacher's own QR; the others are ticked on the list.
    code = Registration.objects.get(person=teacher).code
    gate = re.match(r"https?://[^/]+", phone.url).group() + reverse(
        "events:presence_confirm", args=[event.pk, code]
    )
    drawn = re.search(r'd="([^"]+)"', segno.make(gate, error="m").svg_inline(scale=5)).group(1)
    assert drawn in phone.locator(".qr").inner_html()
    door = open_as(methodist, reverse("events:presence_confirm", args=[event.pk, code]), width=390)
    look(door)
    press(door, "Отметить: был")
    door.get_by_role("link", name="Ко всему списку").click()
    for surname in ("Белова", "Дымова"):
        door.locator("li.mark", has_text=surname).get_by_role("button", name="Был", exact=False).first.click()
        door.locator("li.mark", has_text=surname).locator("button[aria-pressed=true]").wait_for()
    look(door)
    press(door, "Событие состоялось")
    present = {teacher.pk, staff["Белова"].pk, staff["Дымова"].pk}

    # Certificates for those who were there; anybody asks the address of the QR whether it is true.
    go(desk, "events:event_certificates", event.pk)
    press(desk, "Выдать: 3")
    look(desk)
    assert {each.participation.person_id for each in Certificate.objects.all()} == present
    phone.reload()
    look(phone)
    with phone.expect_download() as paper:
        phone.get_by_role("link", name="Сертификат №").click()
    with pdfplumber.open(paper.value.path()) as pdf:
        printed = pdf.pages[0].extract_text()
    certificate = Certificate.objects.get(participation__person=teacher)
    anybody = open_page(certificate.get_absolute_url(), width=390, axe=True)
    assert anybody.url in printed.replace("\n", "")
    look(anybody)
    assert "Действует" in words(anybody)
    assert str(teacher) in words(anybody)

    # The activity's result is proposed and accepted.
    desk.goto(desk.url.split("/events")[0] + activity.get_absolute_url())
    look(desk)
    press(desk, "Принять")
    activity.refresh_from_db()
    assert (
        plain(activity.actual_result)
        == f"Проведено {today:%d.%m.%Y}: {SEMINAR}, 3 участника из 2 организаций."
    )
    assert activity.state == "done"
    assert SEMINAR in words(desk, "#evidence")

    # The indicators and the card have moved by exactly these.
    assert counted("B4", municipality) == {event.pk}
    assert counted("B4.1", municipality) == counted("B7", municipality) == present
    for surname, standing in (("Чалова", "был"), ("Громова", "не был")):
        go(desk, "people:person_detail", staff[surname].pk)
        row = desk.locator("tr", has_text=SEMINAR)
        assert row.get_by_role("cell", name=standing, exact=True).count() == 1
    look(desk)


def test_a_leader_holds_a_meeting_and_takes_its_protocol_in_word(open_as, district):
    municipality, staff, _ = district
    today = timezone.localdate()
    teacher = staff["Чалова"]
    community = CommunityFactory(municipality=municipality, title="РМО классных руководителей")
    CommunityMemberFactory(community=community, person=teacher, leader=True)
    for surname in ("Белова", "Ильина"):
        CommunityMemberFactory(community=community, person=staff[surname])
    meeting = MeetingFactory(
        community=community, title="Итоги четверти", held_on=today, agenda="Что получилось"
    )

    page = open_as(teacher.user, reverse("communities:my_communities"), width=390)
    look(page)
    go(page, "communities:meeting_detail", meeting.pk)
    look(page)
    page.get_by_role("link", name="Провести").click()
    for surname in ("Чалова", "Белова"):
        page.get_by_label(surname).check()
    page.get_by_label("О чём говорили").fill("Обсудили классные часы.")
    page.get_by_label("Что решили").first.fill("Собрать сценарии")
    page.get_by_label("Ответственный").first.select_option(label=str(staff["Белова"]))
    page.get_by_label("Срок").first.fill((today + dt.timedelta(days=10)).isoformat())
    look(page)
    press(page, "Заседание проведено")
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Протокол № 1").click()

    paper = docx.Document(download.value.path())
    told = [plain(each.text) for each in paper.paragraphs]
    rows = [[plain(cell.text) for cell in row.cells] for table in paper.tables for row in table.rows]
    assert "ПРОТОКОЛ № 1" in told
    assert "Обсудили классные часы." in told
    assert ["Присутствовали", plain(f"2 из 3: {staff['Белова'].short_name}, {teacher.short_name}")] in rows
    assert [
        "1",
        "Собрать сценарии",
        staff["Белова"].short_name,
        f"{today + dt.timedelta(days=10):%d.%m.%Y}",
    ] in rows
