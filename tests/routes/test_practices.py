"""Practices in routes: who repeated one has the step, and events show them first."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.events.actions.attendance import Presence, mark_presence
from masterstvo.inbox.models import Notice
from masterstvo.practices.actions.reading import remove_repeat, tell_repeat
from masterstvo.practices.queries.effect import chain_of
from masterstvo.routes.actions.showing import set_showings
from tests.factories.accounts import UserFactory
from tests.factories.facts import (
    EventFactory,
    ParticipationFactory,
    RegistrationFactory,
    RouteFactory,
    RouteStepFactory,
    ShowingFactory,
)
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.practices import AuthorshipFactory, RepeatFactory, banked

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(practice, person, **values):
    values = {"effect": "helped", "result": "Получилось", "repeated_on": TODAY} | values
    return tell_repeat(practice, person=person, organization=None, by=None, **values)


@pytest.fixture
def step():
    return RouteStepFactory(route__state="active", kind="practice", practice=banked())


def state(step):
    step.refresh_from_db()
    return step.state, step.done_on


def test_a_repeat_with_evidence_finishes_the_step_and_taking_it_back_opens_it(step):
    person = step.route.person
    told(step.practice, person)
    assert state(step) == ("planned", None)  # nothing shows it yet

    repeat = told(step.practice, person, link="https://example.org/lesson")
    assert state(step) == ("done", TODAY)
    assert step.note == f"Практику повторили {TODAY:%d.%m.%Y}: получилось, результат виден"

    remove_repeat(repeat, by=None, reason="Ошибка")
    assert state(step) == ("planned", None)
    assert (step.repeat, step.note) == (None, "")


def test_a_repeat_that_loses_its_evidence_or_changes_its_day_takes_the_step_along(step):
    person, before = step.route.person, TODAY - dt.timedelta(days=3)
    file = SimpleUploadedFile("work.pdf", b"%PDF-1.4 %%EOF")
    repeat = told(step.practice, person, file=file)

    told(step.practice, person, repeated_on=before)
    assert state(step) == ("done", before)

    repeat.refresh_from_db()
    repeat.file = ""
    repeat.save()
    told(step.practice, person, repeated_on=before)
    assert state(step) == ("planned", None)


def test_steps_of_others_and_of_other_practices_stay(step):
    told(banked(), step.route.person, link="https://example.org/1")
    told(step.practice, PersonFactory(), link="https://example.org/2")

    assert state(step) == ("planned", None)


def test_whoever_saw_a_practice_is_asked_to_repeat_it_once():
    practice = banked()
    author = practice.authors.get().person
    author.user = UserFactory()
    author.save()
    person, absent = (PersonFactory(user=UserFactory()) for _ in range(2))
    event = EventFactory(municipality=practice.municipality)
    ParticipationFactory(event=event, person=absent, was_present=False)
    set_showings(event, [practice], by=None)

    for _ in range(2):
        mark_presence(
            event, presences=[Presence(each, was_present=True) for each in (person, author)], by=None
        )

    notice = Notice.objects.get()
    assert notice.user == person.user
    assert "Попробуйте у себя" in notice.text
    assert notice.url == reverse("practices:practice_repeat", args=[practice.pk])


def test_those_who_were_there_are_asked_when_the_practice_is_named_later():
    practice, person = banked(), PersonFactory(user=UserFactory())
    event = EventFactory(municipality=practice.municipality)
    ParticipationFactory(event=event, person=person)

    set_showings(event, [practice], by=None)
    set_showings(event, [], by=None)

    assert Notice.objects.get().user == person.user
    assert not event.showings.exists()


def test_the_chain_measures_each_link_by_the_one_before():
    practice = banked()
    event = EventFactory(municipality=practice.municipality)
    ShowingFactory(event=event, practice=practice)
    seen = ParticipationFactory.create_batch(3, event=event)
    ParticipationFactory(event=event, person=practice.authors.get().person, role="speaker")
    RepeatFactory(practice=practice, person=seen[0].person, link="https://example.org/1")
    RepeatFactory(practice=practice, effect="not")

    assert chain_of(practice, list(practice.repeats.all())) == [
        ("Показали", "1\xa0раз, видели 3\xa0человека"),
        ("Из видевших повторили", "1 из 3"),
        ("Повторили всего", "2\xa0человека"),
        ("С подтверждением", "1 из 2"),
        ("Получилось, результат виден", "1 из 2"),
        ("Получилось отчасти", "0 из 2"),
        ("Не получилось", "1 из 2"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_of_a_practice_says_where_it_is_shown(client, count, django_assert_num_queries):
    job = EmploymentFactory(person__user=UserFactory())
    practice = banked(municipality=job.organization.municipality)
    for _ in range(count):
        event = EventFactory(municipality=practice.municipality)
        ParticipationFactory.create_batch(2, event=event)
        ShowingFactory(event=event, practice=practice)
    coming = EventFactory(
        municipality=practice.municipality, state="open", held_on=TODAY + dt.timedelta(days=5)
    )
    RegistrationFactory(event=coming)
    ShowingFactory(event=coming, practice=practice)
    ShowingFactory(practice=practice, event__state="cancelled", event__cancel_reason="Болезнь")
    client.force_login(job.person.user)

    with django_assert_num_queries(23):
        page = client.get(practice.get_absolute_url())

    panel = page.context["panels"][0][0]
    assert [row.n_people for row in panel.rows] == [1] + [2] * count
    assert [row.url for row in panel.rows] == [reverse("events:event_own")] + [""] * count


def test_an_event_names_the_practices_of_the_bank_that_it_shows(sign_in):
    practice = banked()
    event = EventFactory(municipality=practice.municipality)
    elsewhere = banked()
    methodist = sign_in(municipality=practice.municipality)
    page = reverse("routes:event_gains", args=[event.pk])

    refused = methodist.post(page, {"levels": 1, "further": elsewhere.pk})
    saved = methodist.post(page, {"levels": 1, "further": practice.pk})

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert event.showings.get().practice == practice
    assert practice.title in methodist.get(event.get_absolute_url()).content.decode()
    methodist.post(page, {"levels": 1, "practices": [practice.pk]})
    assert event.showings.exists()
    methodist.post(page, {"levels": 1})
    assert not event.showings.exists()


def test_a_step_says_where_its_practice_can_be_seen_first(client, step):
    ShowingFactory(
        practice=step.practice, event__title="Открытый урок", event__state="open", event__held_on=TODAY
    )
    person = step.route.person
    person.user = UserFactory()
    person.save()
    client.force_login(person.user)

    assert "Её покажут" in client.get(step.route.get_absolute_url()).content.decode()


# --- A step from the bank by hand -------------------------------------------------------------------------------------
@pytest.fixture
def route(person, methodist):
    return RouteFactory(person=person, state="active", accompanied_by=methodist)


def asked_for(client, route, text, **values):
    """Send the form of a new step and return the answer. ``text``: what the practice is searched by."""
    days = {"starts_on": f"{TODAY:%d.%m.%Y}", "ends_on": f"{TODAY + dt.timedelta(days=14):%d.%m.%Y}"}
    sent = {
        "kind": "practice",
        "title": "",
        "hours": 4,
        "practice_text": text,
        "practice_chosen": "",
        **days,
        **values,
    }
    return client.post(reverse("routes:step_create", args=[route.pk]), sent)


def test_a_methodist_finds_a_practice_in_the_bank_and_a_repeat_finishes_its_step(client, methodist, route):
    client.force_login(methodist)
    practice = banked(municipality=route.person.municipality, title="Тихий старт урока")

    asked_for(client, route, "тихий")

    step = route.steps.get()
    assert (step.practice, step.title, step.kind) == (practice, "Тихий старт урока", "practice")
    told(practice, route.person, link="https://example.org/lesson")
    assert state(step) == ("done", TODAY)


def test_a_step_from_the_bank_needs_its_practice_and_another_kind_takes_none(client, methodist, route):
    client.force_login(methodist)
    banked(municipality=route.person.municipality, title="Тихий старт урока")

    without = asked_for(client, route, "", title="Что-то из банка").content.decode()
    other = asked_for(client, route, "тихий", kind="course").content.decode()

    assert "Найдите практику в банке" in without
    assert "поставьте вид «практика из банка»" in other
    assert not route.steps.exists()


def test_a_practice_of_another_region_of_ones_own_or_of_the_route_is_not_offered(client, methodist, route):
    client.force_login(methodist)
    here = route.person.municipality
    banked(title="Тихая чужая")
    AuthorshipFactory(practice=banked(municipality=here, title="Тихая своя"), person=route.person)
    RouteStepFactory(route=route, kind="practice", practice=banked(municipality=here, title="Тихая прежняя"))
    RepeatFactory(practice=banked(municipality=here, title="Тихая повторённая"), person=route.person)

    assert "Такой практики нет в банке" in asked_for(client, route, "тихая").content.decode()
    assert route.steps.count() == 1


def test_a_choice_not_made_is_said_in_words(client, methodist, route):
    client.force_login(methodist)

    opened = client.get(reverse("routes:step_create", args=[route.pk])).content.decode()

    assert ">выберите</option>" in opened
    assert "---------" not in opened
