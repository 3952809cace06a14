"""The page of the calendar, and secret links as people make them and phones read them."""

import datetime as dt
import re

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.attempts import FEEDS, MISSES
from masterstvo.accounts.models import Attempt
from masterstvo.accounts.queries import hash_of
from masterstvo.agenda.actions import MOST
from masterstvo.agenda.models import Feed
from masterstvo.core.models import AuditRecord
from masterstvo.organizations.choices import Role
from masterstvo.people.agenda import sources
from masterstvo.people.choices import Whose
from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.agenda import FeedFactory
from tests.factories.communities import CommunityMemberFactory, DecisionFactory, MeetingFactory
from tests.factories.core import TermFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import ActivityFactory, PlanFactory

pytestmark = pytest.mark.django_db
LIST, FEEDS_URL = reverse("agenda:entry_list"), reverse("agenda:feed_list")
MARCH = {"month": "2027-03"}
DAY = dt.date(2027, 3, 17)


@pytest.fixture
def teacher():
    return PersonFactory(user=UserFactory())


def shown(client, **asked):
    return client.get(LIST, MARCH | asked).content.decode()


# --- The month ------------------------------------------------------------------------------------------------------
def test_a_teacher_sees_the_own_month_as_a_grid_and_as_a_list(sign_in, teacher):
    event = facts.EventFactory(
        municipality=teacher.municipality,
        title="Семинар",
        held_on=DAY,
        state="open",
        starts_time=dt.time(14),
        place="Актовый зал",
    )
    facts.RegistrationFactory(event=event, person=teacher)
    client = sign_in(teacher.user)

    assert '<b class="tn">14:00</b> Семинар' in shown(client)
    assert "Актовый зал" not in shown(client)
    assert "Актовый зал" in shown(client, view="list")
    assert "В этом месяце пусто" in client.get(LIST, {"month": "2027-04"}).content.decode()


def test_a_full_month_is_listed_by_pages_of_whole_days_and_a_day_opens_its_own(sign_in, teacher, monkeypatch):
    monkeypatch.setattr("masterstvo.agenda.queries.LINES_ON_PAGE", 2)
    for day, title in ((1, "Первое"), (3, "Второе"), (3, "Третье"), (17, "Четвёртое")):
        event = facts.EventFactory(
            municipality=teacher.municipality, title=title, held_on=DAY.replace(day=day), state="open"
        )
        facts.RegistrationFactory(event=event, person=teacher)
    client = sign_in(teacher.user)

    first, last = shown(client, view="list"), shown(client, view="list", day="17")

    assert [title in first for title in ("Первое", "Второе", "Третье", "Четвёртое")] == [
        True,
        True,
        True,
        False,
    ]
    assert [title in last for title in ("Третье", "Четвёртое")] == [False, True]
    assert "1–3" in first
    assert "day=17" in first


def test_one_kind_can_be_shown_alone(sign_in, teacher):
    facts.ParticipationFactory(event__held_on=DAY, event__title="Семинар", person=teacher)
    DecisionFactory(person=teacher, due_on=DAY, text="Собрать планы", meeting__community__title="РМО химиков")
    client = sign_in(teacher.user)

    assert "Семинар" in shown(client)
    assert "Семинар" not in shown(client, kind="decisions", view="list")
    assert "Собрать планы" in shown(client, kind="decisions", view="list")
    assert "Семинар" in shown(client, kind="unknown")


def test_the_calendar_that_opens_first_is_the_one_of_the_role(sign_in):
    school = OrganizationFactory(title="Лесная школа")
    head = GrantFactory(of_organization=True, organization=school, role=Role.ORGANIZATION).user
    facts.EventFactory(municipality=school.municipality, venue=school, title="День эксперта", held_on=DAY)
    facts.EventFactory(municipality=school.municipality, title="Семинар района", held_on=DAY)
    client = sign_in(head)

    own, district = shown(client), shown(client, whose="municipality")

    assert "Лесная школа" in own
    assert "День эксперта" in own
    assert "Семинар района" not in own
    assert "Семинар района" in district


