"""Who answers for whom in a pair of two schools: each its own person, and no step is taken for the other (ADR 0039)."""

import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.inbox.models import Notice
from masterstvo.mentoring.actions import edit_mentorship
from masterstvo.mentoring.counting import lacking
from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.choices import Role
from masterstvo.people.models import Employment
from tests.editing import correct, sent_by
from tests.factories.accounts import UserFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.mentoring import MentorProfileFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = "2026-11-02"


@pytest.fixture
def schools():
    """Return the school of the mentor and that of the mentee, in one municipality."""
    first = OrganizationFactory()
    return first, OrganizationFactory(municipality=first.municipality)


@pytest.fixture
def pair(schools):
    mentor, mentee = (
        EmploymentFactory(organization=each, person__user=UserFactory()).person for each in schools
    )
    return MentorshipFactory(
        mentor=mentor, mentee=mentee, state="proposed", agreement="network", starts_on=dt.date(2026, 9, 1)
    )


@pytest.fixture
def actors(schools, pair):
    first, second = schools
    former = OrganizationFactory(municipality=first.municipality)
    EmploymentFactory(person=pair.mentor, organization=former, basis="external", ends_on=dt.date(2024, 1, 1))
    found = {
        f"{name} of {whose}": GrantFactory(of_organization=True, role=role, organization=school).user
        for name, role in (("head", Role.ORGANIZATION), ("curator", Role.CURATOR))
        for whose, school in (("mentor", first), ("mentee", second), ("former", former))
    }
    found["methodist"] = GrantFactory(municipality=first.municipality, role=Role.METHODIST).user
    found["elsewhere"] = GrantFactory(municipality=MunicipalityFactory(), role=Role.METHODIST).user
    found["mentor"], found["mentee"] = pair.mentor.user, pair.mentee.user
    return found


def step(pair, name):
    return reverse("mentoring:mentorship_step", args=[pair.pk, name])


MAY = {  # step: (the state it is taken from, who may take it)
    "mentor": ("proposed", {"head of mentor", "curator of mentor", "methodist", "mentor"}),
    "mentee": ("mentor_agreed", {"head of mentee", "curator of mentee", "methodist", "mentee"}),
    "approve": ("mentee_agreed", {"head of mentor", "head of mentee", "methodist"}),
    "begin": ("approved", {"head of mentor", "curator of mentor", "methodist"}),
}


@pytest.mark.parametrize("name", MAY)
def test_each_step_is_open_to_whoever_answers_for_that_side(client, pair, actors, name):
    state, expected = MAY[name]
    Mentorship.objects.update(state=state)
    may, offered = set(), set()
    for actor, user in actors.items():
        client.force_login(user)
        if client.get(step(pair, name)).status_code == 200:
            may.add(actor)
        page = client.get(pair.get_absolute_url())
        if page.status_code == 200 and name in page.context["steps"]:
            offered.add(actor)

    assert may == offered == expected


def test_a_refused_step_writes_no_consent_for_a_teacher_of_another_school(client, pair, actors):
    client.force_login(actors["head of mentee"])

    answer = client.post(step(pair, "mentor"), {"consent_on": DAY})

    pair.refresh_from_db()
    assert (answer.status_code, pair.state, pair.consent_on) == (403, "proposed", None)


def test_a_pair_of_two_schools_is_approved_when_both_heads_have(client, pair, actors, schools):
    Mentorship.objects.update(state="mentor_agreed")
    client.force_login(actors["mentee"])
    client.post(step(pair, "mentee"))
    heads = {actors[f"{name} of {side}"].pk for name in ("head", "curator") for side in ("mentor", "mentee")}
    assert set(Notice.objects.values_list("user", flat=True)) == heads

    client.force_login(actors["head of mentee"])
    answer = client.post(step(pair, "approve"), follow=True)
    pair.refresh_from_db()
    assert (pair.state, pair.approved_on) == ("mentee_agreed", None)
    page = answer.content.decode()
    assert "с вашей стороны пара утверждена" in page
    assert answer.context["awaited"] == f"Ждём утверждения: {schools[0]}"
    assert client.post(step(pair, "approve")).status_code == 403
    assert client.post(step(pair, "begin"), {"reason": "пора"}).status_code == 403

    client.force_login(actors["head of mentor"])
    assert "Её утверждает каждая" in client.get(step(pair, "approve")).content.decode()
    client.post(step(pair, "approve"))
    pair.refresh_from_db()
    assert pair.state == "approved"
    assert None not in (pair.approved_on, pair.mentor_approved_on, pair.mentee_approved_on)


