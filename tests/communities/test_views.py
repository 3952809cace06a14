import datetime as dt
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.communities.actions.meeting import hold_meeting
from masterstvo.communities.models import Community, Decision, Material
from masterstvo.communities.queries import study_year
from masterstvo.core.versions import token_of
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    AttendanceFactory,
    CommunityFactory,
    CommunityMemberFactory,
    DecisionFactory,
    GuestFactory,
    MeetingFactory,
)
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.plans import ActivityFactory, PlanFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 1)


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Ведущая")


@pytest.fixture
def community(job):
    return CommunityFactory(municipality=job.organization.municipality, title="РМО физиков")


@pytest.fixture
def methodist(sign_in, job):
    return sign_in(municipality=job.organization.municipality)


@pytest.fixture
def leader(sign_in, job, community):
    CommunityMemberFactory(community=community, person=job.person, leader=True)
    job.person.user = UserFactory()
    job.person.save()
    return sign_in(job.person.user)


def plain(text):
    return text.replace("\xa0", " ")


def fill(community, count):
    """Give the community so many of everything that its page shows."""
    for member in CommunityMemberFactory.create_batch(count, community=community):
        meeting = MeetingFactory(community=community, held_on=timezone.localdate(), held=True)
        AttendanceFactory(meeting=meeting, person=member.person)
        DecisionFactory(meeting=meeting, person=member.person)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_do_not_query_more_for_more_rows(client, job, community, count, django_assert_num_queries):
    fill(community, count)
    CommunityFactory.create_batch(count, municipality=community.municipality)
    client.force_login(GrantFactory(role=Role.METHODIST, municipality=community.municipality).user)
    meeting = community.meetings.first()
    coming = MeetingFactory(community=community, held_on=dt.date(2199, 3, 25))
    coming.activities.set(ActivityFactory.create_batch(count))
    GuestFactory.create_batch(count, meeting=coming)

    for name, args, n_queries in (
        ("community_list", [], 11),
        ("community_detail", [community.pk], 28),
        ("community_scores", [], 15),
        ("meeting_detail", [meeting.pk], 16),
        ("meeting_detail", [coming.pk], 39),
        ("meeting_hold", [meeting.pk], 16),
    ):
        with django_assert_num_queries(n_queries):
            assert client.get(reverse(f"communities:{name}", args=args)).status_code == 200


@pytest.mark.parametrize("year", ["0000", "9999", "20266", "позапрошлый"])
def test_a_year_that_is_none_shows_this_one(methodist, community, year):
    page = methodist.get(community.get_absolute_url(), {"year": year})

    assert page.context["first"] == study_year(timezone.localdate())[0]


@pytest.mark.parametrize("count", [1, 3])
def test_my_communities_does_not_query_more_for_more_rows(leader, job, count, django_assert_num_queries):
    for membership in CommunityMemberFactory.create_batch(count, person=job.person):
        DecisionFactory(person=job.person, meeting__community=membership.community)

    with django_assert_num_queries(12):
        page = leader.get(reverse("communities:my_communities"))

    assert page.content.decode().count("Сделано") == count


def test_a_community_is_founded_staffed_and_found_by_its_leader(methodist, job):
    founded = methodist.post(
        reverse("communities:community_create"),
        {"title": "РМО химиков", "kind": "municipal_association", "starts_on": "2025-09-01"},
    )
    community = Community.objects.get()
    CommunityFactory(municipality=community.municipality, ends_on=dt.date(2025, 9, 1))
    added = methodist.post(
        reverse("communities:member_create", args=[community.pk]),
        {"person_chosen": job.person.pk, "role": "leader", "starts_on": "2025-09-01"},
    )

    url = reverse("communities:community_list")
    found = [
        [str(row) for row in methodist.get(url, asked).context["page"].rows]
        for asked in ({"leader": "ведущ"}, {"active": "on"}, {"kind": "club"})
    ]

    assert (founded.status_code, added.status_code) == (302, 302)
    assert found == [["РМО химиков"], ["РМО химиков"], []]