def test_the_school_of_somebody_else_is_not_to_be_chosen(sign_in):
    school, other = OrganizationFactory(title="Лесная школа"), OrganizationFactory(title="Речная школа")
    head = GrantFactory(of_organization=True, organization=school, role=Role.ORGANIZATION).user

    said = shown(sign_in(head), whose="school", organization=other.pk)

    assert "Речная школа" not in said
    assert "Лесная школа" in said


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("whose", "n_silent"), [("mine", 1), ("municipality", 3)]
)  # sources that ask nothing
def test_the_queries_of_a_month_do_not_grow(sign_in, django_assert_num_queries, count, whose, n_silent):
    municipality = MunicipalityFactory()
    user = GrantFactory(municipality=municipality).user
    person = PersonFactory(municipality=municipality, user=user)
    plan = PlanFactory(municipality=municipality, state="execution")
    for _ in range(count):
        event = facts.EventFactory(
            municipality=municipality, held_on=DAY, state="open", venue=OrganizationFactory()
        )
        facts.RegistrationFactory(event=event, person=person)
        facts.EventFactory(municipality=municipality, held_on=DAY, state="open")
        session = facts.SessionFactory(
            municipality=municipality, starts_on=DAY, ends_on=DAY + dt.timedelta(days=1)
        )
        facts.TrainingRequestFactory(person=person, session=session)
        member = CommunityMemberFactory(person=person, community__municipality=municipality)
        DecisionFactory(
            meeting=MeetingFactory(community=member.community, held_on=DAY), person=person, due_on=DAY
        )
        facts.RouteStepFactory(route__person=person, starts_on=DAY, ends_on=DAY + dt.timedelta(days=1))
        ActivityFactory(plan=plan, starts_on=DAY, due_on=DAY, schedule_kind="point")
    client = sign_in(user)

    with django_assert_num_queries(7 + len(sources()) - n_silent):
        client.get(LIST, MARCH | {"whose": whose, "view": "list"})


def test_a_day_of_the_district_leads_to_planning_an_event_beside_what_is_there(sign_in):
    municipality = MunicipalityFactory()
    facts.EventFactory(municipality=municipality, held_on=DAY, title="Семинар", state="open")
    TermFactory(vocabulary="exam_day", key=DAY.isoformat(), title="ОГЭ по математике")
    client = sign_in(municipality=municipality)
    address = f"{reverse('events:event_create')}?day={DAY.isoformat()}"

    assert f'href="{address}"' in shown(client)
    planning = client.get(address).content.decode()

    assert 'value="2027-03-17"' in planning
    assert "Семинар" in planning
    assert "ОГЭ" in planning
    assert "уже есть" not in client.get(address.replace("2027", "2028")).content.decode()


# --- Secret links ---------------------------------------------------------------------------------------------------
def make(client, **values):
    """Make a link as a person does; return its address, which is shown on the next page and never again."""
    answer = client.post(
        FEEDS_URL, {"title": "Телефон", "kinds": ["events", "decisions"]} | values, follow=True
    )
    found = re.search(r'value="http://testserver(/agenda/feeds/[^"]+)"', answer.content.decode())
    return found[1]


