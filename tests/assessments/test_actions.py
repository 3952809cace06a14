"""Instruments, campaigns and sheets over the database."""

import datetime as dt

import pytest
from django.utils import timezone

from masterstvo.assessments.actions import campaign as campaigns
from masterstvo.assessments.actions import instrument as instruments
from masterstvo.assessments.actions import sheet as sheets
from masterstvo.assessments.actions.answering import AnswerIsMissing
from masterstvo.assessments.content import editing
from masterstvo.assessments.content.reading import read
from masterstvo.assessments.models import AnonymousSheet, Instrument, Version
from masterstvo.assessments.queries.circle import Circle
from masterstvo.core.models import AuditRecord
from masterstvo.inbox.actions import remind
from masterstvo.inbox.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CONTENT, CampaignFactory, SheetFactory, VersionFactory
from tests.factories.communities import CommunityFactory, CommunityMemberFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory, OrganizationStatusFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2025, 9, 1), dt.date(2200, 1, 1)


@pytest.fixture
def user():
    return UserFactory()


def opened(version, job, user, **circle):
    return campaigns.open_campaign(
        municipality=job.organization.municipality,
        version=version,
        title="Диагностика",
        starts_on=FIRST,
        ends_on=LAST,
        circle=Circle(**circle),
        by=user,
    )


# --- Instruments ------------------------------------------------------------------------------------------------------
def test_shipped_instruments_are_there_published_and_come_only_once():
    before = Version.objects.filter(instrument__municipality=None).count()

    instruments.load_shipped_instruments()

    shipped = Instrument.objects.filter(municipality=None)
    assert set(shipped.values_list("key", flat=True)) >= {
        "teacher-difficulties",
        "lesson-design",
        "event-satisfaction",
    }
    assert Version.objects.filter(instrument__in=shipped, published_on__isnull=False).count() == before


def test_a_published_version_never_changes(user):
    version = VersionFactory()

    with pytest.raises(instruments.VersionIsPublished):
        instruments.edit_content(version, edit=lambda content: editing.remove(content, "q1"), by=user)

    version.refresh_from_db()
    assert version.parts == read(CONTENT)


def test_a_new_version_begins_with_the_questions_of_the_last(user):
    version = VersionFactory()

    draft = instruments.begin_version(version.instrument, by=user)
    again = instruments.begin_version(version.instrument, by=user)

    assert (draft.number, draft.content, draft.is_draft) == (2, version.content, True)
    assert again.pk == draft.pk


def test_an_unfinished_version_is_not_published(user):
    version = VersionFactory(content={"sections": [{"title": "Пусто"}]}, published_on=None)

    with pytest.raises(instruments.VersionIsUnfinished, match="нет вопросов"):
        instruments.publish_version(version, by=user)


def test_a_question_on_which_a_condition_stands_is_not_removed(user):
    version = VersionFactory(published_on=None)
    question = editing.replace(read(CONTENT).criterion("q3"), when=editing_condition("q1", "0"))
    instruments.edit_content(version, edit=lambda content: editing.put_criterion(content, question), by=user)

    with pytest.raises(instruments.BadContent, match="вопрос, которого выше нет"):
        instruments.edit_content(version, edit=lambda content: editing.remove(content, "q1"), by=user)


def editing_condition(key, value):
    from masterstvo.assessments.content.parts import Condition

    return Condition(key, (value,))


def test_two_people_edit_different_questions_at_once(user):
    version = VersionFactory(published_on=None)
    other = Version.objects.get(pk=version.pk)
    seen = [editing.digest_of(version.parts, key) for key in ("q1", "q2")]

    for row, key, digest in ((version, "q1", seen[0]), (other, "q2", seen[1])):
        question = editing.replace(row.parts.criterion(key), text=f"Новый текст {key}")
        instruments.edit_content(
            row,
            edit=lambda content, q=question: editing.put_criterion(content, q),
            key=key,
            seen=digest,
            by=user,
        )

    version.refresh_from_db()
    assert [version.parts.criterion(key).text for key in ("q1", "q2")] == ["Новый текст q1", "Новый текст q2"]