def test_where_no_head_signs_in_the_methodist_is_asked(client, pair, schools):
    GrantFactory(of_organization=True, organization=schools[0])
    curator = GrantFactory(of_organization=True, role=Role.CURATOR, organization=schools[1]).user
    methodist = GrantFactory(municipality=schools[0].municipality, role=Role.METHODIST).user
    Mentorship.objects.update(state="mentor_agreed")
    client.force_login(pair.mentee.user)

    client.post(step(pair, "mentee"))

    told = set(Notice.objects.values_list("user", flat=True))
    assert {curator.pk, methodist.pk} < told
    assert len(told) == 3


def test_the_authority_approves_for_both_sides_of_its_place_only(client, pair, actors):
    Mentorship.objects.update(state="mentee_agreed")
    client.force_login(actors["methodist"])
    client.post(step(pair, "approve"))
    pair.refresh_from_db()
    assert pair.state == "approved"

    stranger = EmploymentFactory(organization__municipality=MunicipalityFactory()).person
    across = MentorshipFactory(mentor=stranger, mentee=pair.mentee, state="mentee_agreed")
    client.post(step(across, "approve"))
    across.refresh_from_db()
    assert (across.state, across.mentor_approved_on) == ("mentee_agreed", None)
    assert across.mentee_approved_on is not None


def test_for_a_mentor_who_works_nowhere_answers_the_school_of_the_mentee(client, pair, actors):
    Mentorship.objects.update(state="mentee_agreed", mentor=PersonFactory())
    client.force_login(actors["head of mentee"])

    assert client.get(pair.get_absolute_url()).context["awaited"] == "Ждём утверждения руководителя"
    client.post(step(pair, "approve"))

    pair.refresh_from_db()
    assert pair.state == "approved"


# --- Entering and correcting --------------------------------------------------------------------------------------------
def test_the_school_of_the_mentee_corrects_the_pair_but_not_what_the_mentor_signs(client, pair, actors):
    url = reverse("mentoring:mentorship_edit", args=[pair.pk])
    client.force_login(actors["head of mentee"])
    shown = sent_by(client.get(url))
    typed = {name: each[0] for name, each in shown.items() if name != "token"}
    typed |= {"content": "Уроки", "consent_on": DAY, "pay": "1"}

    answer = correct(client, url, typed)

    pair.refresh_from_db()
    assert answer.status_code == 302
    assert not shown.keys() & {"consent_on", "pay", "unpaid_because", "act_number", "act_on"}
    assert (pair.content, pair.consent_on, pair.pay) == ("Уроки", None, "")

    client.force_login(actors["head of mentor"])
    assert correct(client, url, typed).status_code == 302
    pair.refresh_from_db()
    assert pair.consent_on == dt.date(2026, 11, 2)


def test_the_school_of_the_mentee_takes_neither_the_contract_nor_the_hours_from_an_agreed_pair(
    client, pair, actors
):
    Mentorship.objects.update(state="active", hours_month=4)
    url = reverse("mentoring:mentorship_edit", args=[pair.pk])
    client.force_login(actors["head of mentee"])
    typed = {name: each[0] for name, each in sent_by(client.get(url)).items() if name != "token"}

    answer = correct(client, url, typed | {"content": "Уроки", "agreement": "inside", "hours_month": "3"})

    pair.refresh_from_db()
    assert answer.status_code == 302
    assert (pair.content, pair.agreement, pair.hours_month) == ("Уроки", "network", 4)
    assert "договора организаций" in lacking(pair)
    assert "Срок, часы и группу после согласия" in client.get(url).content.decode()

    client.force_login(actors["head of mentor"])
    typed = {name: each[0] for name, each in sent_by(client.get(url)).items() if name != "token"}
    assert correct(client, url, typed | {"hours_month": "3"}).status_code == 302
    pair.refresh_from_db()
    assert pair.hours_month == 3


