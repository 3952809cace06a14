"""Teams across schools: whom one may call, who agrees, who sees what, and that each keeps their own school."""

import pytest
from django.urls import reverse

from masterstvo.contests.actions.entry import (
    AlreadyEntered,
    NotComplete,
    admit_entries,
    begin_entry,
    send_entry,
    write_entry,
)
from masterstvo.contests.actions.result import (
    issue_diplomas,
    move_on,
    propose_results,
    publish_results,
    winners,
)
from masterstvo.contests.actions.team import AlreadyEntered as InAnotherTeam
from masterstvo.contests.actions.team import (
    DoNotFit,
    NotForThem,
    NotFound,
    TeamIsFull,
    TooLate,
    agree_member,
    invite_member,
    leave_team,
)
from masterstvo.contests.models import Diploma, Entry
from masterstvo.contests.queries.entries import n_people, secrets_of
from masterstvo.contests.queries.jury import works_of
from masterstvo.contests.queries.results import announced
from masterstvo.contests.rules import answered_members, opened_entries, own_entries
from masterstvo.inbox.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.contests import ContestFactory, EntryFileFactory, PhaseFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """Return a draft of a team's entry, its leader's."""
    contest = ContestFactory(own=True, entrant="team", team_most=3, is_blind=False)
    PhaseFactory(contest=contest, kind="applications")
    leader = worker(contest, "Лидерова", user=UserFactory())
    entry = begin_entry(contest, person=leader.person, by=leader.person.user)
    write_entry(entry, title="Вдвоём", by=None)
    EntryFileFactory(entry=entry)
    return entry


def worker(contest, surname, user=None):
    school = OrganizationFactory(municipality=contest.municipality)
    names = {"person__last_name": surname, "person__first_name": "Анна", "person__patronymic": "Петровна"}
    return EmploymentFactory(organization=school, person__user=user, **names)


def called(team, surname="Соседова", user=None):
    """Return a member of another school who was called and has not answered yet."""
    job = worker(team.contest, surname, user=user)
    return invite_member(team, name=f"{surname} Анна Петровна", organization=job.organization, by=None)


def school_of(member):
    return GrantFactory(organization=member.organization, of_organization=True).user


def test_somebody_of_another_school_is_called_by_the_full_name_alone(team):
    job = worker(team.contest, "Соседова")
    for name in ("Соседова", "Соседова Анна"):
        with pytest.raises(NotFound, match="полностью"):
            invite_member(team, name=name, organization=job.organization, by=None)

    member = invite_member(team, name="соседова анна петровна", organization=job.organization, by=None)

    assert (member.person, member.organization, member.agreed_at) == (job.person, job.organization, None)
    with pytest.raises(NotFound, match="уже есть"):
        invite_member(team, name=str(job.person), organization=job.organization, by=None)


def test_a_team_is_no_larger_than_the_contest_says(team):
    called(team, "Первова")
    called(team, "Второва")

    with pytest.raises(TeamIsFull, match="не больше 3"):
        called(team, "Третьева")


def test_the_person_and_their_school_are_told_without_a_name(team):
    job = worker(team.contest, "Соседова", user=UserFactory())
    of_school = GrantFactory(organization=job.organization, of_organization=True).user

    invite_member(team, name=str(job.person), organization=job.organization, by=None)

    told = dict(Notice.objects.values_list("user", "text"))
    assert told.keys() == {job.person.user_id, of_school.pk}
    assert not [text for text in told.values() if "Соседова" in text or "Лидерова" in text]


def test_nothing_is_sent_until_all_agree_and_then_nobody_leaves(team):
    member = called(team)
    with pytest.raises(NotComplete, match="согласие: Соседова"):
        send_entry(team, by=None)

    agree_member(member, by=None)
    team = send_entry(team, by=None)

    with pytest.raises(TooLate):
        leave_team(member, by=None)


def test_ticking_colleagues_leaves_people_of_other_schools_in_the_team(team):
    member = called(team)
    colleague = EmploymentFactory(organization=team.organization).person

    write_entry(team, title="Втроём", members=[colleague], by=None)
    assert set(team.members.values_list("person", flat=True)) == {member.person_id, colleague.pk}
    write_entry(team, title="Вдвоём", members=[], by=None)

    assert set(team.members.values_list("person", flat=True)) == {member.person_id}


def test_the_second_school_reads_the_entry_and_answers_for_its_own_person_only(team):
    member, other = called(team, "Первова"), called(team, "Второва")
    user = school_of(member)

    assert team in opened_entries(user)
    assert team not in own_entries(user)
    assert list(answered_members(user)) == [member]
    assert other not in answered_members(user)


