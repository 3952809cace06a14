import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.documents.models import Document
from masterstvo.mentoring.models import (
    Conversation,
    MenteeNeed,
    MentorProfile,
    Mentorship,
    PairTask,
    ProgrammeTemplate,
)
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.contests import ContestFactory, PhaseFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import (
    ConversationFactory,
    MenteeNeedFactory,
    MentorProfileFactory,
    PairTaskFactory,
    ProgrammeTemplateFactory,
)
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Опытная")


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


def pair(mentor, mentee, **typed):
    return {
        "mentor_chosen": mentor.pk,
        "mentee_chosen": mentee.pk,
        "model": "long",
        "format": "elder_younger",
        "starts_on": "2025-09-01",
        "ends_on": "2026-05-31",
        **typed,
    }


def test_mentorship_create_shows_the_last_day_and_stores_the_day_after(methodist, job):
    young = EmploymentFactory(organization=job.organization).person

    methodist.post(reverse("mentoring:mentorship_create"), pair(job.person, young))

    stored = Mentorship.objects.get()
    assert (stored.starts_on, stored.ends_on) == (dt.date(2025, 9, 1), dt.date(2026, 6, 1))
    assert "31.05.2026" in methodist.get(reverse("mentoring:mentorship_list")).content.decode()


def test_mentorship_create_refuses_one_person_twice(methodist, job):
    response = methodist.post(reverse("mentoring:mentorship_create"), pair(job.person, job.person))

    assert response.status_code == 422
    assert "один и тот же человек" in response.content.decode()


def test_mentorship_list_raises_the_alarm_over_pairs_without_an_act(methodist, job):
    MentorshipFactory(mentor=job.person)
    MentorshipFactory(mentor=job.person, act_number="12", act_on=dt.date(2025, 3, 1))
    url = reverse("mentoring:mentorship_list")

    everything, informal = methodist.get(url), methodist.get(url, {"informal": "on"})

    assert "1\xa0пара без приказа" in everything.content.decode()
    assert [cells[-1].text for cells, _ in informal.context["table"].lines] == ["пара без приказа"]


def test_mentorship_list_narrows_to_pairs_held_in_a_period(methodist, job):
    MentorshipFactory(mentor=job.person, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 3, 2))
    url = reverse("mentoring:mentorship_list")

    counts = [
        methodist.get(url, asked).context["page"].n_rows
        for asked in (
            {"first": "2025-03-01"},
            {"first": "2025-03-02"},
            {"last": "2024-12-31"},
            {"last": "2025-01-01"},
        )
    ]

    assert counts == [1, 0, 0, 1]


# --- One pair ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def young(job):
    return EmploymentFactory(organization=job.organization, person__user=UserFactory()).person


@pytest.fixture
def working(job, young):
    return MentorshipFactory(mentor=job.person, mentee=young)


def step(pair, name):
    return reverse("mentoring:mentorship_step", args=[pair.pk, name])


def test_a_proposal_goes_from_page_to_page_until_the_head_approves_it(methodist, job, young, client):
    methodist.post(reverse("mentoring:mentorship_create"), pair(job.person, young, is_proposal="on"))
    proposed = Mentorship.objects.get()
    assert (proposed.state, proposed.is_fact) == ("proposed", False)

    methodist.post(step(proposed, "mentor"), {"consent_on": "2025-08-30"})  # answered on paper
    client.force_login(young.user)
    assert "Согласен" in client.get(proposed.get_absolute_url()).content.decode()
    client.post(step(proposed, "mentee"))
    assert client.post(step(proposed, "approve")).status_code == 403
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    client.post(step(proposed, "approve"))

    proposed.refresh_from_db()
    assert (proposed.state, proposed.consent_on) == ("approved", dt.date(2025, 8, 30))