def test_a_correction_computes_the_walls_of_a_pair_by_where_the_two_work(pair, schools):
    first, second = schools
    Employment.objects.filter(person=pair.mentee).update(organization=first)
    edit_mentorship(pair, content="Уроки", by=None)
    assert pair.agreement == "inside"
    Employment.objects.filter(person=pair.mentee).update(organization=second)
    edit_mentorship(pair, content="Занятия", by=None)
    assert pair.agreement == "network"

    Employment.objects.filter(person=pair.mentee).update(starts_on=dt.date(2026, 10, 1))
    edit_mentorship(pair, content="Кружки", by=None)

    assert pair.agreement == "network"  # where the mentee worked that day is not known any more


OFFERED = [  # (reach, consent, in the same municipality, as a proposal, whether a school may enter the pair)
    ("municipality", True, True, True, True),
    ("anywhere", True, False, True, True),
    ("municipality", True, True, False, False),
    ("municipality", True, False, True, False),
    ("own", True, True, True, False),
    ("municipality", False, True, True, False),
]


@pytest.mark.parametrize(("reach", "consent", "near", "is_proposal", "may"), OFFERED)
def test_a_school_proposes_a_mentor_of_another_one_whom_the_base_offers(
    client, pair, actors, reach, consent, near, is_proposal, may
):
    where = pair.mentor.municipality if near else MunicipalityFactory()
    mentor = EmploymentFactory(
        person__municipality=where, person__born_on=dt.date(1971, 5, 12), organization__municipality=where
    ).person
    MentorProfileFactory(person=mentor, reach=reach, consent_on=dt.date(2026, 9, 1) if consent else None)
    client.force_login(actors["head of mentee"])
    sent = {"mentor_chosen": mentor.pk, "mentee_chosen": pair.mentee_id, "starts_on": DAY}
    sent |= {"model": "long", "format": "elder_younger"} | ({"is_proposal": "on"} if is_proposal else {})

    answer = client.post(reverse("mentoring:mentorship_create"), sent)

    assert answer.status_code == (302 if may else 422)
    assert "12.05.1971" not in answer.content.decode()  # to another school the day of birth is no business
    found = Mentorship.objects.filter(mentor=mentor)
    assert [(each.state, each.agreement) for each in found] == ([("proposed", "network")] if may else [])
    if not is_proposal:
        assert "Отметьте «Это предложение»" in answer.content.decode()


def test_a_former_school_enters_no_working_pair_of_who_works_elsewhere(client, pair, actors, schools):
    former = actors["head of former"]
    own = EmploymentFactory(organization=former.grants.get().organization).person
    client.force_login(former)
    sent = {"mentor_chosen": pair.mentor_id, "mentee_chosen": own.pk, "starts_on": DAY}
    sent |= {"model": "long", "format": "elder_younger"}
    url = reverse("mentoring:mentorship_create")

    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"is_proposal": "on"}).status_code == 302
    assert Mentorship.objects.get(mentee=own).state == "proposed"


def test_the_last_day_of_a_pair_is_refused_beside_its_field(client, pair, actors):
    client.force_login(actors["methodist"])
    sent = {"mentor_chosen": pair.mentor_id, "mentee_chosen": pair.mentee_id, "starts_on": DAY}
    sent |= {"model": "long", "format": "elder_younger", "ends_on": "2026-11-01"}

    answer = client.post(reverse("mentoring:mentorship_create"), sent)

    assert answer.context["form"].errors == {"ends_on": ["Последний день – не раньше начала, 02.11.2026."]}
