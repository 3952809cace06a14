"""«Подбор наставников»: two plans side by side, and what becomes a proposal."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.core.models import AuditRecord
from masterstvo.mentoring.actions import matching as matching_actions
from masterstvo.mentoring.choices import MatchingState, PairState
from masterstvo.mentoring.models import Matching, MenteeNeed, MentorProfile, Mentorship
from masterstvo.organizations.choices import Role
from tests.factories.facts import MentorshipFactory, RecusalFactory
from tests.factories.mentoring import MenteeNeedFactory, MentorProfileFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
URL = reverse("mentoring:matching_build")
ASKED = {"starts_on": "2026-12-01", "ends_on": "2027-05-31", "model": "long"}


@pytest.fixture
def school():
    return OrganizationFactory()


def works(organization, name="", **values):
    named = {"person__last_name": name} if name else {}
    return EmploymentFactory(organization=organization, **named, **values).person


@pytest.fixture
def bases(school):
    """Two who need a mentor, one mentor with a place for one of them, one without consent."""
    anna, boris = works(school, "Азбукина"), works(school, "Букин")
    MenteeNeedFactory(person=anna, weight=5, wanted=["ict"])
    MenteeNeedFactory(person=boris, weight=1)
    MentorProfileFactory(person=works(school, "Опытная"), max_mentees=1, strengths=["ict"])
    MentorProfileFactory(person=works(school, "Занятая"), consent_on=None)
    return anna, boris


def test_matching_shows_both_plans_and_writes_no_pair(sign_in, school, bases):
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)
    page = browser.get(URL)

    text = page.content.decode()
    assert [len(plan.matches) for _, _, plan in page.context["plans"]] == [1, 1]
    assert "1 из 1\xa0нужной сильной стороны; та же школа" in text
    assert "Все подходящие наставники заняты: Опытная" in text
    assert "Ближе всех подходит Занятая" in text
    assert "получите согласие" in text
    assert not Mentorship.objects.exists()
    assert AuditRecord.objects.filter(action="mentoring.start_matching").count() == 1


def test_a_plan_says_which_mentors_get_fewer_than_they_asked_for(sign_in, school, bases):
    MentorProfileFactory(person=works(school, "Щедрая"), min_mentees=2, max_mentees=2, formats=["reverse"])
    MentorProfileFactory(person=works(school, "Тихая"), min_mentees=1, consent_on=None)
    MenteeNeed.objects.filter(weight=1).update(formats=["equals"])
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)
    text = browser.get(URL).content.decode()

    assert "просят 2\xa0наставника, выполнено у 0" in text
    assert "просит не меньше 2, с этим планом 1" in text
    assert "просит не меньше 1, с этим планом 0: нет согласия" in text


def test_ticked_pairs_become_proposals_with_their_reason(sign_in, school, bases):
    browser = sign_in(municipality=school.municipality)
    browser.post(URL, ASKED)
    need = bases[0].mentor_needs.get()

    browser.post(f"{URL}?plan=most", {"propose": "1", "need": [need.pk]})

    pair = Mentorship.objects.get()
    assert (pair.state, pair.mentee, pair.need, pair.hours_month) == (PairState.PROPOSED, bases[0], need, 4)
    assert pair.proposed_because.startswith("70 из 100. Предмет не указан; 1 из 1")
    assert (pair.starts_on, pair.last_day) == (dt.date(2026, 12, 1), dt.date(2027, 5, 31))
    again = browser.get(URL)
    assert again.context["lines"].pairs == []
    assert "1\xa0пара уже предложена" in again.content.decode()


def test_all_ticked_pairs_are_proposed_or_none(sign_in, school, bases):
    MentorProfileFactory(person=works(school, "Третья"))
    browser = sign_in(municipality=school.municipality)
    browser.post(URL, ASKED)
    MentorProfile.objects.filter(person__last_name="Третья").update(is_willing=False)
    needs = [person.mentor_needs.get().pk for person in bases]

    answer = browser.post(URL, {"propose": "1", "need": needs}, follow=True)

    assert "Подберите заново" in answer.content.decode()
    assert not Mentorship.objects.exists()


def test_a_proposal_without_an_answer_takes_the_mentors_place(sign_in, school, bases):
    MentorshipFactory(
        mentor=MentorProfile.objects.get(person__last_name="Опытная").person,
        mentee=works(school),
        state=PairState.PROPOSED,
        hours_month=4,
        starts_on=dt.date(2026, 11, 1),
    )
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)

    assert browser.get(URL).context["lines"].pairs == []


def test_a_school_matches_its_own_an_authority_across_schools_a_region_across_municipalities(sign_in, school):
    municipality = school.municipality
    near = OrganizationFactory(municipality=municipality)
    far = OrganizationFactory(municipality__region=municipality.region)
    MenteeNeedFactory(person=works(school))
    for place in (near, far, OrganizationFactory()):
        MentorProfileFactory(person=works(place), reach="anywhere")

    def places(**grant):
        browser = sign_in(GrantFactory(**grant).user)
        answer = browser.post(URL, ASKED)
        if answer.status_code == 422:
            return answer.context["form"].non_field_errors()
        profiles = MentorProfile.objects.filter(pk__in=Matching.objects.get(by=browser.user).profiles)
        return {each.person.employments.get().organization for each in profiles}

    assert "В базе нет наставников" in str(places(of_organization=True, organization=school))
    assert places(municipality=municipality) == {near}
    assert places(role=Role.REGION, region=municipality.region, municipality=None) == {near, far}


def test_own_heads_are_no_mentors_and_deputies_only_by_hand(sign_in, school):
    MenteeNeedFactory(person=works(school))
    MentorProfileFactory(person=works(school, category="managing", position="директор"))
    MentorProfileFactory(person=works(school, category="managing", position="заместитель директора"))
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)

    page = browser.get(URL).content.decode()
    assert "руководитель не наставник подчинённому – 1" in page
    assert "из руководства организации наставляемого – 1" in page
    assert "предложите пару сами и напишите, почему" in page


def test_a_large_matching_goes_on_in_the_background(
    sign_in, school, bases, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(matching_actions, "AT_ONCE", 0)
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)
    assert Matching.objects.get().state == MatchingState.WAITING
    assert "<progress" in browser.get(URL).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(URL, ASKED)
    assert Matching.objects.get().state == MatchingState.READY


def test_the_workbook_names_pairs_and_whoever_is_left(sign_in, school, bases):
    browser = sign_in(municipality=school.municipality)
    browser.post(URL, ASKED)

    sheet = load_workbook(BytesIO(browser.get(f"{URL}?plan=most&export=xlsx").content)).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0].startswith("Азбукина")
    assert rows[1][2].startswith("Опытная")
    assert (rows[2][0].split()[0], rows[2][2]) == ("Букин", "не нашли")


def test_matching_queries_do_not_grow(sign_in, school, django_assert_max_num_queries):
    browser = sign_in(municipality=school.municipality)

    def asked(n):
        for _ in range(n):
            MenteeNeedFactory(person=works(school))
            MentorProfileFactory(person=works(school))
        browser.post(URL, ASKED)
        with django_assert_max_num_queries(40) as counted:
            browser.get(URL)
        return len(counted)

    assert asked(1) == asked(2)


def test_a_declared_conflict_parts_two_people_whoever_declared_it(sign_in, school):
    mentee, mentor = works(school), works(school)
    MenteeNeedFactory(person=mentee)
    MentorProfileFactory(person=mentor)
    RecusalFactory(expert=mentee, person=mentor)
    browser = sign_in(municipality=school.municipality)

    browser.post(URL, ASKED)

    assert "заявлен конфликт интересов – 1" in browser.get(URL).content.decode()