def test_a_mentee_does_not_answer_for_the_mentor_and_a_curator_does_not_approve(working, young, client):
    Mentorship.objects.update(state="proposed")
    client.force_login(young.user)
    assert client.post(step(working, "mentor")).status_code == 403
    assert client.get(step(working, "refuse")).status_code == 200

    Mentorship.objects.update(state="mentee_agreed")
    school = young.employments.get().organization
    client.force_login(GrantFactory(of_organization=True, role=Role.CURATOR, organization=school).user)
    assert client.post(step(working, "approve")).status_code == 403


def test_either_side_writes_the_diary_and_ticks_tasks_from_the_page_of_the_pair(working, young, client):
    client.force_login(young.user)
    task = PairTaskFactory(mentorship=working)
    told = {"topic": "Начало урока", "held_on": "2025-10-01", "form": "lesson", "minutes": "40"}

    client.post(reverse("mentoring:conversation_create", args=[working.pk]), told)
    client.post(reverse("mentoring:task_step", args=[task.pk, "done"]))

    held = Conversation.objects.get()
    assert (held.topic, held.minutes, held.written_by) == ("Начало урока", 40, "mentee")
    task.refresh_from_db()
    assert task.done_on is not None
    page = client.get(working.get_absolute_url()).content.decode()
    assert "Начало урока" in page
    assert "Нет приказа с номером и датой" in page

    refused = client.post(
        reverse("mentoring:conversation_create", args=[working.pk]), {**told, "topic": "", "next_step": "Ещё"}
    )
    assert refused.status_code == 422
    assert "Ещё" in refused.content.decode()
    client.post(reverse("mentoring:conversation_delete", args=[held.pk]), {"reason": "дважды"})
    assert not Conversation.objects.exists()


def test_a_programme_begins_with_a_template_or_with_one_task(methodist, working, job):
    url = reverse("mentoring:task_create", args=[working.pk])
    lines = "Посетить урок; 2\nПодвести итог, через 30 недель"
    methodist.post(reverse("mentoring:template_create"), {"title": "Первый год", "tasks": lines})
    wrong = methodist.post(reverse("mentoring:template_create"), {"title": "Второй", "tasks": "Без срока"})
    template = working.mentor.municipality.mentoring_templates.get()

    methodist.post(url, {"template": template.pk})
    methodist.post(url, {"title": "Открытый урок", "due_on": "2026-01-20"})
    empty = methodist.post(url, {})

    assert list(PairTask.objects.values_list("title", "due_on")) == [
        ("Посетить урок", dt.date(2025, 3, 15)),
        ("Подвести итог", dt.date(2025, 9, 27)),
        ("Открытый урок", dt.date(2026, 1, 20)),
    ]
    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "Допишите в конце строки" in wrong.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_template_list_shows_the_templates_of_the_place(
    methodist, job, client, django_assert_num_queries, count
):
    here = job.organization.municipality
    for _ in range(count):
        ProgrammeTemplateFactory(municipality=here)
    ProgrammeTemplateFactory()
    url = reverse("mentoring:template_list")

    with django_assert_num_queries(8):
        page = methodist.get(url)
    assert len(page.context["table"].lines) == count
    assert "Посетить урок наставника (2\xa0нед.)" in page.content.decode()

    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    school = client.get(url).content.decode()
    assert "Посетить урок наставника" in school
    assert reverse("mentoring:template_create") not in school


def test_a_template_is_taken_away_and_programmes_begun_with_it_stay(methodist, working):
    template = ProgrammeTemplateFactory(municipality=working.mentor.municipality)
    methodist.post(reverse("mentoring:task_create", args=[working.pk]), {"template": template.pk})
    url = reverse("mentoring:template_edit", args=[template.pk])
    assert "Удалить шаблон" in methodist.get(url).content.decode()

    answer = methodist.post(url, {"remove": "1"})

    assert answer.url == reverse("mentoring:template_list")
    assert not ProgrammeTemplate.objects.exists()
    assert working.tasks.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_pair_asks_as_much_for_three_entries_as_for_one(
    methodist, working, django_assert_num_queries, count
):
    for _ in range(count):
        ConversationFactory(mentorship=working)
        PairTaskFactory(mentorship=working)

    with django_assert_num_queries(22):
        methodist.get(working.get_absolute_url())