def test_the_second_to_edit_one_question_sees_what_the_first_wrote(user):
    version = VersionFactory(published_on=None)
    seen = editing.digest_of(version.parts, "q1")

    def write(text, digest):
        question = editing.replace(version.parts.criterion("q1"), text=text)
        instruments.edit_content(
            version,
            edit=lambda content: editing.put_criterion(content, question),
            key="q1",
            seen=digest,
            by=user,
        )

    write("Первый", seen)
    with pytest.raises(instruments.PartIsStale, match="Первый") as refusal:
        write("Второй", seen)
    write("Второй", refusal.value.now)

    version.refresh_from_db()
    assert version.parts.criterion("q1").text == "Второй"


def test_a_copy_of_a_shipped_instrument_is_the_municipality_s_own(user):
    shipped = Instrument.objects.get(municipality=None, key="lesson-design")
    municipality = MunicipalityFactory()

    own = instruments.copy_instrument(shipped, municipality=municipality, by=user)

    assert (own.municipality, own.subject) == (municipality, shipped.subject)
    assert own.versions.get().content == shipped.versions.get().content


# --- Campaigns --------------------------------------------------------------------------------------------------------
def test_a_campaign_asks_each_person_of_the_circle_once(user):
    job = EmploymentFactory()
    EmploymentFactory(
        person=job.person,
        basis="external",
        organization=OrganizationFactory(municipality=job.organization.municipality),
    )
    EmploymentFactory(organization=job.organization, category="managing")
    EmploymentFactory()  # of another municipality

    campaign = opened(VersionFactory(), job, user, categories=("teaching",))

    sheet = campaign.sheets.get()
    assert (sheet.person, sheet.organization) == (job.person, job.organization)


def test_a_circle_narrows_to_schools_with_a_status(user):
    job, other = EmploymentFactory(), None
    other = EmploymentFactory(organization__municipality=job.organization.municipality)
    OrganizationStatusFactory(organization=other.organization, kind="risk", starts_on=FIRST)

    campaign = opened(VersionFactory(), job, user, statuses=("risk",))

    assert [sheet.person for sheet in campaign.sheets.all()] == [other.person]


def test_a_word_of_the_position_is_found_however_it_is_written(user):
    job = EmploymentFactory(position="Учитель-логопед")
    EmploymentFactory(organization=job.organization, position="методист")

    campaign = opened(VersionFactory(), job, user, position="УЧИТЕЛЬ")

    assert [sheet.person for sheet in campaign.sheets.all()] == [job.person]


def test_a_circle_narrows_to_those_who_are_in_a_community_on_the_day_of_opening(user):
    community = CommunityFactory()
    job = EmploymentFactory(person=CommunityMemberFactory(community=community).person)
    place = {"organization": job.organization}
    EmploymentFactory(**place)
    EmploymentFactory(**place, person=CommunityMemberFactory(community=community, ends_on=FIRST).person)
    EmploymentFactory(**place, person=CommunityMemberFactory().person)

    campaign = opened(VersionFactory(), job, user, groups=(f"communities:{community.pk}",))

    assert [sheet.person for sheet in campaign.sheets.all()] == [job.person]


def test_an_empty_circle_opens_nothing(user):
    job = EmploymentFactory()

    with pytest.raises(campaigns.NobodyToAsk):
        opened(VersionFactory(), job, user, position="космонавт")


def test_who_comes_later_is_added_and_nobody_twice(user):
    job = EmploymentFactory()
    campaign = opened(VersionFactory(), job, user)
    EmploymentFactory(organization=job.organization)

    added = [campaigns.widen_campaign(campaign, by=user) for _ in range(2)]

    assert (added, campaign.sheets.count()) == ([1, 0], 2)


def told():
    return [(each.user, each.kind) for each in Notice.objects.order_by("pk")]


def test_reminders_go_to_those_who_wait_and_not_every_day(user):
    campaign = CampaignFactory()
    waits = SheetFactory(campaign=campaign, person__user=UserFactory()).person.user
    SheetFactory(campaign=campaign, person__user=UserFactory(), finished_at=timezone.now())
    SheetFactory(campaign=campaign)

    assert campaigns.remind(campaign, by=user) == 1
    assert told() == [(waits, "due")]
    with pytest.raises(campaigns.RemindedLately):
        campaigns.remind(campaign, by=user)


