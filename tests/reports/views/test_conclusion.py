import pytest
from django.urls import reverse

from masterstvo.reports.models import CarriedConclusion
from tests.factories.plans import PlanFactory
from tests.factories.reports import CarriedConclusionFactory

CONCLUSION = "Продолжить обучение в сельских школах."


@pytest.fixture
def methodist(sign_in, district):
    return sign_in(municipality=district.municipality)


@pytest.fixture
def section(report, district):
    return reverse("reports:report_narrative_edit", args=[report.pk, district.direction.pk])


@pytest.fixture
def carry(report, district):
    return reverse("reports:conclusion_carry", args=[report.pk, district.direction.pk])


def shown(client, section):
    return client.get(section).content.decode().split('id="conclusions"')[1]


def test_a_saved_conclusion_goes_to_the_plan_and_back_by_one_button_each(methodist, section, carry):
    before = shown(methodist, section)
    methodist.post(carry, {"text": CONCLUSION})
    carried = CarriedConclusion.objects.get()
    activity = carried.activity
    there = shown(methodist, section)
    methodist.post(reverse("reports:conclusion_return", args=[carried.pk]))

    assert "Перенести в проект плана" in before
    assert "Перенести в проект плана" not in there
    assert activity.get_absolute_url() in there
    assert "Перенести в проект плана" in shown(methodist, section)


def test_a_refusal_is_said_on_the_section(methodist, carry, district):
    PlanFactory(municipality=district.municipality, year_from=2026, year_to=2026, state="approved")

    response = methodist.post(carry, {"text": CONCLUSION}, follow=True)

    assert "План на 2026 год уже утверждён" in response.content.decode()


def test_a_conclusion_reworded_after_it_went_is_shown_with_its_old_words(
    methodist, section, report, district
):
    CarriedConclusionFactory(direction=district.direction, text="Прежние слова")

    text = shown(methodist, section)

    assert "Прежние слова" in text
    assert "перенесён до того, как вывод изменили" in text


@pytest.mark.parametrize("count", [1, 3])
def test_section_queries_do_not_grow_with_conclusions(
    methodist, section, report, district, django_assert_num_queries, count
):
    report.narratives.update(conclusions="\n".join(f"Вывод {number}" for number in range(count)))
    for number in range(count):
        CarriedConclusionFactory(direction=district.direction, text=f"Вывод {number}")
    with django_assert_num_queries(SECTION_QUERIES):
        response = methodist.get(section)

    assert response.content.count("Убрать из плана".encode()) == count


SECTION_QUERIES = 44
