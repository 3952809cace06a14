"""Whom the registry proposes for a mentor, what becomes of the ticked ones, and whose no is remembered."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.models import AuditRecord, Term
from masterstvo.mentoring.actions import create_need, create_needs, decline_needs, withdraw_need
from masterstvo.mentoring.actions.grounds import OnlyDeficits
from masterstvo.mentoring.actions.matching import HasChanged, NothingChosen
from masterstvo.mentoring.models import MenteeNeed
from masterstvo.mentoring.queries import facts_of, grounds_of
from masterstvo.organizations.choices import Role
from masterstvo.people.models import Employment, Person
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.facts import DeficitFactory, MentorshipFactory, ShareFactory
from tests.factories.mentoring import MenteeNeedFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
LAST_YEAR, SEPTEMBER, NEXT_YEAR = dt.date(2026, 5, 20), dt.date(2026, 9, 1), dt.date(2027, 9, 1)
URL = f"{reverse('mentoring:need_list')}?by=data"


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def methodist():
    return UserFactory()


def works(school, since=None, **job):
    return EmploymentFactory(organization=school, person__teaching_since=since, **job).person


def told(day=TODAY, user=None):
    """Return {last name: reasons}."""
    found = grounds_of(Employment.objects.on(day), user or UserFactory(), day)
    names = Person.objects.in_bulk(found)
    return {names[key].last_name: [each.told or each.title for each in rows] for key, rows in found.items()}


def jobs():
    return Employment.objects.on(TODAY)


# --- Why -------------------------------------------------------------------------------------------------------------
def test_who_teaches_less_than_the_years_of_the_dictionary_is_proposed_with_the_day_since_when(school):
    works(school, dt.date(2023, 11, 27), person__last_name="Новая")
    works(school, dt.date(2023, 11, 26), person__last_name="Опытная")
    works(school, dt.date(2026, 12, 1), person__last_name="Будущая")
    works(school, SEPTEMBER, person__last_name="Бывшая", ends_on=dt.date(2026, 11, 1))

    assert told() == {"Новая": ["преподаёт с\xa027.11.2023"]}

    TermFactory(vocabulary="first_years", key="5", valid_from=TODAY)
    assert told().keys() == {"Новая", "Опытная"}


def test_a_position_is_new_to_whoever_never_worked_in_it_anywhere(school):
    taught = dt.date(2010, 9, 1)
    head = works(school, taught, person__last_name="Директор", position="учитель", ends_on=SEPTEMBER)
    EmploymentFactory(person=head, position="директор", category="managing", starts_on=SEPTEMBER)
    moved = works(school, taught, person__last_name="Переехавшая", position="Учитель", ends_on=SEPTEMBER)
    EmploymentFactory(person=moved, position="учитель ", starts_on=SEPTEMBER)
    works(school, taught, person__last_name="Приезжая", starts_on=SEPTEMBER)
    works(school, person__last_name="Завуч", position="завуч", category="managing", starts_on=SEPTEMBER)
    works(school, SEPTEMBER, person__last_name="Первая", starts_on=SEPTEMBER)

    assert told() == {
        "Директор": ["директор с\xa001.09.2026, до этого учитель"],
        "Завуч": ["завуч с\xa001.09.2026, прежние места работы не внесены"],
        "Первая": ["преподаёт с\xa001.09.2026", "учитель с\xa001.09.2026, первое место работы"],
    }
    Term.objects.filter(vocabulary="new_position").update(key="2")
    assert told() == {"Первая": ["преподаёт с\xa001.09.2026"]}


def test_deficits_are_told_only_to_those_who_may_know_of_them(school, methodist):
    person = works(school, person__last_name="Иванова")
    DeficitFactory(person=person, competence__title="Оценивание")
    DeficitFactory(person=person, competence__title="Диалог", opened_on=LAST_YEAR, closed_on=TODAY)
    ShareFactory(person=person, user=methodist)

    assert told(user=methodist) == {"Иванова": ["Оценивание"]}
    assert told() == {}


# --- Who is left out --------------------------------------------------------------------------------------------------
def test_who_asks_or_has_a_mentor_is_left_out_until_the_pair_breaks_off(school):
    asking, paired, promised, parted = (works(school, SEPTEMBER) for _ in range(4))
    MenteeNeedFactory(person=asking)
    MentorshipFactory(mentee=paired)
    MentorshipFactory(mentee=promised, state="proposed")
    ended = {"state": "closed", "starts_on": SEPTEMBER, "ends_on": dt.date(2026, 11, 2)}
    MentorshipFactory(mentee=parted, result="stopped", **ended)
    MentorshipFactory(mentee=works(school, SEPTEMBER), result="reached", **ended)

    assert grounds_of(jobs(), UserFactory(), TODAY).keys() == {parted.pk}


def test_a_no_holds_until_september_for_what_was_known_and_not_for_what_begins_later(school):
    person = works(school, LAST_YEAR, person__last_name="Иванова")
    need = create_need(person=person, opened_on=TODAY, source="first_years", by=None)
    withdraw_need(need, today=TODAY, by=None)

    assert (need.ended_on, told()) == (TODAY, {})
    assert told(dt.date(2027, 8, 31)) == {}
    assert told(NEXT_YEAR) == {"Иванова": ["преподаёт с\xa020.05.2026"]}

    later = TODAY + dt.timedelta(days=7)
    EmploymentFactory(person=person, position="завуч", starts_on=later, basis="internal")
    assert told(later) == {"Иванова": ["завуч с\xa003.12.2026, до этого учитель"]}


# --- What becomes of the ticked ones ----------------------------------------------------------------------------------
def test_needs_carry_the_ground_the_only_subject_and_the_competences_and_are_matched_as_any_other(
    school, methodist
):
    maths, physics = TermFactory(vocabulary="subject"), TermFactory(vocabulary="subject")
    person, both = works(school, LAST_YEAR), works(school, LAST_YEAR)
    person.employments.get().subjects.set([maths])
    both.employments.get().subjects.set([maths, physics])
    DeficitFactory(person=person, competence__key="method.dialogue")
    ShareFactory(person=person, user=methodist)

    needs = create_needs(jobs=jobs(), people=[both, person], tells_deficits=True, today=TODAY, by=methodist)

    first, second = sorted(needs, key=lambda each: each.person_id)
    assert (first.source, first.subject, first.wanted, first.note) == (
        "first_years",
        maths,
        ["method.dialogue"],
        "преподаёт с\xa020.05.2026",
    )
    assert (second.subject, second.wanted) == (None, [])
    assert AuditRecord.objects.filter(action="mentoring.create_need", by=methodist).count() == 2
    mentees = facts_of([each.pk for each in needs], [], TODAY).mentees
    assert {each.key: each.subjects for each in mentees} == {
        first.pk: {maths.pk},
        second.pk: {maths.pk, physics.pk},
    }
    assert grounds_of(jobs(), methodist, TODAY) == {}


def test_what_cannot_be_asked_for_all_is_asked_for_nobody(school, methodist):
    young, lacking, gone = works(school, LAST_YEAR), works(school), works(school, LAST_YEAR)
    DeficitFactory(person=lacking)
    ShareFactory(person=lacking, user=methodist)
    MenteeNeedFactory(person=gone)

    for people, refusal in (
        ([], NothingChosen),
        ([young, gone], HasChanged),
        ([young, lacking], OnlyDeficits),
    ):
        with pytest.raises(refusal):
            create_needs(jobs=jobs(), people=people, tells_deficits=False, today=TODAY, by=methodist)

    assert MenteeNeed.objects.get().person == gone


def test_without_leave_a_need_says_nothing_of_deficits(school, methodist):
    person = works(school, LAST_YEAR)
    DeficitFactory(person=person)
    ShareFactory(person=person, user=methodist)

    (need,) = create_needs(jobs=jobs(), people=[person], tells_deficits=False, today=TODAY, by=methodist)

    assert (need.source, need.wanted) == ("first_years", [])


def test_who_needs_no_mentor_is_kept_with_the_reason_and_proposed_no_more(school, methodist):
    person = works(school, LAST_YEAR)
    answer = {"tells_deficits": False, "today": TODAY, "by": methodist}

    (need,) = decline_needs(jobs=jobs(), people=[person], reason="справляется сама", **answer)

    assert (need.state, need.note, need.ended_on) == ("declined", "справляется сама", TODAY)
    assert AuditRecord.objects.filter(action="mentoring.decline_need").count() == 1
    assert grounds_of(jobs(), UserFactory(), TODAY) == {}
    with pytest.raises(HasChanged):
        create_needs(jobs=jobs(), people=[person], **answer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time: there is no race"
)
def test_two_clicks_in_opposite_orders_ask_once_and_wait_for_no_deadlock():
    people, user = [works(OrganizationFactory(), LAST_YEAR) for _ in range(4)], UserFactory()

    def attempt(order):
        try:
            create_needs(jobs=jobs(), people=order, tells_deficits=False, today=TODAY, by=user)
        except DomainError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(attempt, [people, people[::-1]] * 2))

    assert (sum(made), MenteeNeed.objects.count()) == (1, 4)


# --- The page ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def now():
    return timezone.localdate()


def test_a_curator_asks_for_the_own_school_and_says_no_with_a_reason(sign_in, school, now):
    since = now - dt.timedelta(days=400)
    first, second = works(school, since), works(school, since)
    stranger = works(OrganizationFactory(municipality=school.municipality), since)
    curator = GrantFactory(of_organization=True, role=Role.CURATOR, organization=school).user
    client = sign_in(curator)

    assert {each.pk for each in client.get(URL).context["page"].rows} == {first.pk, second.pk}
    assert client.post(URL, {"people": [stranger.pk]}).status_code == 422
    silent = client.post(URL, {"people": [first.pk], "decline": "1"})
    assert silent.status_code == 422
    assert f'value="{first.pk}" checked' in silent.content.decode()

    client.post(URL, {"people": [first.pk], "decline": "1", "reason": "опытный педагог"})
    client.post(URL, {"people": [second.pk]})

    assert dict(MenteeNeed.objects.values_list("person", "state")) == {
        first.pk: "declined",
        second.pk: "open",
    }
    listed = client.get(reverse("mentoring:need_list")).content.decode()
    assert "опытный педагог" in listed
    assert "Возможно, нужен: 0" in listed


def test_who_only_reads_sees_no_proposals_and_makes_no_need(sign_in, school, now):
    person = works(school, now)
    client = sign_in(municipality=school.municipality, role=Role.OBSERVER)

    page = client.post(URL, {"people": [person.pk]})

    assert "Возможно, нужен" not in page.content.decode()
    assert not MenteeNeed.objects.exists()


def test_proposals_are_narrowed_by_school_and_by_reason(sign_in, school, now):
    young = works(school, now - dt.timedelta(days=400))
    other = OrganizationFactory(municipality=school.municipality)
    head = works(other, category="managing", position="директор", starts_on=now)
    client = sign_in(municipality=school.municipality)

    def rows(**asked):
        return [each.pk for each in client.get(URL, {"by": "data", **asked}).context["page"].rows]

    assert rows(organization=school.pk) == rows(source="first_years") == [young.pk]
    assert rows(organization=other.pk) == rows(source="new_position") == [head.pk]
    assert "Ничего не нашлось" in client.get(URL, {"by": "data", "source": "deficits"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_proposals_ask_as_much_for_three_people_as_for_one(
    sign_in, school, now, count, django_assert_num_queries
):
    client = sign_in(municipality=school.municipality)
    for _ in range(count):
        person = works(school, now, starts_on=now)
        person.employments.get().subjects.add(TermFactory(vocabulary="subject"))
        DeficitFactory(person=person)
        ShareFactory(person=person, user=client.user)

    with django_assert_num_queries(21):
        page = client.get(URL)

    assert page.context["page"].n_rows == count