def test_who_is_asked_is_told_once_and_reminded_of_the_last_day(user):
    job = EmploymentFactory(person__user=UserFactory())
    campaign = opened(VersionFactory(), job, user)
    campaigns.widen_campaign(campaign, by=user)
    remind(campaign.last_day)

    assert told() == [(job.person.user, "invitation"), (job.person.user, "due")]


# --- Sheets -----------------------------------------------------------------------------------------------------------
def test_a_sheet_is_answered_finished_and_closed(user):
    sheet = SheetFactory()
    for key, answer in (("q1", "2"), ("q2", "1"), ("q3", "2")):
        sheets.answer_question(sheet, key=key, sent=[answer], by=user)

    result = sheets.finish_sheet(sheet, by=user)

    sheet.refresh_from_db()
    assert (sheet.percent, sheet.level) == (result.total.percent, "достаточный")
    with pytest.raises(sheets.SheetIsFinished):
        sheets.answer_question(sheet, key="q1", sent=["0"], by=user)


def test_answers_do_not_stand_in_the_log(user):
    sheet = SheetFactory()
    for key in ("q1", "q2", "q3"):
        sheets.answer_question(sheet, key=key, sent=["2"], by=user)
    sheets.answer_question(sheet, key="q4", sent=["Тайное желание"], by=user)

    sheets.finish_sheet(sheet, by=user)

    assert "Тайное" not in str(list(AuditRecord.objects.values()))


def test_an_unanswered_question_is_named(user):
    sheet = SheetFactory(answers={"q1": "2"})

    with pytest.raises(AnswerIsMissing, match="Решить задачу") as refusal:
        sheets.finish_sheet(sheet, by=user)

    assert refusal.value.key == "q2"


@pytest.mark.parametrize("values", [{"closed_on": dt.date(2025, 10, 1)}, {"ends_on": dt.date(2025, 10, 1)}])
def test_a_campaign_that_is_over_takes_no_answers(user, values):
    sheet = SheetFactory(campaign=CampaignFactory(**values))

    with pytest.raises(sheets.CampaignDoesNotAsk):
        sheets.answer_question(sheet, key="q1", sent=["2"], by=user)


def test_when_time_is_over_what_was_answered_counts(user):
    version = VersionFactory(content={**CONTENT, "minutes": 10, "unanswered_is_wrong": True})
    sheet = SheetFactory(
        campaign=CampaignFactory(version=version),
        answers={"q1": "2", "q2": "2"},
        started_at=timezone.now() - dt.timedelta(minutes=13),
    )

    with pytest.raises(sheets.TimeIsOver):
        sheets.answer_question(sheet, key="q3", sent=["2"], by=user)
    result = sheets.finish_sheet(sheet, by=user)

    assert result.total.percent == 50


def test_a_paper_form_is_entered_as_a_whole_or_not_at_all(user):
    sheet = SheetFactory()

    with pytest.raises(AnswerIsMissing):
        sheets.enter_paper(sheet, answers={"q1": ["2"]}, by=user)
    sheet.refresh_from_db()
    assert (sheet.answers, sheet.is_on_paper) == ({}, False)

    sheets.enter_paper(sheet, answers={"q1": ["2"], "q2": ["2"], "q3": ["0"]}, by=user)
    assert sheet.is_on_paper
    assert sheet.finished_at


# --- Nobody's sheets --------------------------------------------------------------------------------------------------
def test_nothing_leads_from_a_finished_anonymous_sheet_to_a_person():
    campaign = CampaignFactory(assessor="anyone", link="link")
    key = sheets.open_anonymous(campaign, organization=None)
    sheet = AnonymousSheet.objects.get()
    before = AuditRecord.objects.count()
    for name in ("q1", "q2", "q3"):
        sheets.answer_anonymous(sheet, key=name, sent=["1"])

    sheets.finish_anonymous(sheet)

    sheet.refresh_from_db()
    assert sheet.is_finished
    assert key not in str(AnonymousSheet.objects.values())
    assert sheet.key_hash is None
    assert AuditRecord.objects.count() == before
    fields = {field.name for field in AnonymousSheet._meta.get_fields()}
    assert fields.isdisjoint({"person", "respondent", "user", "created_at", "updated_at", "finished_at"})
