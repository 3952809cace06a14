"""Notices, reminders, digests and letters: what is told, how often, and what never stands in a letter."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from masterstvo.inbox import actions, panels, tasks
from masterstvo.inbox.choices import Letters, NoticeKind
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.facts import RouteFactory, RouteStepFactory
from tests.factories.inbox import NoticeFactory, PreferenceFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import ActivityFactory, ActivityResponsibleFactory, PlanFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 25)
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=timezone.get_current_timezone())
NIGHT = NOON.replace(hour=23)


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def tasks_of(user, monkeypatch):
    """Let the user have things to do: {day: text}."""
    due = {}
    monkeypatch.setattr(panels, "_due", [])
    panels.add_due(
        lambda first, last: [
            panels.Due(user.pk, f"task:{text}", text, "/", day)
            for day, text in due.items()
            if first <= day <= last
        ]
    )
    return due


def told():
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_the_same_thing_is_told_once(user):
    assert actions.notify([user.pk, user.pk], kind="message", text="Раз", key="a") == 1
    assert actions.notify([user.pk], kind="message", text="Раз", key="a") == 0


# --- Terms ------------------------------------------------------------------------------------------------------------
def days_on_which_told(due, from_day, to_day):
    found = []
    for number in range((to_day - from_day).days + 1):
        day = from_day + dt.timedelta(days=number)
        if actions.remind(day):
            found.append((due - day).days)
    return found


def test_a_term_is_told_of_a_week_three_days_and_a_day_before_on_its_day_and_twice_after(tasks_of):
    tasks_of[DAY] = "Протокол"
    month = dt.timedelta(days=31)

    assert days_on_which_told(DAY, DAY - month, DAY + month) == [7, 3, 1, 0, -1, -8]


def test_days_that_were_missed_are_made_up_for_once(tasks_of):
    tasks_of[DAY] = "Протокол"

    assert actions.remind(DAY - dt.timedelta(days=2)) == 1
    assert actions.remind(DAY - dt.timedelta(days=2)) == 0
    assert told() == ["Осталось 2\xa0дня: Протокол (до 25.11.2026)"]


def test_the_authority_says_itself_when_it_reminds(tasks_of):
    tasks_of[DAY] = "Протокол"
    for term in ("7", "3", "1", "0"):
        actions_terms = TermFactory._meta.model.objects.filter(vocabulary="reminder_days", key=term)
        actions_terms.update(valid_to=DAY - dt.timedelta(days=60))
    TermFactory(vocabulary="reminder_days", key="5", title="за 5 дней: приказ № 3")

    assert days_on_which_told(DAY, DAY - dt.timedelta(days=9), DAY) == [5]


def test_a_term_put_off_is_told_of_anew(tasks_of):
    tasks_of[DAY] = "Протокол"
    actions.remind(DAY)
    tasks_of[DAY + dt.timedelta(days=1)] = tasks_of.pop(DAY)

    assert actions.remind(DAY) == 1


# --- Digests ----------------------------------------------------------------------------------------------------------
def test_a_head_gets_one_line_a_week_and_a_methodist_none(monkeypatch):
    monkeypatch.setattr(panels, "_lines", [])
    panels.add_line(lambda user, day: "Просрочено поручений: 4", order=1)
    head = GrantFactory(role=Role.HEAD).user
    GrantFactory(role=Role.METHODIST)

    assert [actions.send_digests(DAY + dt.timedelta(days=number)) for number in range(7)].count(1) == 2
    assert {notice.user for notice in Notice.objects.all()} == {head}


# --- Letters ----------------------------------------------------------------------------------------------------------
def test_a_letter_says_how_much_is_new_and_names_nobody(user, settings):
    settings.SITE = "https://metod.example"
    NoticeFactory(user=user, text="Иванова И. И. просит место", created_at=NOON)
    NoticeFactory(user=user, kind=NoticeKind.DUE, created_at=NOON)

    assert actions.send_letters(NOON) == 1
    (letter,) = mail.outbox
    assert "2\xa0новых уведомления: поручения – 1, сроки – 1" in letter.body
    assert "https://metod.example/inbox/" in letter.body
    assert "Иванова" not in letter.body + letter.subject
    assert actions.send_letters(NOON) == 0


@pytest.mark.parametrize(
    ("url", "place"), [("/events/5/", "/events/5/"), ("/people/?q=Иванова", "/inbox/"), ("", "/inbox/")]
)
def test_a_letter_about_one_thing_leads_to_it_unless_words_stand_in_its_address(user, settings, url, place):
    settings.SITE = "https://metod.example"
    NoticeFactory(user=user, url=url, created_at=NOON)

    actions.send_letters(NOON)

    assert f"https://metod.example{place}\n" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("preference", "now", "letters"),
    [
        ({}, NIGHT, 0),
        ({"quiet_from": dt.time(0), "quiet_until": dt.time(0)}, NIGHT, 1),
        ({"letters": Letters.NEVER}, NOON, 0),
        ({"letters": Letters.DAILY}, NOON, 1),
        ({"muted": ["assignment"]}, NOON, 0),
    ],
)
def test_letters_go_as_the_user_wants_them(user, preference, now, letters):
    PreferenceFactory(user=user, **preference)
    NoticeFactory(user=user, created_at=now)

    assert actions.send_letters(now) == letters


def test_what_came_at_night_is_written_in_the_morning(user):
    NoticeFactory(user=user, created_at=NIGHT)

    assert actions.send_letters(NIGHT) == 0
    assert actions.send_letters(NIGHT + dt.timedelta(hours=9)) == 1


def test_one_letter_a_day_is_one(user):
    PreferenceFactory(user=user, letters=Letters.DAILY)
    for hours in (0, 1):
        NoticeFactory(user=user, created_at=NOON)
        actions.send_letters(NOON + dt.timedelta(hours=hours))

    assert len(mail.outbox) == 1
    assert actions.send_letters(NOON + dt.timedelta(days=1)) == 1


def test_nobody_is_written_to_about_what_they_read_already_or_who_left(user):
    NoticeFactory(user=user, created_at=NOON, read_at=NOON)
    NoticeFactory(user=UserFactory(is_active=False), created_at=NOON)

    assert actions.send_letters(NOON) == 0
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_letter_that_failed_is_tried_again(user, monkeypatch):
    NoticeFactory(user=user, created_at=NOON)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "send_mail", _fail)
        with pytest.raises(OSError, match="mail"):
            actions.send_letters(NOON)

    assert actions.send_letters(NOON) == 1


def _fail(*_):
    raise OSError("no mail server")


def test_the_worker_does_all_of_it(user, tasks_of):
    tasks_of[timezone.localdate()] = "Протокол"
    tasks.remind.call()
    tasks.send_letters.call()

    assert told() == [f"Последний день: Протокол (до {timezone.localdate():%d.%m.%Y})"]


# --- What apps offer ----------------------------------------------------------------------------------------------------
def test_a_responsible_person_is_reminded_of_an_activity_and_the_head_hears_a_number():
    person = PersonFactory(user=UserFactory())
    plan = PlanFactory(state="execution", municipality=person.municipality, year_from=2026, year_to=2026)
    activity = ActivityFactory(plan=plan, starts_on=DAY, due_on=DAY)
    ActivityResponsibleFactory(activity=activity, person=person)
    ActivityResponsibleFactory(activity=ActivityFactory(starts_on=DAY, due_on=DAY), person=person)  # a draft
    head = GrantFactory(role=Role.HEAD, municipality=person.municipality).user

    actions.remind(DAY + dt.timedelta(days=1))
    actions.send_digests(DAY + dt.timedelta(days=1))

    found = dict(Notice.objects.values_list("user", "text"))
    assert activity.title in found[person.user_id]
    assert "1\xa0мероприятие просрочено" in found[head.pk]
    assert len(found) == 2


def test_a_teacher_is_reminded_of_the_next_step_of_a_running_route():
    person = PersonFactory(user=UserFactory())
    for state, approved_on in (("active", DAY), ("draft", None)):
        RouteStepFactory(
            route=RouteFactory(person=person, state=state, approved_on=approved_on),
            title=f"Шаг {state}",
            starts_on=DAY,
            ends_on=DAY + dt.timedelta(days=1),
        )
    actions.remind(DAY)

    assert [text for text in told() if "Шаг" in text] == [
        "Последний день: шаг маршрута «Шаг active» (до 25.11.2026)"
    ]
