"""Weak skills of pupils: what they hint at, who decides, and that they open no deficit."""

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.diagnostics.models import Deficit
from masterstvo.quality.models import DismissedHint
from masterstvo.quality.queries import hints
from tests.factories.assessments import CampaignFactory
from tests.factories.core import TermFactory
from tests.factories.facts import DismissedHintFactory, SkillResultFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
QUERIES = 16
LIST = "quality:hint_list"


@pytest.fixture
def school():
    return OrganizationFactory(title="Берёзовская СОШ")


@pytest.fixture
def mathematics():
    return TermFactory(vocabulary="subject", key="mathematics-here", title="Математика углублённая")


def hints_of(school):
    return hints(school.municipality.organizations.all(), timezone.localdate())


def test_a_skill_is_weak_by_the_latest_year_of_its_subject_and_below_the_dictionary_s_limit(school):
    SkillResultFactory(organization=school, skill="проценты", year=2024, coped_share=10)
    SkillResultFactory(organization=school, skill="дроби", grade="5", coped_share="49.9")
    SkillResultFactory(organization=school, skill="дроби", grade="6", coped_share=20)
    SkillResultFactory(organization=school, skill="уравнения", coped_share=50)

    found = hints_of(school)
    Term.objects.filter(vocabulary="weak_skill").update(key="30")
    stricter = hints_of(school)

    assert [(each.skill, len(each.weak), each.worst) for each in found] == [("дроби", 2, 20)]
    assert [len(each.weak) for each in stricter] == [1]
    assert not Deficit.objects.exists()


def test_the_button_opens_a_form_for_teachers_of_that_subject_in_that_school(as_actor, school, mathematics):
    teacher = EmploymentFactory(organization=school)
    teacher.subjects.add(mathematics)
    EmploymentFactory(organization=school)
    SkillResultFactory(organization=school, subject=mathematics.title)
    client = as_actor("methodist", school.municipality)

    hint = client.get(reverse(LIST)).context["waiting"][0]
    form = client.get(f"{reverse('assessments:campaign_create')}?{hint.asked}").context["form"]

    assert hint.n_teachers == 1
    assert form["organizations"].value() == [str(school.pk)]
    assert form["subjects"].value() == [str(mathematics.pk)]
    assert form["title"].value() == "Берёзовская СОШ: Математика углублённая, дроби"

    going_on = CampaignFactory(
        municipality=school.municipality,
        circle={"organizations": [school.pk], "subjects": [mathematics.pk]},
    )
    assert hints_of(school)[0].campaign == going_on


def test_where_no_job_names_the_subject_its_teachers_are_told_by_their_position(school):
    for position in (
        "Учитель русского языка и литературы",
        "учитель, русский язык",
        "Учитель английского языка",
    ):
        EmploymentFactory(organization=school, position=position)
    SkillResultFactory(organization=school, subject="Русский язык")

    hint = hints_of(school)[0]

    assert (hint.words, hint.n_teachers) == ("русск язык", 2)


def test_a_hint_is_dismissed_with_a_reason_until_the_next_year(as_actor, school):
    SkillResultFactory(organization=school)
    client = as_actor("head", school.municipality)
    asked = {"organization": school.pk, "subject": "математика", "skill": "дроби", "year": 2025}

    client.post(reverse(LIST), asked)
    without_reason = DismissedHint.objects.exists()
    client.post(reverse(LIST), asked | {"reason": "Учителя только что сменили"})

    assert not without_reason
    assert [each.dismissed.reason for each in hints_of(school)] == ["Учителя только что сменили"]
    SkillResultFactory(organization=school, year=2026)
    assert [each.dismissed for each in hints_of(school)] == [None]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_hints_do_not_grow(as_actor, django_assert_num_queries, school, count):
    for n in range(count):
        SkillResultFactory(organization=school, skill=f"умение {n}")
    DismissedHintFactory(organization=school, skill="умение 0")
    client = as_actor("methodist", school.municipality)
    client.get(reverse(LIST))

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse(LIST))

    assert len(response.context["waiting"]) == count - 1