def test_a_school_founds_communities_of_its_own_only(sign_in, job):
    school = sign_in(
        GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=job.organization).user
    )
    typed = {"title": "ШМО", "kind": "school_association", "starts_on": "2025-09-01"}
    url = reverse("communities:community_create")

    refused = school.post(url, typed)
    school.post(url, typed | {"organization": job.organization.pk})

    assert refused.status_code == 422
    assert Community.objects.get().organization == job.organization


def test_a_leader_holds_a_meeting_on_one_page_and_takes_its_protocol(leader, community, job):
    member = CommunityMemberFactory(community=community, person=PersonFactory(last_name="Дельная"))
    meeting = MeetingFactory(community=community, held_on=DAY, agenda="Итоги года\n\nПлан", place="Кабинет 5")
    typed = {
        "present": [job.person.pk],
        "minutes": "Посмотрели результаты.",
        "text_0": "Собрать задания",
        "person_0": member.person.pk,
        "due_on_0": "2025-11-01",
        "token": token_of(meeting, ["minutes"]),
    }
    url = reverse("communities:meeting_hold", args=[meeting.pk])

    refused = leader.post(url, typed | {"due_on_0": "", "text_1": "", "due_on_1": "2025-11-01"})
    leader.post(url, typed)
    protocol = leader.get(reverse("communities:meeting_protocol", args=[meeting.pk]))

    paper = docx.Document(BytesIO(protocol.content))
    told = [plain(each.text) for each in paper.paragraphs]
    rows = [[plain(cell.text) for cell in row.cells] for table in paper.tables for row in table.rows]
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"due_on_0", "text_1"}
    assert told[:3] == ["ПРОТОКОЛ № 1", "заседания", "РМО физиков"]
    assert "Итоги года" in told
    assert ["Присутствовали", "1 из 2: Ведущая А. С."] in rows
    assert ["1", "Собрать задания", "Дельная А. С.", "01.11.2025"] in rows


def test_a_meeting_that_was_held_becomes_the_result_of_its_activities_with_its_protocol(
    methodist, community, job
):
    plan = PlanFactory(municipality=community.municipality, year_from=2026, year_to=2200)
    activity, other = ActivityFactory.create_batch(2, plan=plan, schedule_kind="point")
    stranger = ActivityFactory(plan__year_to=2200)
    typed = {"title": "Итоги ВПР", "held_on": "2025-10-01", "hours": 2}
    url = reverse("communities:meeting_create", args=[community.pk])

    refused = methodist.post(url, typed | {"activities": [stranger.pk]})
    methodist.post(url, typed | {"activities": [activity.pk, other.pk]})
    hold_meeting(community.meetings.get(), present=[], by=None)
    AttendanceFactory(meeting=community.meetings.get(), person=job.person)
    page = methodist.get(activity.get_absolute_url())
    methodist.post(
        reverse("plans:result_accept", args=[activity.pk]), {"token": page.context["result_token"]}
    )

    activity.refresh_from_db()
    meeting = community.meetings.get()
    told = "Проведено 01.10.2025: «Итоги ВПР», присутствовали 1 из 1."
    assert (refused.status_code, page.context["done"].proposal.new) == (422, [told])
    assert (activity.state, activity.actual_result) == ("done", told)
    assert activity.evidence.get().url.endswith(reverse("communities:meeting_protocol", args=[meeting.pk]))
    assert [
        told is None for _, told, _ in methodist.get(meeting.get_absolute_url()).context["activities"]
    ] == [
        True,
        False,
    ]


def test_whoever_answers_for_a_decision_notes_it_as_done_by_one_button(leader, community, job):
    decision = DecisionFactory(
        person=job.person, meeting__community=community, due_on=timezone.localdate() - dt.timedelta(days=1)
    )
    mine = reverse("communities:my_communities")

    before = leader.get(mine).content.decode()
    answer = leader.post(reverse("communities:decision_finish", args=[decision.pk]), {"mine": "1"})

    assert "срок прошёл" in before
    assert (answer.status_code, answer["Location"]) == (302, mine)
    assert Decision.objects.get().done_on == timezone.localdate()