def test_each_keeps_their_own_school_to_the_result(team):
    member = called(team)
    agree_member(member, by=None)
    admit_entries([send_entry(team, by=None)], by=None)

    member.refresh_from_db()
    (work,) = works_of([team])
    assert (member.state, member.organization_id == team.organization_id) == ("admitted", False)
    assert work.organizations == {member.organization_id, team.organization_id}
    assert {member.organization.title, team.organization.title} <= set(secrets_of(team).places)


def test_a_won_team_is_named_with_all_its_schools_gets_diplomas_and_moves_on_whole(team):
    contest = team.contest
    contest.moves_to = ContestFactory(own=True, level="regional", entrant="team")
    contest.save()
    PhaseFactory(contest=contest, kind="decision")
    agree_member(called(team), by=None)
    admit_entries([send_entry(team, by=None)], by=None)
    propose_results(contest, decisions={team.pk: ("winner", 1)}, by=None)
    publish_results(contest, by=None)
    contest.refresh_from_db()

    ((_, (line,)),) = announced(contest)
    assert line.place_of_work.count(", ") == 1
    assert n_people(contest) == 2
    assert issue_diplomas(contest, by=None) == 2
    assert Diploma.objects.filter(name__startswith="Соседова").exists()
    (moved,) = move_on(contest, entries=winners(contest), by=None)
    assert [(each.person.last_name, each.agreed_at) for each in moved.members.all()] == [("Соседова", None)]
    assert moved.files.count() == 1


def test_one_person_in_two_teams_is_one_participant(team):
    contest = team.contest
    person = team.person
    Entry.objects.create(contest=contest, person=person, team=team, state="admitted")
    Entry.objects.filter(pk=team.pk).update(state="admitted")

    assert n_people(contest) == 1


def test_a_person_takes_part_once_however_they_are_called(team):
    member = called(team)
    agree_member(member, by=None)
    with pytest.raises(AlreadyEntered, match="уже в команде"):
        begin_entry(team.contest, person=member.person, by=None)

    leader = worker(team.contest, "Другова")
    second = begin_entry(team.contest, person=leader.person, by=None)
    job = member.person.employments.get()
    with pytest.raises(NotForThem, match="участвуют один раз"):
        invite_member(second, name=str(member.person), organization=job.organization, by=None)


def test_whoever_was_called_into_two_teams_agrees_to_one(team):
    job = worker(team.contest, "Соседова")
    second = begin_entry(team.contest, person=worker(team.contest, "Другова").person, by=None)
    first, other = (
        invite_member(each, name=str(job.person), organization=job.organization, by=None)
        for each in (team, second)
    )
    agree_member(first, by=None)

    with pytest.raises(InAnotherTeam, match="откажитесь"):
        agree_member(other, by=None)


def test_an_entry_of_somebody_who_is_in_another_one_is_not_sent(team):
    member = called(team)
    agree_member(member, by=None)
    Entry.objects.create(contest=team.contest, person=member.person, state="draft")  # older than this rule

    with pytest.raises(AlreadyEntered, match="Соседова Анна Петровна"):
        send_entry(team, by=None)


def test_only_colleagues_for_whom_the_contest_is_held_are_ticked(team):
    team.contest.circle = {"position": "воспитатель"}
    team.contest.save()
    colleague = EmploymentFactory(organization=team.organization, position="сторож").person

    with pytest.raises(DoNotFit, match=f"не для них: {colleague}"):
        write_entry(team, title="Вдвоём", members=[colleague], by=None)
    assert not team.members.exists()


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_called_member_agrees_on_the_page_of_the_entry(team, sign_in):
    user = UserFactory()
    member = called(team, user=user)
    client = sign_in(user)
    assert "ответьте в заявке" in client.get(reverse("contests:contest_own")).content.decode()

    client.post(team.get_absolute_url(), {"agree": member.pk})

    member.refresh_from_db()
    assert member.agreed_by == user
    assert "Ждём" not in client.get(member.get_absolute_url()).content.decode()
    assert client.post(team.get_absolute_url(), {"title": "Чужое"}).status_code == 403


def test_calling_somebody_unknown_keeps_all_that_was_typed(team, sign_in):
    client = sign_in(team.person.user)
    token = client.get(team.get_absolute_url()).context["form"]["token"].value()
    school = OrganizationFactory(municipality=team.contest.municipality)
    sent = {
        "title": "Новое название", "about": "О работе", "token": token, "invite": "1", "invited-name": "Нетаковская Анна",
        "invited-organization": school.pk,
    }  # fmt: skip

    page = client.post(team.get_absolute_url(), sent)

    told = page.content.decode()
    assert page.status_code == 422
    assert "такого человека не нашли" in told.replace("\xa0", " ")
    assert "Новое название" in told
    assert "Нетаковская" in told
