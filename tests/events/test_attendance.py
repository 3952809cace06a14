"""Presence: by a tap, by a QR, by the log of a webinar; and what a held event gives to its plan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.attendance import CannotMark, Presence, mark_presence
from masterstvo.events.actions.event import NobodyMarked, WrongMove, hold_event, open_event
from masterstvo.events.actions.registration import register_people
from masterstvo.events.models import Event
from masterstvo.events.queries.collisions import collisions
from masterstvo.events.reading import NotALog, read_log
from masterstvo.people.asked import asked_in_weeks
from masterstvo.people.models import Person
from masterstvo.plans.queries.doings import proposal_for
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.facts import EventFactory, RegistrationFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityFactory, PlanFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def people(school):
    jobs = [
        EmploymentFactory(
            organization=school,
            person__last_name=name,
            person__first_name="Анна",
            person__patronymic="Олеговна",
        )  # fmt: skip
        for name in ("Белова", "Ветрова", "Громова")
    ]
    return [each.person for each in jobs]


@pytest.fixture
def event(school, people):
    event = EventFactory(municipality=school.municipality, held_on=TODAY, state="open", title="Семинар")
    register_people(event, people=people, by=None)
    return event


def there(event):
    return dict(event.participations.order_by("pk").values_list("person__last_name", "was_present"))


def test_a_tap_marks_and_another_corrects_with_and_without_htmx(sign_in, event, people):
    client = sign_in(municipality=event.municipality)
    url = reverse("events:event_attendance", args=[event.pk])

    client.get(url)
    plain = client.post(url, {"person": people[0].pk, "present": "1"})
    piece = client.post(url, {"person": people[0].pk, "present": "0"}, headers={"HX-Request": "true"})

    assert plain.status_code == 302
    assert piece.templates[0].name == "events/_attendance_row.html"
    assert there(event) == {"Белова": False}


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_queries_do_not_grow(sign_in, django_assert_num_queries, school, count):
    event = EventFactory(municipality=school.municipality, held_on=TODAY, state="open")
    jobs = EmploymentFactory.create_batch(count, organization=school)
    for each in jobs:
        RegistrationFactory(event=event, person=each.person, organization=school)
        mark_presence(
            event, presences=[Presence(EmploymentFactory(organization=school).person, True)], by=None
        )
    client = sign_in(municipality=school.municipality)

    with django_assert_num_queries(13):
        response = client.get(reverse("events:event_attendance", args=[event.pk]))

    assert len(response.context["rows"]) == 2 * count


def test_a_qr_changes_nothing_until_the_button_is_pressed(sign_in, event, people):
    client = sign_in(municipality=event.municipality)
    row = event.registrations.get(person=people[1])
    url = reverse("events:presence_confirm", args=[event.pk, row.code])

    client.get(url)
    before = there(event)
    client.post(url)

    assert (before, there(event)) == ({}, {"Ветрова": True})
    assert client.get(reverse("events:presence_confirm", args=[event.pk, "wrong"])).status_code == 404


def test_a_teacher_who_organizes_takes_attendance_and_no_other_teacher_does(client, event, people):
    url = reverse("events:event_attendance", args=[event.pk])
    answers = []
    for person, role in ((people[0], "organizer"), (people[1], "listener")):
        person.user = UserFactory()
        person.save()
        event.registrations.filter(person=person).update(role=role)
        client.force_login(person.user)
        answers.append(client.get(url).status_code)

    assert answers == [200, 404]


LOG = """Отчёт о встрече;;;
Имя;Email;Время входа;Время выхода
Анна Белова;;24.03.2026 10:00:00;24.03.2026 10:40:00
Анна Белова;;24.03.2026 10:30:00;24.03.2026 11:00:00
Ветрова А. О.;;24.03.2026 10:50:00;24.03.2026 11:00:00
Гость;;24.03.2026 10:00:00;24.03.2026 11:00:00
"""


def test_a_log_sums_minutes_and_counts_two_devices_at_once_only_once():
    assert [(each.name, each.minutes) for each in read_log(LOG.encode(), "log.csv")] == [
        ("Анна Белова", 60),
        ("Ветрова А. О.", 10),
        ("Гость", 60),
    ]
    (one,) = read_log("ФИО,Минут\nБелова Анна,1:15:00\n".encode(), "log.csv")
    assert one.minutes == 75
    with pytest.raises(NotALog):
        read_log("а;б\n1;2\n".encode(), "log.csv")


def test_a_log_shows_first_what_it_will_do_then_does_it_and_the_threshold_is_remembered(sign_in, event):
    client = sign_in(municipality=event.municipality)
    url = reverse("events:event_webinar", args=[event.pk])

    shown = client.post(url, {"file": SimpleUploadedFile("log.csv", LOG.encode()), "threshold": "30"})
    before = there(event)
    forged = client.post(url, {"log": "x", "threshold": "30", "commit": "1"})
    in_the_hall = Person.objects.get(last_name="Громова")
    mark_presence(event, presences=[Presence(in_the_hall, True)], by=None)
    client.post(url, {"log": shown.context["log"], "threshold": "40", "commit": "1"})

    assert [each.line for each in shown.context["told"].unknown] == ["Гость"]
    assert (before, forged.status_code) == ({}, 422)
    assert there(event) == {"Громова": True, "Белова": True, "Ветрова": False}
    later = EventFactory(municipality=event.municipality, held_on=TODAY)
    page = client.get(reverse("events:event_webinar", args=[later.pk]))
    assert page.context["form"].initial["threshold"] == 40


# --- Held -----------------------------------------------------------------------------------------------------------
def test_an_event_is_held_with_its_list_and_the_rest_were_absent(event, people):
    with pytest.raises(NobodyMarked):
        hold_event(event, by=None)
    mark_presence(event, presences=[Presence(people[0], True)], by=None)

    hold_event(event, by=None)

    assert there(event) == {"Белова": True, "Ветрова": False, "Громова": False}
    assert Event.objects.get(pk=event.pk).is_held is True
    with pytest.raises(WrongMove):
        hold_event(event, by=None)


def test_nobody_is_marked_before_the_day(event, people):
    Event.objects.update(held_on=TODAY + timezone.timedelta(days=1))

    with pytest.raises(CannotMark):
        mark_presence(event, presences=[Presence(people[0], True)], by=None)


def test_a_held_event_becomes_the_result_of_its_activities_by_one_button(sign_in, event, people):
    plan = PlanFactory(municipality=event.municipality)
    activities = ActivityFactory.create_batch(2, plan=plan, schedule_kind="point")
    event.activities.set(activities)
    mark_presence(event, presences=[Presence(each, True) for each in people[:2]], by=None)
    hold_event(event, by=None)
    client = sign_in(municipality=event.municipality)
    activity = activities[0]

    page = client.get(activity.get_absolute_url())
    client.post(reverse("plans:result_accept", args=[activity.pk]), {"token": page.context["result_token"]})

    activity.refresh_from_db()
    said = f"Проведено {TODAY:%d.%m.%Y}: «Семинар», 2\xa0участника из 1\xa0организации."
    assert (activity.state, activity.actual_result) == ("done", said)
    assert activity.evidence.get().url.endswith(event.get_absolute_url())
    assert proposal_for(activity) is None
    mark_presence(event, presences=[Presence(people[2], True)], by=None)
    assert proposal_for(activity).text == said.replace("2\xa0участника", "3\xa0участника")


# --- In the way -----------------------------------------------------------------------------------------------------
def test_what_is_in_the_way_is_told_in_words(event, people, school):
    Event.objects.update(venue=school, starts_time="10:00", ends_time="12:00", hours=30, held_on=TODAY)
    event.refresh_from_db()
    twin = EventFactory(
        municipality=event.municipality,
        held_on=TODAY,
        state="open",
        venue=school,
        title="Вебинар",
        starts_time="11:00",
    )
    EventFactory(
        municipality=event.municipality, held_on=TODAY, state="open", venue=school, starts_time="12:00"
    )
    TermFactory(vocabulary="exam_day", key=TODAY.isoformat(), title="ЕГЭ по русскому языку")
    register_people(twin, people=people, by=None, reason="очень нужно")

    told = " ".join(collisions(event, asked_in_weeks(event.municipality_id, TODAY, TODAY), names=True))

    assert f"{TODAY:%d.%m.%Y} – ЕГЭ по русскому языку." in told
    assert f"{school} принимает «Вебинар», 11:00." in told
    assert (
        "В это же время – событие «Вебинар», 11:00; там нужны и Белова А. О., Ветрова А. О., Громова А. О."
        in told
    )
    assert f"{school}: в это время заняты 3" in told
    assert "больше" in told
    assert told.count("принимает") == 1


def test_an_event_called_held_too_early_can_be_opened_again(event, people):
    mark_presence(event, presences=[Presence(people[0], True)], by=None)
    hold_event(event, by=None)

    assert open_event(event, by=None).state == "open"
