"""Both sides of a pair are asked in the middle of its term and at its end; who reads what they answer; nobody has to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.actions.answering import AnswerIsMissing
from masterstvo.assessments.models import Version
from masterstvo.inbox.models import Notice
from masterstvo.mentoring.actions import answer_sheet, ask_pairs, edit_mentorship, end_mentorship
from masterstvo.mentoring.actions.asking import SheetIsOver
from masterstvo.mentoring.choices import QUESTIONNAIRES, Side, Stage
from masterstvo.mentoring.counting import windows
from masterstvo.mentoring.models import PairSheet
from masterstvo.mentoring.queries import said_together
from masterstvo.mentoring.queries.asking import questionnaires
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessments import InstrumentFactory, VersionFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import PairSheetFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
STARTS, ENDS = dt.date(2026, 9, 1), dt.date(2027, 6, 1)
HALF = dt.date(2027, 1, 15)
FIVE = {"meetings": ["3"], "trust": ["2"], "useful": ["3"], "time": ["1"], "change": ["Чаще на уроки"]}


@pytest.fixture
def mentor():
    return EmploymentFactory(person__user=UserFactory()).person


@pytest.fixture
def mentee(mentor):
    return EmploymentFactory(
        organization=mentor.employments.get().organization, person__user=UserFactory()
    ).person


@pytest.fixture
def pair(mentor, mentee):
    return MentorshipFactory(mentor=mentor, mentee=mentee, starts_on=STARTS, ends_on=ENDS)


def sides(stage):
    return set(PairSheet.objects.filter(stage=stage).values_list("side", flat=True))


# --- Asking -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ends_on", "told"),
    [
        (None, {}),
        (STARTS + dt.timedelta(days=10), {Stage.FINAL: (STARTS, dt.date(2026, 10, 11))}),
        (
            ENDS,
            {
                Stage.MID: (HALF, dt.date(2027, 5, 18)),
                Stage.FINAL: (dt.date(2027, 5, 18), dt.date(2027, 7, 1)),
            },
        ),
    ],
)
def test_a_pair_is_asked_at_half_of_its_term_and_two_weeks_before_its_end(ends_on, told):
    assert windows(STARTS, ends_on) == told


def test_both_sides_are_asked_once_when_their_day_comes(pair, mentor, mentee):
    MentorshipFactory(starts_on=STARTS)  # without a term nobody knows its half
    assert ask_pairs(HALF - dt.timedelta(days=1)) == 0

    assert (ask_pairs(HALF), ask_pairs(HALF + dt.timedelta(days=1))) == (1, 0)

    assert sides("mid") == {"mentor", "mentee"}
    assert set(Notice.objects.values_list("user", flat=True)) == {mentor.user_id, mentee.user_id}
    assert ask_pairs(dt.date(2027, 5, 20)) == 1
    assert sides("final") == {"mentor", "mentee"}


def test_the_own_copy_of_a_municipality_is_asked_once_it_is_published(pair):
    key = "mentoring-mentee-mid"
    own = InstrumentFactory(municipality=pair.mentee.municipality, key=key, subject="pair", kind="survey")
    mine = VersionFactory(instrument=own, published_on=None)
    assert questionnaires(own.municipality_id)[Stage.MID, Side.MENTEE].instrument.municipality is None
    assert set(questionnaires(None)) == set(QUESTIONNAIRES)

    Version.objects.filter(pk=mine.pk).update(published_on=STARTS)

    ask_pairs(HALF)
    assert PairSheet.objects.get(side="mentee").version == mine


def test_a_closed_pair_is_asked_what_came_of_it_and_closes_without_an_answer(pair):
    today = dt.date(2026, 11, 26)

    end_mentorship(pair, last_day=today, result="reached", today=today, by=None)

    pair.refresh_from_db()
    assert pair.state == "closed"
    assert sides("final") == {"mentor", "mentee"}
    assert set(PairSheet.objects.values_list("ends_on", flat=True)) == {today + dt.timedelta(days=30)}


def test_who_turned_out_not_to_be_in_the_pair_is_not_asked(pair):
    ask_pairs(HALF)
    right = PersonFactory()

    edit_mentorship(pair, mentee=right, reason="ошибка в фамилии", by=None)

    assert sides("mid") == {"mentor"}
    assert ask_pairs(HALF) == 1
    assert PairSheet.objects.get(side="mentee").person == right


# --- Answering --------------------------------------------------------------------------------------------------------
def test_an_answer_may_wait_and_once_finished_it_stays():
    sheet = PairSheetFactory(starts_on=HALF)
    told = {"by": None, "today": HALF}
    with pytest.raises(AnswerIsMissing, match="Мы встречаемся"):
        answer_sheet(sheet, sent={}, is_finished=True, **told)

    answer_sheet(sheet, sent={"trust": ["2"]}, is_finished=False, **told)
    assert (sheet.answers, sheet.finished_on) == ({"trust": "2"}, None)
    answer_sheet(sheet, sent=FIVE, is_finished=True, **told)

    sheet.refresh_from_db()
    assert (sheet.percent, sheet.level, sheet.finished_on) == (75, "пара работает", HALF)
    with pytest.raises(SheetIsOver):
        answer_sheet(sheet, sent=FIVE, is_finished=True, **told)
    late = PairSheetFactory(starts_on=HALF)
    with pytest.raises(SheetIsOver):
        answer_sheet(late, sent=FIVE, is_finished=True, by=None, today=late.ends_on)


def test_shares_are_told_with_people_and_no_answer_is_no_nought():
    pairs = [PairSheetFactory(starts_on=HALF) for _ in range(3)]
    PairSheetFactory(starts_on=HALF, stage="final")
    for sheet, trust in zip(pairs[:2], ("3", "0"), strict=True):
        answer_sheet(sheet, sent=FIVE | {"trust": [trust]}, is_finished=True, by=None, today=HALF)

    mid, final = said_together(PairSheet.objects.all(), HALF)

    trust = next(each for each in mid.said if each.criterion.key == "trust")
    assert (mid.n_finished, mid.n_asked, trust.n_yes, trust.n) == (2, 3, 1, 2)
    assert trust.answers == [("Нет", 1), ("Скорее нет", 0), ("Скорее да", 0), ("Да", 1)]
    assert (final.n_finished, final.n_asked, {each.n for each in final.said}) == (0, 1, {0})


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_side_answers_on_one_page_and_only_the_methodist_reads_it(client, sign_in, pair, mentor, mentee):
    ask = PairSheetFactory(mentorship=pair)
    client.force_login(mentee.user)
    assert ask.get_absolute_url() in client.get(reverse("mentoring:my_mentoring")).content.decode()
    assert client.post(ask.get_absolute_url(), {"trust": "2", "finish": "1"}).status_code == 422

    client.post(ask.get_absolute_url(), FIVE | {"finish": "1"})

    assert "Чаще на уроки" in client.get(ask.get_absolute_url()).content.decode()
    school = mentor.employments.get().organization
    district = {"municipality": school.municipality}
    readers = {
        mentor.user: 404,
        GrantFactory(of_organization=True, organization=school).user: 404,
        GrantFactory(of_organization=True, role=Role.CURATOR, organization=school).user: 404,
        GrantFactory(role=Role.HEAD, **district).user: 404,
        GrantFactory(role=Role.METHODIST, **district).user: 200,
    }
    for user, status in readers.items():
        client.force_login(user)
        assert client.get(ask.get_absolute_url()).status_code == status
    assert client.post(ask.get_absolute_url(), FIVE).status_code == 403


def test_a_methodist_in_the_pair_does_not_read_the_other_side(client, pair, mentor):
    GrantFactory(role=Role.METHODIST, municipality=mentor.municipality, user=mentor.user)
    theirs = PairSheetFactory(mentorship=pair, finished_on=HALF)
    client.force_login(mentor.user)

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert theirs.get_absolute_url() not in client.get(pair.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_questionnaires_asks_as_much_for_three_as_for_one(
    sign_in, pair, django_assert_num_queries, count
):
    methodist = sign_in(municipality=pair.mentee.municipality)
    for _ in range(count):
        sheet = PairSheetFactory(
            mentorship__mentee=EmploymentFactory(
                organization=pair.mentee.employments.get().organization
            ).person
        )
        answer_sheet(sheet, sent=FIVE, is_finished=True, by=None, today=timezone.localdate())

    with django_assert_num_queries(12):
        page = methodist.get(reverse("mentoring:sheet_list")).content.decode()

    assert f"ответили {count} из {count}" in page