def names(answer):
    return [str(each["summary"]) for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_link_is_shown_once_and_read_without_signing_in(sign_in, teacher):
    soon = timezone.localdate() + dt.timedelta(days=5)
    event = facts.EventFactory(title="Семинар; очно", held_on=soon, state="open", starts_time=dt.time(14))
    facts.RegistrationFactory(event=event, person=teacher)
    client = sign_in(teacher.user)

    address = make(client)
    answer = Client().get(address)

    assert address not in client.get(FEEDS_URL).content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    read = vobject.readOne(answer.content.decode())
    assert read.vevent.summary.value == "Семинар; очно"
    assert read.vevent.dtstart.value == event.starts_at
    assert read.vevent.uid.value == f"events.event-{event.pk}@masterstvo"


def test_the_table_knows_no_link(sign_in, teacher):
    token = make(sign_in(teacher.user)).removeprefix("/agenda/feeds/").removesuffix(".ics")

    feed = Feed.objects.get()

    assert feed.token_hash == hash_of(token)
    assert token not in str(Feed.objects.values()) + str(AuditRecord.objects.values())


def test_a_link_shows_the_kinds_that_were_ticked(sign_in, teacher):
    soon = timezone.localdate() + dt.timedelta(days=5)
    facts.RegistrationFactory(event__title="Семинар", event__held_on=soon, person=teacher)
    DecisionFactory(person=teacher, due_on=soon, text="Позвонить Ивановой", meeting__community__title="РМО")
    client = sign_in(teacher.user)

    assert names(Client().get(make(client))) == ["Семинар", "Поручение: РМО"]
    assert names(Client().get(make(client, kinds=["events"]))) == ["Семинар"]
    assert "Ивановой".encode() not in Client().get(make(client)).content


def test_an_event_that_was_called_off_is_still_in_the_link(teacher):
    soon = timezone.localdate() + dt.timedelta(days=5)
    event = facts.EventFactory(held_on=soon, state="cancelled", cancel_reason="Карантин")
    facts.RegistrationFactory(event=event, person=teacher)
    feed = FeedFactory(user=teacher.user, token="secret")

    answer = Client().get(reverse("agenda:feed_read", args=["secret"]))

    assert vobject.readOne(answer.content.decode()).vevent.status.value == "CANCELLED"
    feed.refresh_from_db()
    assert feed.read_at is not None


def test_reading_again_soon_notes_nothing(teacher):
    minute = timezone.now() - dt.timedelta(minutes=1)
    feed = FeedFactory(user=teacher.user, token="secret", read_at=minute)

    Client().get(reverse("agenda:feed_read", args=["secret"]))

    feed.refresh_from_db()
    assert feed.read_at == minute


@pytest.mark.parametrize("do", ["renew", "remove"])
def test_a_link_that_was_replaced_or_taken_back_opens_nothing(sign_in, teacher, do):
    client = sign_in(teacher.user)
    address = make(client)

    client.post(FEEDS_URL, {"feed": Feed.objects.get().pk, "do": do})

    assert Client().get(address).status_code == 404
    assert Feed.objects.count() == (do == "renew")
    assert AuditRecord.objects.filter(action=f"agenda.{do}_feed").exists()


def test_the_link_of_somebody_else_cannot_be_taken_back(sign_in):
    feed = FeedFactory()

    assert sign_in().post(FEEDS_URL, {"feed": feed.pk, "do": "remove"}).status_code == 404
    assert Feed.objects.exists()


def test_a_link_ends_with_the_account_and_with_the_role():
    grant = GrantFactory()
    FeedFactory(user=grant.user, token="own")
    FeedFactory(user=grant.user, token="district", whose=Whose.MUNICIPALITY, municipality=grant.municipality)
    own, district = (reverse("agenda:feed_read", args=[token]) for token in ("own", "district"))
    assert [Client().get(each).status_code for each in (own, district)] == [200, 200]

    grant.ends_on = timezone.localdate()
    grant.save()
    assert [Client().get(each).status_code for each in (own, district)] == [200, 404]

    grant.user.is_active = False
    grant.user.save()
    assert Client().get(own).status_code == 404


def test_a_phone_that_asks_too_often_has_to_wait_and_the_log_keeps_no_link(caplog):
    FeedFactory(token="secret")
    address = reverse("agenda:feed_read", args=["secret"])

    assert Client().get(address).status_code == 200
    Attempt.objects.update(n_tried=FEEDS[0].most)
    answer = Client().get(address)

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "secret" not in caplog.text


def test_whoever_guesses_is_shut_out():
    FeedFactory(token="secret")

    assert Client().get(reverse("agenda:feed_read", args=["guess"])).status_code == 404
    Attempt.objects.update(n_tried=MISSES[0].most)

    assert Client().get(reverse("agenda:feed_read", args=["guess"])).status_code == 429
    assert Client().get(reverse("agenda:feed_read", args=["secret"])).status_code == 429


def test_there_is_an_end_to_links(sign_in, teacher):
    FeedFactory.create_batch(MOST, user=teacher.user)

    answer = sign_in(teacher.user).post(FEEDS_URL, {"title": "Ещё один", "kinds": ["events"]})

    assert answer.status_code == 422
    assert "уже 10 ссылок" in answer.content.decode()


def test_a_refused_form_keeps_what_was_typed(sign_in, teacher):
    answer = sign_in(teacher.user).post(FEEDS_URL, {"title": "Планшет"})

    assert answer.status_code == 422
    assert 'value="Планшет"' in answer.content.decode()
    assert "Отметьте хотя бы одно" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_the_links_do_not_grow(sign_in, django_assert_num_queries, count):
    school = OrganizationFactory()
    user = GrantFactory(of_organization=True, organization=school).user
    FeedFactory.create_batch(count, user=user, whose=Whose.SCHOOL, organization=school)
    client = sign_in(user)

    with django_assert_num_queries(7):
        client.get(FEEDS_URL)
