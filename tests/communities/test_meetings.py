"""Planning and keeping meetings: who is told, many at once, guests, a secretary and a curator, the plan as a file."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.communities.actions.meeting import NothingToPlan, hold_meeting, plan_meeting, plan_meetings
from masterstvo.communities.actions.telling import remind_of_meetings
from masterstvo.communities.agenda import meeting_entries
from masterstvo.communities.models import Meeting
from masterstvo.communities.queries import Invited, invited_named
from masterstvo.communities.reading import Line, LineIsUnclear, lines_of
from masterstvo.core.versions import token_of
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.people.agenda import Wanted
from masterstvo.people.choices import Whose
from masterstvo.people.models import Employment, Person
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, CommunityMemberFactory, GuestFactory, MeetingFactory
from tests.factories.core import TermFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
ZONE = timezone.get_current_timezone()
DAY = dt.date(2199, 3, 25)


@pytest.fixture
def community():
    return CommunityFactory(title="РМО физиков")


def belongs(community, role="member", **values):
    return CommunityMemberFactory(community=community, role=role, person__user=UserFactory(), **values).person


# --- Who is told ----------------------------------------------------------------------------------------------------
def test_those_who_are_expected_are_told_of_a_planned_meeting_once(sign_in, community):
    member, leader = belongs(community), belongs(community, "leader")
    guest = PersonFactory(user=UserFactory())
    belongs(community, ends_on=DAY)  # will have left
    CommunityMemberFactory(community=community)  # without an account
    values = {"title": "Подготовка к ЕГЭ", "starts_at": dt.time(15, 30), "place": "каб. 3", "by": leader.user}

    plan_meeting(community=community, held_on=DAY, guests=[Invited("Гость", guest)], **values)
    plan_meeting(community=community, held_on=dt.date(2025, 3, 1), **values)  # over: nobody needs to hear

    told = Notice.objects.order_by("user")
    assert [(each.user, each.url) for each in told] == [
        (member.user, Meeting.objects.earliest("-held_on").get_absolute_url()),
        (guest.user, reverse("communities:my_communities")),
    ]
    page = sign_in(guest.user).get(told[1].url)
    assert [str(each.community) for each in page.context["invitations"]] == ["РМО физиков"]
    assert told[0].text.replace("\xa0", " ") == (
        "РМО физиков: заседание 25 марта в 15:30, «Подготовка к ЕГЭ». Где: каб. 3."
    )


def test_many_meetings_are_planned_once_and_told_in_one_notice(community):
    belongs(community)
    lines = [Line(DAY + dt.timedelta(weeks=number), "Разбор") for number in range(3)]

    made = [len(plan_meetings(community=community, lines=part, by=None)) for part in (lines[:1], lines)]

    assert (made, Meeting.objects.count()) == ([1, 2], 3)
    told = Notice.objects.order_by("pk").values_list("text", flat=True)
    assert [each.replace("\xa0", " ") for each in told] == [
        "РМО физиков: заседание 25 марта, «Разбор».",
        "РМО физиков: в плане 2 заседания, ближайшее – 1 апреля, «Разбор».",
    ]
    with pytest.raises(NothingToPlan):
        plan_meetings(community=community, lines=lines, by=None)


def test_who_is_expected_tomorrow_is_reminded_once(community):
    member = belongs(community)
    MeetingFactory(community=community, held_on=DAY, title="Итоги", starts_at=dt.time(15, 30))
    MeetingFactory(community=community, held_on=DAY, state="cancelled", cancelled_because="Карантин")
    moments = [
        dt.datetime(2199, 3, day + 1, hour, tzinfo=ZONE)
        for day, hour in ((22, 9), (23, 9), (24, 8), (24, 16))
    ]

    assert [remind_of_meetings(each) for each in moments] == [0, 1, 0, 0]
    assert Notice.objects.get(user=member.user).text.startswith("РМО физиков: завтра заседание 25")


def test_what_was_planned_on_the_eve_has_just_been_told(community):
    belongs(community)
    meeting = MeetingFactory(community=community, held_on=DAY)
    Meeting.objects.filter(pk=meeting.pk).update(created_at=dt.datetime(2199, 3, 24, 8, tzinfo=ZONE))

    assert remind_of_meetings(dt.datetime(2199, 3, 24, 9, tzinfo=ZONE)) == 0


# --- Many at once ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "day", "title"),
    [
        ("10.09.2026 Итоги года", "2026-09-10", "Итоги года"),
        ("10.9 – Итоги года", "2026-09-10", "Итоги года"),
        ("15.01\tПодготовка к ОГЭ: трудные темы", "2027-01-15", "Подготовка к ОГЭ: трудные темы"),
        ("3\tРазбор ВПР\t14.10.26", "2026-10-14", "Разбор ВПР"),
        ("1. 10/09/2026 г.; 25 лет РМО", "2026-09-10", "25 лет РМО"),
    ],
)
def test_a_line_of_a_pasted_plan_is_a_day_and_a_topic(line, day, title):
    assert list(lines_of(line, 2026, 9)) == [Line(dt.date.fromisoformat(day), title)]


@pytest.mark.parametrize("line", ["Итоги года", "31.02.2027 Итоги", "10.09.2026"])
def test_an_unclear_line_is_named(line):
    with pytest.raises(LineIsUnclear, match=line.split()[0]):
        list(lines_of(line, 2026, 9))


def test_a_leader_takes_the_plan_of_last_year_and_saves_all_of_it(sign_in, community):
    leader = sign_in(belongs(community, "leader").user)
    MeetingFactory(community=community, held_on=dt.date(2025, 9, 10), title="План на год")
    url = reverse("communities:meeting_plan", args=[community.pk]) + "?year=2026"

    offered = leader.get(url).context["form"].initial["lines"]
    refused = leader.post(url, {"lines": "без дня", "hours": 2})
    leader.post(url, {"lines": f"{offered}\n14.10 Разбор ВПР", "hours": 3, "starts_at": "15:30"})

    assert offered == "09.09.2026 План на год"
    assert "нет дня" in refused.context["form"].errors["lines"][0]
    made = community.meetings.filter(held_on__year=2026).values_list("held_on", "title", "hours")
    assert list(made) == [
        (dt.date(2026, 9, 9), "План на год", 3),
        (dt.date(2026, 10, 14), "Разбор ВПР", 3),
    ]


# --- Guests ---------------------------------------------------------------------------------------------------------
def test_a_full_name_that_one_person_bears_leads_to_the_card():
    person = PersonFactory(last_name="Соколова", first_name="Ирина", patronymic="Петровна")
    PersonFactory.create_batch(2, last_name="Ким", first_name="Анна", patronymic="Львовна")

    found = invited_named(
        ["Соколова Ирина Петровна, ЦРО", "Ким Анна Львовна", " ", "Соколова И. П.", ", "],
        Person.objects.all(),
    )

    assert [each.person for each in found] == [person, None, None, None]


def test_guests_come_answer_and_stand_in_the_protocol(sign_in, community):
    leader = sign_in(belongs(community, "leader").user)
    meeting = MeetingFactory(community=community, held_on=dt.date(2025, 10, 1))
    came, absent = GuestFactory(meeting=meeting, name="Орлов О. О., ЦРО"), GuestFactory(meeting=meeting)
    typed = {
        "guests": [came.pk],
        "text_0": "Прислать сборник",
        "named_0": "Орлов О. О.",
        "due_on_0": "2025-11-01",
    }
    url = reverse("communities:meeting_hold", args=[meeting.pk])

    leader.post(url, typed | {"token": token_of(meeting, ["minutes"])})
    protocol = leader.get(reverse("communities:meeting_protocol", args=[meeting.pk]))

    tables = docx.Document(BytesIO(protocol.content)).tables
    rows = [[cell.text.replace("\xa0", " ") for cell in row.cells] for table in tables for row in table.rows]
    assert ["Приглашённые", "Орлов О. О., ЦРО"] in rows
    assert ["1", "Прислать сборник", "Орлов О. О.", "01.11.2025"] in rows
    assert absent.name in leader.get(meeting.get_absolute_url()).content.decode()


# --- Secretary and curator ------------------------------------------------------------------------------------------
def test_a_secretary_keeps_minutes_but_neither_plans_nor_cancels(sign_in, community):
    secretary = sign_in(belongs(community, "secretary").user)
    meeting = MeetingFactory(community=community, held_on=dt.date(2025, 10, 1))
    edit = reverse("communities:meeting_edit", args=[meeting.pk])
    token = token_of(meeting, ["place", "link", "agenda"])

    secretary.post(edit, {"agenda": "Итоги", "held_on": "2025-12-01", "guests": "Гость", "token": token})
    answers = {
        name: secretary.get(reverse(f"communities:{name}", args=[key])).status_code
        for name, key in (
            ("meeting_hold", meeting.pk),
            ("material_create", meeting.pk),
            ("meeting_cancel", meeting.pk),
            ("meeting_plan", community.pk),
            ("message_create", community.pk),
            ("member_create", community.pk),
        )
    }

    meeting.refresh_from_db()
    assert (meeting.agenda, meeting.held_on.month, str(meeting.guests.get())) == ("Итоги", 10, "Гость")
    assert list(answers.values()) == [200, 200, 403, 403, 403, 403]


def test_a_curator_reads_the_history_and_takes_lists_away_but_changes_nothing(sign_in, community):
    meeting = plan_meeting(community=community, title="Итоги", held_on=dt.date(2025, 10, 1), by=None)
    hold_meeting(meeting, present=[], by=None)
    read = {}

    for role in ("curator", "member"):
        client = sign_in(belongs(community, role).user)
        page, sheet = (
            client.get(meeting.get_absolute_url()),
            client.get(community.get_absolute_url(), {"as": "xlsx"}),
        )
        read[role] = (
            bool(page.context["history"]),
            "attachment" in sheet.headers.get("Content-Disposition", ""),
        )
        assert client.get(reverse("communities:meeting_edit", args=[meeting.pk])).status_code == 403

    assert read == {"curator": (True, True), "member": (False, False)}


# --- The plan as a file ---------------------------------------------------------------------------------------------
def test_the_plan_of_a_year_is_taken_as_word_and_excel(sign_in, community):
    leader = sign_in(belongs(community, "leader", person__last_name="Ведущая").user)
    MeetingFactory(
        community=community, held_on=dt.date(2025, 10, 1), title="Разбор ВПР", agenda="Итоги\nПлан"
    )
    MeetingFactory(
        community=community, held_on=dt.date(2025, 11, 1), state="cancelled", cancelled_because="Нет"
    )
    url = community.get_absolute_url()

    word, excel = (leader.get(url, {"year": "2025", "as": kind}).content for kind in ("plan", "plan_xlsx"))

    paper = docx.Document(BytesIO(word))
    assert [each.text.replace("\xa0", " ") for each in paper.paragraphs][:3] == [
        "ПЛАН ЗАСЕДАНИЙ",
        "РМО физиков",
        "на 2025/26 учебный год",
    ]
    assert any("Ведущая" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    rows = list(load_workbook(BytesIO(excel)).active.iter_rows(values_only=True))
    assert [row[3] for row in rows if row[0] == 1] == ["Разбор ВПР\n– Итоги\n– План"]


# --- What is in the way ---------------------------------------------------------------------------------------------
def test_before_a_meeting_is_planned_one_sees_what_is_in_the_way(sign_in, community):
    """A leader without a role is told that it is somebody, the methodist who it is; nothing is saved by looking."""
    leader = belongs(community, "leader")
    member = belongs(community, person__last_name="Занятая")
    there = CommunityFactory(municipality=community.municipality, title="РМО химиков")
    CommunityMemberFactory(community=there, person=member)
    MeetingFactory(community=there, held_on=DAY, title="Опыты", starts_at=dt.time(15))
    MeetingFactory(community=there, held_on=DAY, title="Утром", starts_at=dt.time(9))
    TermFactory(vocabulary="exam_day", key=DAY.isoformat(), title="ЕГЭ по физике")
    typed = {"title": "Итоги", "held_on": DAY.isoformat(), "starts_at": "15:30", "hours": 2, "look": "1"}
    url, told = reverse("communities:meeting_create", args=[community.pk]), {}

    for name, user in (("leader", leader.user), ("methodist", None)):
        client = sign_in(user) if user else sign_in(municipality=community.municipality)
        told[name] = client.post(url, typed).context["in_the_way"]

    exam = "25.03.2199 – ЕГЭ по физике."
    same = "В это же время – заседание «РМО химиков: Опыты», 15:00; там нужны и"
    assert told == {
        "leader": [exam, f"{same} те, кого ждут здесь."],
        "methodist": [exam, f"{same} {member.short_name}"],
    }
    assert not community.meetings.exists()


def test_a_school_finds_the_meetings_of_its_people_in_its_calendar(sign_in, community):
    job = EmploymentFactory(organization__municipality=community.municipality, starts_on=dt.date(2024, 9, 1))
    CommunityMemberFactory(community=community, person=job.person)
    user = GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=job.organization).user
    mine = MeetingFactory(community=community, held_on=DAY, link="https://example.org/inside")
    MeetingFactory(community__municipality=community.municipality, held_on=DAY)
    wanted = Wanted(user, DAY, DAY + dt.timedelta(days=1), Whose.SCHOOL, job.organization_id)

    (entry,) = meeting_entries(wanted)

    assert (entry.key, entry.link) == (f"communities.meeting-{mine.pk}", "")
    assert entry.url == community.get_absolute_url()
    Employment.objects.update(ends_on=DAY)  # gone by then
    assert not list(meeting_entries(wanted))