def test_ending_with_a_result_and_the_next_mentor(methodist, working, job):
    other = EmploymentFactory(organization=job.organization).person
    url = reverse("mentoring:mentorship_end", args=[working.pk])

    methodist.post(
        url, {"last_day": "2025-12-31", "result": "reached", "successor_chosen": other.pk, "reason": "отпуск"}
    )

    working.refresh_from_db()
    assert (working.state, working.result) == ("closed", "reached")
    assert working.successors.get().mentor == other


# --- The bases --------------------------------------------------------------------------------------------------------
def test_a_teacher_enters_the_base_and_asks_for_a_mentor_alone(young, job, client):
    client.force_login(young.user)
    page = client.get(reverse("mentoring:need_create"))
    assert page.context["form"].initial["person"] == young.pk
    sent = {"person_chosen": young.pk, "venue": "any", "formats": ["equals"]}
    need = {"source": "request", "hours_month": "4", "weight": "3", "opened_on": "2026-11-01"}
    offer = {
        "reach": "own",
        "is_willing": "on",
        "capacity_hours": "6",
        "min_mentees": "0",
        "max_mentees": "2",
    }

    client.post(reverse("mentoring:need_create"), sent | need)
    client.post(reverse("mentoring:mentor_create"), sent | offer | {"consent_on": "2026-11-01"})
    for_another = client.post(
        reverse("mentoring:mentor_create"), sent | offer | {"person_chosen": job.person.pk}
    )

    assert for_another.status_code == 422
    assert (MenteeNeed.objects.get().person, MentorProfile.objects.get().formats) == (young, ["equals"])
    mine = client.get(reverse("mentoring:my_mentoring")).content.decode()
    assert "В базе наставников" in mine
    assert "Ищем наставника" in mine
    client.post(reverse("mentoring:need_edit", args=[MenteeNeed.objects.get().pk]), {"withdraw": "1"})
    assert MenteeNeed.objects.get().state == "withdrawn"


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_of_the_bases_and_of_schools_ask_as_much_for_three_as_for_one(
    methodist, job, django_assert_num_queries, count
):
    for _ in range(count):
        person = EmploymentFactory(organization__municipality=job.organization.municipality).person
        MentorProfileFactory(person=person, capacity_hours=8)
        MenteeNeedFactory(person=person)
        MentorshipFactory(mentor=person, hours_month=3)

    with django_assert_num_queries(17):
        found = methodist.get(reverse("mentoring:mentor_list"))
    with django_assert_num_queries(22):
        methodist.get(reverse("mentoring:need_list"))
    with django_assert_num_queries(12):
        methodist.get(reverse("mentoring:school_list"))

    assert len(found.context["table"].lines) == count
    assert "3 из 8 ч" in found.content.decode()


@pytest.mark.parametrize("way", ["mentor", "mentee", "profile", "refused", "nobody"])
def test_a_head_who_is_in_a_pair_finds_it_in_the_menu(client, job, working, way):
    user = GrantFactory(of_organization=True, organization=job.organization).user
    own = EmploymentFactory(organization=job.organization, person__user=user).person
    if way in ("mentor", "mentee"):
        Mentorship.objects.update(**{way: own})
    elif way == "profile":
        MentorProfileFactory(person=own)
    elif way == "refused":
        Mentorship.objects.update(mentor=own, state="refused")
    client.force_login(user)

    page = client.get(reverse("mentoring:mentorship_list")).content.decode()

    assert ("Моё наставничество" in page) == (way not in ("refused", "nobody"))