def test_a_leader_of_yesterday_leads_no_more(leader, community, job):
    url = reverse("communities:meeting_create", args=[community.pk])
    before = leader.get(url).status_code
    community.members.update(ends_on=timezone.localdate())

    assert (before, leader.get(url).status_code) == (200, 404)


def test_a_school_sees_its_own_people_and_the_leader_but_not_who_else_goes_there(sign_in, community, job):
    CommunityMemberFactory(community=community, person=job.person)
    CommunityMemberFactory(community=community, person__last_name="Председательша", leader=True)
    other = CommunityMemberFactory(community=community, person__last_name="Посторонняя")
    DecisionFactory(meeting__community=community, person=other.person, text="Чужое поручение")
    school = sign_in(
        GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=job.organization).user
    )
    url = reverse("communities:community_detail", args=[community.pk])

    page = school.get(url).content.decode()
    sheet = load_workbook(BytesIO(school.get(url, {"as": "xlsx"}).content)).active

    assert ("Ведущая" in page, "Председательша" in page) == (True, True)
    assert ("Посторонняя" in page, "Чужое поручение" in page) == (False, False)
    assert sheet.max_row == 3


def test_scores_put_communities_without_records_last_and_leave_places_to_ratings(methodist, community):
    CommunityFactory(municipality=community.municipality, title="А без заседаний")
    MeetingFactory(community=community, held_on=DAY, held=True)

    page = methodist.get(
        reverse("communities:community_scores"), {"first": "2025-09-01", "last": "2025-12-31"}
    )

    scored = [(str(each.community), each.score.total is None) for each in page.context["scored"]]
    assert scored == [("РМО физиков", False), ("А без заседаний", True)]
    assert "Место" not in page.content.decode()


def test_a_material_is_a_file_or_a_link_and_leaves_with_its_file(
    leader, community, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    meeting = MeetingFactory(community=community, held_on=DAY, held=True)
    url = reverse("communities:material_create", args=[meeting.pk])

    empty = leader.post(url, {"title": "Запись"})
    leader.post(url, {"title": "Запись", "file": SimpleUploadedFile("запись.pdf", b"%PDF-1 %%EOF")})
    material = Material.objects.get()
    page = leader.get(reverse("communities:meeting_detail", args=[meeting.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(reverse("communities:material_delete", args=[material.pk]), {"reason": "не то"})

    assert empty.status_code == 422
    assert reverse("communities:material_file", args=[material.pk]) in page
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_card_tells_of_communities_and_decisions(methodist, community, job):
    CommunityMemberFactory(community=community, person=job.person)
    DecisionFactory(meeting__community=community, person=job.person, text="Собрать задания")

    page = methodist.get(job.person.get_absolute_url()).content.decode()

    assert community.get_absolute_url() in page
    assert "Собрать задания" in page


def test_a_leader_who_may_not_read_the_plan_is_not_asked_for_its_activities(leader, community, job):
    plan = PlanFactory(municipality=community.municipality, year_from=2026, year_to=2200)
    activity = ActivityFactory(plan=plan)
    url = reverse("communities:meeting_create", args=[community.pk])

    page = leader.get(url)
    leader.post(url, {"title": "Итоги", "held_on": "2025-10-01", "hours": 2, "activities": [activity.pk]})

    assert "activities" not in page.context["form"].fields
    assert not community.meetings.get().activities.exists()


@pytest.mark.parametrize("is_own", [True, False])
def test_what_a_school_is_asked_for_leads_only_to_meetings_that_it_may_open(sign_in, community, job, is_own):
    place = job.organization if is_own else None
    theirs = CommunityFactory(municipality=community.municipality, organization=place)
    CommunityMemberFactory(community=theirs, person=job.person)
    day = timezone.localdate() + dt.timedelta(days=3)
    meeting = MeetingFactory(community=theirs, held_on=day, title="Разбор ВПР")
    client = sign_in(GrantFactory(of_organization=True, organization=job.organization).user)

    page = client.get(job.organization.get_absolute_url()).content.decode()

    assert "Разбор ВПР" in page
    assert (meeting.get_absolute_url() in page) == is_own
    assert (client.get(meeting.get_absolute_url()).status_code == 200) == is_own
