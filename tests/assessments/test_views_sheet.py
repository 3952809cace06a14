"""Answering as people do it on a phone: named sheets, cards of lessons, surveys of nobody."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.models import AnonymousSheet, Sheet
from masterstvo.core.models import AuditRecord
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CONTENT, CampaignFactory, SheetFactory, VersionFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES, ANSWER_QUERIES = 7, 8


def at(name, *arguments, **query):
    return reverse(f"assessments:{name}", args=arguments, query=query or None)


@pytest.fixture
def sheet():
    return SheetFactory(person=EmploymentFactory(person__user=UserFactory()).person)


@pytest.fixture
def teacher(client, sheet):
    client.force_login(sheet.person.user)
    return client


def send(client, sheet, key, *answer, go="next"):
    return client.post(at("sheet_answer", sheet.pk), {"q": key, "answer": list(answer), "go": go})


def question_of(response):
    criterion = response.context["step"].criterion
    return criterion and criterion.key


# --- One's own sheet --------------------------------------------------------------------------------------------------
def test_a_teacher_answers_question_by_question_and_reads_the_result(teacher, sheet):
    page = teacher.get(at("sheet_answer", sheet.pk))
    asked = []
    for answer in ("2", "2", "2", "Вести кружок"):
        asked.append(question_of(page))
        page = teacher.get(send(teacher, sheet, asked[-1], answer).url)
    result = teacher.post(at("sheet_answer", sheet.pk), {"q": "end", "go": "finish"}, follow=True)

    assert asked == ["q1", "q2", "q3", "q4"]
    assert "Все ответы на месте" in page.content.decode()
    assert result.redirect_chain == [(at("sheet_result", sheet.pk), 302)]
    assert "достаточный" in result.content.decode()


def test_one_goes_on_where_one_left(teacher, sheet):
    send(teacher, sheet, "q1", "2", go="leave")

    assert question_of(teacher.get(at("sheet_answer", sheet.pk))) == "q2"


@pytest.mark.parametrize(
    ("go", "to"), [("next", "q3"), ("prev", "q1"), ("leave", None), ("skip", "q3")], ids=str
)
def test_every_way_off_a_question_keeps_its_answer_and_skipping_takes_it_away(teacher, sheet, go, to):
    response = send(teacher, sheet, "q2", "1", go=go)

    sheet.refresh_from_db()
    assert response.url == (at("sheet_answer", sheet.pk, q=to) if to else at("sheet_list"))
    assert sheet.answers == ({} if go == "skip" else {"q2": "1"})


def test_what_was_answered_is_marked_when_one_comes_back(teacher, sheet):
    send(teacher, sheet, "q1", "2")

    page = teacher.get(at("sheet_answer", sheet.pk, q="q1")).content.decode()

    assert 'value="2" checked' in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize("go", ["next", "prev", "leave"])
def test_a_refused_answer_stays_typed(teacher, sheet, go):
    sheet.campaign.version = VersionFactory(content=with_points())
    sheet.campaign.save()

    response = send(teacher, sheet, "p", "много", go=go)

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="много"' in page
    assert "нужно число" in page


def test_no_points_are_an_answer_too(teacher, sheet):
    sheet.campaign.version = VersionFactory(content=with_points())
    sheet.campaign.save()
    send(teacher, sheet, "p", "0")

    assert 'value="0"' in teacher.get(at("sheet_answer", sheet.pk, q="p")).content.decode()


def with_points():
    question = {"key": "p", "text": "Оцените", "scale": {"kind": "points", "maximum": 5}}
    return {"sections": [{"key": "s", "title": "Раздел", "criteria": [question]}]}


def test_finishing_with_a_missing_answer_leads_to_it(teacher, sheet):
    send(teacher, sheet, "q1", "2")

    response = teacher.post(at("sheet_answer", sheet.pk), {"q": "end", "go": "finish"}, follow=True)

    assert question_of(response) == "q2"
    assert "Остался вопрос без ответа" in response.content.decode()


def test_a_finished_sheet_leads_to_its_result(teacher, sheet):
    Sheet.objects.filter(pk=sheet.pk).update(finished_at=timezone.now())

    assert teacher.get(at("sheet_answer", sheet.pk)).url == at("sheet_result", sheet.pk)


def test_when_time_is_over_the_page_says_so_and_what_was_answered_is_counted(teacher, sheet):
    sheet.campaign.version = VersionFactory(content=CONTENT | {"minutes": 10, "unanswered_is_wrong": True})
    sheet.campaign.save()
    begun = timezone.now() - dt.timedelta(minutes=13)
    Sheet.objects.filter(pk=sheet.pk).update(started_at=begun, answers={"q1": "2", "q2": "2"})

    page = teacher.get(at("sheet_answer", sheet.pk)).content.decode()
    unread = Sheet.objects.get(pk=sheet.pk).finished_at
    response = send(teacher, sheet, "q3", "2")

    sheet.refresh_from_db()
    assert "Время вышло" in page
    assert unread is None, "reading a page finished the sheet"
    assert response.url == at("sheet_result", sheet.pk)
    assert (sheet.percent, sheet.answers) == (50, {"q1": "2", "q2": "2"})


def test_a_campaign_closed_meanwhile_says_so_and_lets_one_go(teacher, sheet):
    sheet.campaign.closed_on = timezone.localdate()
    sheet.campaign.save()

    response = teacher.post(at("sheet_answer", sheet.pk), {"q": "q1", "answer": "2"}, follow=True)

    assert response.redirect_chain == [(at("sheet_list"), 302)]
    assert "больше не принимают" in response.content.decode()


def test_another_teacher_s_sheet_is_not_found(client, sheet):
    client.force_login(UserFactory())

    statuses = {client.get(at(name, sheet.pk)).status_code for name in ("sheet_answer", "sheet_result")}

    assert statuses == {404}


# --- Cards of lessons -------------------------------------------------------------------------------------------------
def test_a_mentor_fills_in_a_card_of_the_mentee_s_lesson(client):
    mentee = EmploymentFactory().person
    mentor = PersonFactory(user=UserFactory(), municipality=mentee.municipality)
    MentorshipFactory(mentor=mentor, mentee=mentee, ends_on=None)
    campaign = CampaignFactory(
        municipality=mentee.municipality, assessor="other", version__instrument__subject="lesson"
    )
    client.force_login(mentor.user)

    begun = client.post(
        at("observation_create", campaign.pk), {"person_chosen": mentee.pk, "occasion": "8 «Б», геометрия"}
    )
    assert begun.status_code == 302, begun.context["form"].errors
    sheet = Sheet.objects.get()
    for key in ("q1", "q2", "q3"):
        send(client, sheet, key, "2")
    result = client.post(at("sheet_answer", sheet.pk), {"q": "end", "go": "finish"}, follow=True)

    assert begun.url == at("sheet_answer", sheet.pk)
    assert (sheet.person, sheet.respondent, sheet.occasion) == (mentee, mentor.user, "8 «Б», геометрия")
    assert "8 «Б», геометрия" in result.content.decode()


def test_nobody_watches_the_lesson_of_a_teacher_whom_they_do_not_accompany(client):
    mentorship = MentorshipFactory(mentor__user=UserFactory(), ends_on=None)
    campaign = CampaignFactory(
        municipality=mentorship.mentee.municipality, assessor="other", version__instrument__subject="lesson"
    )
    other = EmploymentFactory(organization__municipality=campaign.municipality).person
    client.force_login(mentorship.mentor.user)

    response = client.post(
        at("observation_create", campaign.pk), {"person_chosen": other.pk, "occasion": "8 «Б», геометрия"}
    )

    assert response.status_code == 422
    assert not Sheet.objects.exists()


# --- Sheets of nobody -------------------------------------------------------------------------------------------------
@pytest.fixture
def survey():
    return CampaignFactory(
        assessor="anyone",
        link="uchitelskaya",
        version__instrument__subject="anonymous",
        title="Как вам семинар",
    )


def answer_survey(client, survey, *answers):
    for key, answer in zip(("q1", "q2", "q3"), answers, strict=False):
        client.post(at("survey_answer", survey.link), {"q": key, "answer": answer, "go": "next"})


def test_anybody_with_the_link_answers_without_an_account_and_nothing_leads_back(client, survey):
    school = OrganizationFactory(municipality=survey.municipality)
    before = AuditRecord.objects.count()

    begun = client.post(at("survey_begin", survey.link), {"organization": school.pk})
    cookie = begun.cookies["survey"]
    key = cookie.value
    answer_survey(client, survey, "2", "1", "0")
    ended = client.post(at("survey_answer", survey.link), {"q": "end", "go": "finish"}, follow=True)

    row = AnonymousSheet.objects.get()
    assert (cookie["path"], bool(cookie["httponly"])) == (at("survey_begin", survey.link), True)
    assert "Спасибо" in ended.content.decode()
    assert (row.organization, row.answers, row.is_finished) == (
        school,
        {"q1": "2", "q2": "1", "q3": "0"},
        True,
    )
    assert row.key_hash is None
    assert key not in str(AnonymousSheet.objects.values())
    assert AuditRecord.objects.count() == before
    assert "sessionid" not in client.cookies


def test_even_a_signed_in_person_stays_unknown(teacher, survey):
    before = AuditRecord.objects.count()
    teacher.post(at("survey_begin", survey.link), {"organization": ""})
    answer_survey(teacher, survey, "2", "1", "0")

    assert AuditRecord.objects.count() == before
    assert AnonymousSheet.objects.get().organization is None


def test_a_survey_goes_on_in_the_same_browser_and_begins_anew_in_another(client, survey):
    client.post(at("survey_begin", survey.link), {"organization": ""})
    answer_survey(client, survey, "2")

    here = client.get(at("survey_begin", survey.link)).content.decode()
    client.cookies.clear()
    elsewhere = client.get(at("survey_answer", survey.link))

    assert "Продолжить" in here
    assert elsewhere.url == at("survey_begin", survey.link)


def test_finishing_a_survey_with_a_missing_answer_leads_to_it(client, survey):
    client.post(at("survey_begin", survey.link), {"organization": ""})
    answer_survey(client, survey, "2")

    response = client.post(at("survey_answer", survey.link), {"q": "end", "go": "finish"})

    assert response.url == at("survey_answer", survey.link, q="q2")


def test_a_closed_survey_says_so_and_takes_nothing(client, survey):
    client.post(at("survey_begin", survey.link), {"organization": ""})
    survey.closed_on = timezone.localdate()
    survey.save()

    page = client.get(at("survey_begin", survey.link)).content.decode()
    answer_survey(client, survey, "2")
    client.post(at("survey_begin", survey.link), {"organization": ""})

    assert "Ответы больше не принимают" in page
    assert [row.answers for row in AnonymousSheet.objects.all()] == [{}]


@pytest.mark.parametrize("name", ["survey_begin", "survey_answer", "survey_end"])
def test_a_link_of_no_survey_is_not_found(client, survey, name):
    assert client.get(at(name, "chuzhaya")).status_code == 404


# --- Queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_sheet_list_queries_do_not_grow(teacher, sheet, django_assert_num_queries, count):
    SheetFactory.create_batch(count - 1, person=sheet.person)
    SheetFactory.create_batch(count, person=sheet.person, finished_at=timezone.now())
    with django_assert_num_queries(LIST_QUERIES):
        response = teacher.get(at("sheet_list"))
    assert (len(response.context["waiting"]), len(response.context["answered"])) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_answer_queries_do_not_grow(teacher, sheet, django_assert_num_queries, count):
    Sheet.objects.filter(pk=sheet.pk).update(answers=dict.fromkeys(["q1", "q2", "q3"][:count], "2"))
    with django_assert_num_queries(ANSWER_QUERIES):
        response = teacher.get(at("sheet_answer", sheet.pk))
    assert response.context["step"].n_answered == count


def test_the_clock_of_a_test_starts_by_a_button_before_its_first_question(client):
    version = VersionFactory(content={**CONTENT, "minutes": 10})
    sheet = SheetFactory(campaign=CampaignFactory(version=version), person__user=UserFactory())
    client.force_login(sheet.person.user)
    address = reverse("assessments:sheet_answer", args=[sheet.pk])

    page = client.get(address).content.decode()
    sheet.refresh_from_db()
    assert "Объяснить трудную тему" not in page
    assert "10\u00a0минут" in page
    assert sheet.started_at is None

    asked = client.post(address, {"go": "begin"}, follow=True)
    sheet.refresh_from_db()
    assert "Объяснить трудную тему" in asked.content.decode()
    assert sheet.started_at
