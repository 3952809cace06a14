"""What the demo holds."""

import datetime as dt
from collections import Counter

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.contests.actions.appeal import remark_entry, settle_appeal
from masterstvo.contests.actions.marking import keep_marks
from masterstvo.contests.actions.result import publish_results
from masterstvo.contests.models import Assignment, Contest, MarkSheet
from masterstvo.contests.queries.appeals import appeals_told
from masterstvo.demo.actions.load import DemoExists, load_demo, sign_ins
from masterstvo.diagnostics.models import Deficit
from masterstvo.diagnostics.queries.map import deficit_map
from masterstvo.documents.actions import draft_document, sign_document
from masterstvo.mentoring.actions import agree, approve_mentorship, draft_order
from masterstvo.mentoring.models import MentorProfile, Mentorship
from masterstvo.organizations.models import Municipality
from masterstvo.people.models import Employment, Person
from masterstvo.plans.queries.opened import open_indicator
from tests.clock import at_noon_of
from tests.indicators.counted import counted

TODAY = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def teachers(municipality):
    return Employment.objects.on(TODAY).filter(
        organization__municipality=municipality, basis="main", category="teaching"
    )


def test_the_district_has_248_teachers_in_14_organizations_and_a_neighbour(district):
    assert teachers(district).count() == 248
    assert teachers(district).values("organization").distinct().count() == 14
    assert Municipality.objects.count() == 2


def test_the_district_tells_of_four_earlier_years_beside_this_one(district):
    methodist = User.objects.get(email="metodist@demo.example")
    target = district.plans.get(year_from=2026).targets.get(indicator_code="A2")

    years = open_indicator(district, TODAY, target=target, user=methodist).years

    assert years.labels == [2022, 2023, 2024, 2025, 2026]
    assert [float(value) for value in years.fact[:4]] == [3.1, 5.8, 8.4, 11.5]
    assert set(district.plans.exclude(year_from=2026).values_list("state", flat=True)) == {"closed"}


@pytest.mark.parametrize(("is_demo", "shown"), [(True, True), (False, False)])
def test_the_sign_in_page_offers_the_accounts_of_the_demo_only(client, settings, district, is_demo, shown):
    settings.IS_DEMO = is_demo

    page = client.get(reverse("accounts:sign_in")).content.decode()

    assert ("metodist@demo.example" in page, "region@demo.example" in page) == (shown, shown)
    assert ("uchitel@demo.example" in page) is shown
    if shown:
        (methodist,) = [each for each in sign_ins() if each.email == "metodist@demo.example"]
        assert client.login(username=methodist.email, password=methodist.password)


def test_a_teacher_of_the_demo_has_everything_on_the_own_card(client, district):
    (teacher,) = [each for each in sign_ins() if each.email == "uchitel@demo.example"]
    assert client.login(username=teacher.email, password=teacher.password)

    person = Person.objects.get(user__email=teacher.email)
    page = client.get(person.get_absolute_url())

    assert page.status_code == 200
    assert teacher.who == f"{person}, педагог"
    assert str(person.mentorships_as_mentee.first().mentor) in page.content.decode()
    assert all(facts.exists() for facts in (person.diagnostics, person.routes, person.trainings))


def test_a_juror_of_the_demo_signs_in_and_has_works_to_mark(client, district):
    (juror,) = [each for each in sign_ins() if each.email == "expert@demo.example"]
    assert client.login(username=juror.email, password=juror.password)

    with at_noon_of(TODAY):
        page = client.get(reverse("contests:my_jury")).content.decode()
        work = Assignment.objects.filter(
            member__appointment__person__user__email=juror.email, sheets__finished_at=None
        ).first()
        sheet = client.get(work.get_absolute_url())

    assert "не начата" in page
    assert sheet.context["window"] == "open"


def test_the_appeal_of_the_demo_can_be_walked_to_the_announced_results_in_a_day(district):
    """Whoever marked the work has a sign-in, the days allow each step, and no reason is asked for."""
    with at_noon_of(TODAY):
        (told,) = appeals_told(Contest.objects.get(title="Цифровой урок"), TODAY)
        asked = [each.member for each in told.candidates if each.has_marked and each.can_sign_in]
        known = {each.email for each in sign_ins()}
        assert len(asked) == told.n_declared
        assert {each.appointment.person.user.email for each in asked} <= known

        remark_entry(told.appeal, jurors=asked, phase="marking", today=TODAY, by=None)
        for sheet in MarkSheet.objects.filter(assignment__appeal=told.appeal):
            sent = {each.key: ["3"] for each in sheet.version.parts.criteria()}
            keep_marks(sheet, sent=sent, by=None, now=timezone.localtime())
        settle_appeal(told.appeal, answer="Оценка повышена", by=None)

        assert told.appeal.total_after > told.appeal.total_before
        assert told.appeal.place_after == 1
        assert publish_results(told.appeal.entry.contest, by=None) == 4


def test_the_district_was_asked_and_measured(district):
    campaigns = {each.version.instrument.key: each for each in district.campaigns.all()}
    answered = campaigns["teacher-difficulties"].sheets.filter(finished_at__isnull=False)
    deficits = Deficit.objects.filter(person__municipality=district)
    groups = [cells for _, cells in deficit_map(district.pk, TODAY, by="organization", smallest=5).rows]

    by_school = Counter(answered.values_list("organization", flat=True))
    assert answered.count() >= 30
    assert sum(n >= 5 for n in by_school.values()) >= 3
    assert deficits.filter(closed_on=None).exists()
    assert deficits.filter(closed_by__measured_on__gt=F("opened_on")).exists()
    assert campaigns["event-satisfaction"].anonymous_sheets.filter(is_finished=True).count() >= 5
    assert any(cell and cell.band for cells in groups for cell in cells)


def test_subjects_of_teachers_make_matching_tell_something(district):
    told = Employment.objects.on(TODAY).filter(position__startswith="учитель, ")
    assert told.exists()
    assert not told.filter(subjects=None).exists()
    assert MentorProfile.objects.filter(subjects__isnull=False).exists()


def test_a_pair_that_waits_its_order_and_a_regulation_move_the_indicators_of_mentoring(
    district, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    codes = ("B1", "B1.1", "B2", "B2.1")
    with at_noon_of(TODAY):
        before = {code: counted(code, district) for code in codes}
        pair = Mentorship.objects.get(mentee__municipality=district, state="mentor_agreed")
        school = pair.mentor.employments.get().organization
        agree(pair, side="mentee", today=TODAY, by=None)
        approve_mentorship(pair, today=TODAY, by=None)
        regulation = draft_document(
            kind="mentoring_regulation",
            title="Положение",
            municipality=district,
            organization=school,
            by=None,
        )
        for paper in (draft_order(school, by=None), regulation):
            sign_document(paper, register=school.registers.get(), dated_on=TODAY, today=TODAY, by=None)
        after = {code: counted(code, district) - before[code] for code in codes}

    assert after == {"B1": {pair.mentee_id}, "B1.1": {pair.mentee_id}, "B2": {school.pk}, "B2.1": {school.pk}}


def test_loading_twice_is_refused(district):
    with pytest.raises(DemoExists), at_noon_of(TODAY):
        load_demo(today=TODAY)