# --- The target model -------------------------------------------------------------------------------------------------
def test_a_school_orders_its_pairs_in_one_click_and_shows_what_it_has(working, job, client):
    school = job.organization
    client.force_login(GrantFactory(of_organization=True, organization=school).user)
    page = reverse("mentoring:school_detail", args=[school.pk])
    assert "Приказ о 1\xa0паре" in client.get(page).content.decode()

    answer = client.post(reverse("mentoring:order_create", args=[school.pk]))

    order = Document.objects.get(kind="mentoring_pairs")
    assert answer.url == order.get_absolute_url()
    assert "Приказ составлен и ждёт подписи" in client.get(page).content.decode()
    condition = reverse("mentoring:condition_edit", args=[school.pk, "road_map"])
    assert client.post(condition, {"met_on": "2026-09-01"}).status_code == 422
    client.post(condition, {"met_on": "2026-09-01", "note": "приложение к положению"})
    assert "приложение к положению" in client.get(page).content.decode()
    client.post(condition, {"clear": "1"})
    assert "приложение к положению" not in client.get(page).content.decode()


def test_the_share_of_schools_is_told_both_ways_with_the_schools_that_lack_it(methodist, job):
    school = job.organization
    other = EmploymentFactory(organization__municipality=school.municipality).organization
    DocumentFactory(kind="mentoring_regulation", organization=school, municipality=school.municipality)
    url = reverse("mentoring:school_list")

    everything, without = methodist.get(url), methodist.get(url, {"without": "regulation"})

    assert everything.context["ways"][0][2] == 1
    assert everything.context["ways"][1][2] == 0
    assert {each.organization for each in everything.context["models"]} == {school, other}
    assert [each.organization for each in without.context["models"]] == [other]

    book = load_workbook(BytesIO(methodist.get(f"{url}{without.context['xlsx_url']}").content))
    head, *lines = ([cell.value for cell in row] for row in book.active.iter_rows())
    assert (head[0], head[-1], len(lines)) == ("Организация", "Без приказа", 1)
    assert lines[0][:2] == [str(other), 0]


def test_a_consent_is_typed_and_nobody_else_is_willing_beforehand(methodist, young, client):
    url = reverse("mentoring:mentor_create")
    forms = [methodist.get(url, {"person": young.pk}).context["form"]]
    client.force_login(young.user)
    forms.append(client.get(url).context["form"])

    assert [(form["is_willing"].value(), form["consent_on"].value()) for form in forms] == [
        (False, None),
        (True, None),
    ]


def test_the_order_says_which_pairs_stay_informal_with_it(working, job, client):
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)
    page = reverse("mentoring:school_detail", args=[job.organization.pk])
    shown = client.get(page).content.decode()
    assert "И с приказом эти пары останутся оформленными не полностью" in shown
    assert "нет письменного согласия наставника, содержания работы" in shown

    drafted = client.post(reverse("mentoring:order_create", args=[job.organization.pk]), follow=True)

    assert "И с приказом 1\xa0пара останется оформленной не полностью" in drafted.content.decode()
    rest = {"content": "Уроки", "work_form": "mixed", "pay": "3 000 ₽", "ends_on": dt.date(2030, 6, 1)}
    Mentorship.objects.update(consent_on=dt.date(2025, 3, 1), **rest)
    assert "останутся оформленными" not in client.get(page).content.decode()


def test_a_tandem_of_two_schools_enters_a_contest_as_one_team(client, job):
    contest = ContestFactory(
        own=True, municipality=job.organization.municipality, entrant="team", team_most=2
    )
    PhaseFactory(contest=contest, kind="applications")
    near = EmploymentFactory(organization__municipality=job.organization.municipality)
    mentee = EmploymentFactory(
        organization__municipality=job.organization.municipality, person__user=UserFactory()
    ).person
    MentorshipFactory(mentor=job.person, mentee=mentee)
    MentorshipFactory(mentor=near.person, mentee=mentee, state="proposed")
    client.force_login(mentee.user)

    entry = client.post(reverse("contests:contest_apply", args=[contest.pk]), {"own": "1"}, follow=True)

    assert list(entry.context["form"].fields["members"].queryset) == [job.person]
