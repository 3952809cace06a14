"""Pages on which one asks for a course, decides about it, and enters its end."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from masterstvo.inbox.panels import lines
from masterstvo.people.models import Export
from masterstvo.training.models import Training, TrainingRequest
from masterstvo.training.tables.request import waiting_number
from tests.factories.facts import (
    ProgrammeFactory,
    ProviderFactory,
    SessionFactory,
    TrainingFactory,
    TrainingRequestFactory,
)
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
WEEKS = {"starts_on": dt.date(2099, 3, 2), "ends_on": dt.date(2099, 6, 1)}


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Семёнова", category="teaching")


@pytest.fixture
def session(job):
    return SessionFactory(municipality=job.organization.municipality, **WEEKS)


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


@pytest.fixture
def school(client, job):
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    return client


@pytest.fixture
def teacher(client, job):
    job.person.user = GrantFactory(ends_on=dt.date(2021, 1, 1)).user
    job.person.save()
    client.force_login(job.person.user)
    return client


def asked(job, session, **more):
    return TrainingRequestFactory(person=job.person, session=session, **more)


def test_session_apply_puts_several_own_people_at_once_and_keeps_ticks_while_one_searches(
    school, job, session
):
    colleague = EmploymentFactory(organization=job.organization, person__last_name="Авдеев").person
    url = reverse("training:session_apply", args=[session.pk])

    found = school.post(url, {"find": "q", "q": "авдеев", "people": [job.person.pk]})
    done = school.post(url, {"people": [job.person.pk, colleague.pk]})

    assert (found.status_code, found.content.decode().count("checked")) == (200, 1)
    assert [person for person, *_ in found.context["offered"]] == [job.person, colleague]
    assert done.url == session.get_absolute_url()
    assert set(TrainingRequest.objects.values_list("person", "state")) == {
        (job.person.pk, "by_school"),
        (colleague.pk, "by_school"),
    }


def test_session_apply_knows_nobody_of_another_school(school, session):
    stranger = EmploymentFactory(organization__municipality=session.municipality).person

    refused = school.post(reverse("training:session_apply", args=[session.pk]), {"people": [stranger.pk]})

    assert (refused.status_code, TrainingRequest.objects.count()) == (422, 0)
    assert str(stranger) not in refused.content.decode()


def test_request_list_approves_many_at_once(methodist, job, session):
    colleague = EmploymentFactory(organization=job.organization).person
    rows = [asked(job, session, state="by_school"), TrainingRequestFactory(person=colleague, session=session)]
    url = reverse("training:request_list")

    methodist.post(url, {"do": "approve", "request": [each.pk for each in rows]})

    assert set(TrainingRequest.objects.values_list("state", flat=True)) == {"approved"}


def test_request_list_lets_a_school_agree_for_its_own_and_not_decide_for_the_authority(school, job, session):
    own = asked(job, session)
    url = reverse("training:request_list")

    school.post(url, {"do": "agree", "request": own.pk})
    refused = school.post(url, {"do": "approve", "request": own.pk}, follow=True)

    own.refresh_from_db()
    assert own.state == "by_school"
    assert "которые решаете не вы" in refused.content.decode()


def test_my_courses_asks_waits_and_takes_back(teacher, job, session):
    full = SessionFactory(municipality=session.municipality, seats=0, **WEEKS)
    url = reverse("training:my_courses")

    teacher.post(url, {"ask": session.pk})
    teacher.post(url, {"wish": full.programme_id})
    request = TrainingRequest.objects.get(session=session)
    teacher.post(url, {"withdraw": request.pk})

    assert set(TrainingRequest.objects.values_list("programme", "session", "state")) == {
        (session.programme_id, session.pk, "withdrawn"),
        (full.programme_id, None, "asked"),
    }
    assert request.asked_by == job.person.user


def test_my_courses_asks_for_a_reason_when_the_week_gets_too_full(teacher, job, session):
    session.ends_on = session.starts_on + dt.timedelta(days=5)
    session.save()
    url = reverse("training:my_courses")

    refused = teacher.post(url, {"ask": session.pk})
    agreed = teacher.post(url, {"ask": session.pk, "reason": "замену нашли"})

    assert (refused.status_code, agreed.status_code) == (422, 302)
    assert "Почему всё же нужно" in refused.content.decode()
    assert TrainingRequest.objects.get().reason == "замену нашли"


def test_my_courses_knows_no_session_of_another_municipality(teacher):
    away = SessionFactory(**WEEKS)

    answer = teacher.post(reverse("training:my_courses"), {"ask": away.pk})

    assert (answer.status_code, TrainingRequest.objects.count()) == (404, 0)


def test_session_complete_writes_the_group_and_warns_of_the_provider(methodist, job, session):
    session.programme.provider = ProviderFactory(ownership="private")
    session.programme.save()
    done, left = (
        asked(job, session, state="sent"),
        TrainingRequestFactory(
            person=EmploymentFactory(organization=job.organization).person, session=session, state="sent"
        ),
    )
    today = timezone.localdate()
    typed = {
        "starts_on": today - dt.timedelta(days=9),
        "finished_on": today,
        f"done_{done.pk}": "on",
        f"document_{done.pk}": "№ 17",
        f"document_{left.pk}": "№ 18",
    }

    answer = methodist.post(reverse("training:session_complete", args=[session.pk]), typed, follow=True)

    training = Training.objects.get()
    assert (training.person, training.document, training.finished_on) == (job.person, "№ 17", today)
    assert "Этого организатора среди них нет." in answer.content.decode()
    left.refresh_from_db()
    assert left.state == "sent"
    card = methodist.get(job.person.get_absolute_url()).content.decode()
    assert "№ 17" in card


def test_the_list_for_the_provider_names_those_granted_and_is_noted(methodist, job, session):
    asked(job, session, state="approved")
    TrainingRequestFactory(person=EmploymentFactory(organization=job.organization).person, session=session)

    answer = methodist.get(session.get_absolute_url(), {"as": "xlsx"})

    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows] == ["ФИО", str(job.person)]
    assert Export.objects.get().n_people == 1


def test_the_list_is_a_word_file_with_a_table_of_those_who_go(methodist, job, session):
    asked(job, session, state="sent")

    answer = methodist.get(session.get_absolute_url(), {"as": "docx"})

    document = Document(BytesIO(answer.content))
    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in document.tables[-1].rows[1].cells] == [
        "1", str(job.person), str(job.organization), job.position,
    ]  # fmt: skip
    assert Export.objects.get().n_people == 1


def test_session_detail_drafts_the_order_and_shows_it_to_the_school_without_a_link(
    methodist, job, session, client
):
    asked(job, session, state="approved")

    drafted = methodist.post(session.get_absolute_url(), {"do": "order"})
    order = session.requests.get().order
    shown = methodist.get(session.get_absolute_url()).content.decode()
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    of_school = client.get(session.get_absolute_url())

    assert drafted.url == order.get_absolute_url()
    assert (order.is_unsigned, f'href="{order.get_absolute_url()}"' in shown) == (True, True)
    assert of_school.context["orders"] == [(order, False)]
    assert client.post(session.get_absolute_url(), {"do": "order"}).status_code == 403


def test_course_plan_plans_the_ticked_for_a_quarter_and_the_session_offers_them_first(school, job, session):
    planned_for = {"programme_chosen": session.programme_id, "due_on": "2099-03-31"}
    url = reverse("training:course_plan")
    quarter = str(school.get(url).context["form"].fields["due_on"].choices[1][0])

    nobody = school.post(url, {**planned_for, "due_on": quarter})
    done = school.post(url, {**planned_for, "due_on": quarter, "people": job.person.pk})
    wish = TrainingRequest.objects.get()
    page = school.get(url).content.decode()
    offered = school.get(reverse("training:session_apply", args=[session.pk])).context["offered"]

    assert (nobody.status_code, done.status_code) == (422, 302)
    assert (wish.person, wish.state, wish.due_on.isoformat(), wish.session) == (
        job.person, "by_school", quarter, None,
    )  # fmt: skip
    assert f"{session.programme.title}, {wish.planned_for}" in page
    assert [(person, ticked) for person, ticked, *_ in offered] == [(job.person, True)]


def test_course_plan_plans_nobody_of_another_school(school, job, session):
    stranger = EmploymentFactory(
        organization__municipality=job.organization.municipality, category="teaching"
    ).person
    url = reverse("training:course_plan")
    quarter = str(school.get(url).context["form"].fields["due_on"].choices[0][0])

    refused = school.post(
        url, {"programme_chosen": session.programme_id, "due_on": quarter, "people": stranger.pk}
    )

    assert (refused.status_code, TrainingRequest.objects.count()) == (422, 0)


def test_my_courses_asks_for_a_programme_without_days(teacher, job):
    programme = ProgrammeFactory(title="Робототехника в школе")
    url = reverse("training:my_courses")

    found = teacher.get(url, {"q": "робототехника"})
    teacher.post(url, {"wish": programme.pk})

    assert list(found.context["programmes"]) == [programme]
    assert TrainingRequest.objects.get().programme == programme


def test_requests_that_wait_are_told_to_whoever_is_next(methodist, job, session):
    head = GrantFactory(municipality=job.organization.municipality, role="municipal_head").user
    of_school = GrantFactory(of_organization=True, organization=job.organization).user
    asked(job, session, state="by_school")
    colleague = EmploymentFactory(organization=job.organization).person
    for _ in range(2):
        TrainingRequestFactory(person=colleague, session=SessionFactory(**WEEKS))
    today = timezone.localdate()

    said = [
        [line for line in lines(user, today) if line.startswith("ждут вашего решения")]
        for user in (head, of_school)
    ]
    number = waiting_number(head, job.organization.municipality, today)

    assert said == [
        ["ждут вашего решения: 1\N{NO-BREAK SPACE}заявка на курсы"],
        ["ждут вашего решения: 2\N{NO-BREAK SPACE}заявки на курсы"],
    ]
    assert (number.value, number.words) == ("1", "заявка на курсы ждёт решения")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_courses_do_not_query_more_for_more_rows(methodist, job, session, count):
    for _ in range(count):
        person = EmploymentFactory(organization=job.organization, category="teaching").person
        TrainingRequestFactory(person=person, session=session, state="by_school")
        SessionFactory(municipality=session.municipality, programme=session.programme, place=str(person.pk))
        TrainingFactory(person=person, programme=session.programme, finished_on=timezone.localdate())
    pages = {
        "training:session_list": 9,
        "training:request_list": 13,
        "training:course_plan": 37,
        "training:course_hours": 10,
    }
    seen = {}
    for name in pages:
        with CaptureQueriesContext(connection) as caught:
            assert methodist.get(reverse(name)).status_code == 200
        seen[name] = len(caught)
    assert seen == pages


def test_course_plan_shows_one_school_and_who_of_it_is_due(methodist, job):
    today = timezone.localdate()
    trained = EmploymentFactory(organization=job.organization, category="teaching").person
    TrainingFactory(person=trained, finished_on=today)
    EmploymentFactory(organization__municipality=job.organization.municipality, category="teaching")
    url = reverse("training:course_plan")

    whole = methodist.get(url)
    of_school = methodist.get(url, {"organization": job.organization.pk})
    due = methodist.get(url, {"organization": job.organization.pk, "no_course": "on"})

    assert (whole.context["n_people"], whole.context["quarters"][0].n_people) == (3, 2)
    assert (of_school.context["n_people"], of_school.context["quarters"][0].n_people) == (2, 1)
    assert [str(each) for each in due.context["page"].rows] == [str(job.person)]
