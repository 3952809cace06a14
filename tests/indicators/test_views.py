import json

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.indicators.models import Indicator, MethodologyEdition
from tests.editing import correct
from tests.factories.facts import TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db

FORMULA = {
    "of": {"population": "staff"},
    "with": {"fact": "training", "where": {"topics": ["ФГОС"]}, "when": "period"},
}
VALUES = {
    "code": "Р1",
    "title": "Доля обученных ФГОС",
    "measure": "share",
    "moved_person": "at_end",
    "source": "",
    "note": "",
}
CREATE = "indicators:indicator_create"


def own(municipality):
    return IndicatorFactory(
        municipality=municipality, edition=MethodologyEdition.objects.get(code="irk-2025"), code="Р2"
    )


def test_indicator_create_saves_and_leads_to_the_list(sign_in):
    municipality = MunicipalityFactory()
    client = sign_in(municipality=municipality)

    response = client.post(reverse(CREATE), {**VALUES, "formula": json.dumps(FORMULA)})

    assert (response.status_code, response.url) == (302, reverse("plans:target_list"))
    assert Indicator.objects.get(code="Р1").municipality == municipality
    assert AuditRecord.objects.filter(action="indicators.create_indicator").count() == 1


def test_indicator_create_refuses_a_formula_in_words_and_keeps_what_was_typed(sign_in):
    wrong = json.dumps({**FORMULA, "with": {"fact": "trainings"}})

    response = sign_in().post(reverse(CREATE), {**VALUES, "formula": wrong})

    text = response.content.decode()
    assert response.status_code == 422
    assert "В условии «with»: нет факта «trainings»; есть: " in text
    assert "trainings&quot;" in text


@pytest.mark.parametrize("text", ["{", "[" * 5000, "", "NaN", '{"of": {"population": "staff"}, "with": NaN}'])
def test_indicator_create_refuses_what_is_no_formula(sign_in, text):
    response = sign_in().post(reverse(CREATE), {**VALUES, "formula": text})

    assert response.status_code == 422
    assert not Indicator.objects.filter(code="Р1").exists()


def test_indicator_create_refuses_a_code_in_force(sign_in):
    response = sign_in().post(reverse(CREATE), {**VALUES, "code": "A1", "formula": json.dumps(FORMULA)})

    assert response.status_code == 422
    assert "Такой код уже есть среди действующих показателей" in response.content.decode()


def test_indicator_create_tells_the_formula_in_words_without_saving(sign_in):
    response = sign_in().post(
        reverse(CREATE),
        {**VALUES, "formula": json.dumps(FORMULA), "check": "1"},
        headers={"HX-Request": "true"},
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert text.strip().startswith('<div id="formula"')
    assert "тема — ФГОС" in text
    assert not Indicator.objects.filter(code="Р1").exists()


CHOICES = {
    **VALUES,
    "population": "staff",
    "of-category": ["teaching"],
    "of-age-lt": "35",
    "b0_kind": "training",
    "b0_when": "last_years",
    "b0_years": "3",
    "b0_at_least": "2",
    "b0-in_federal_register": "yes",
    "b0-topics": ["standards", "digital"],
    "b0-hours-ge": "16,5",
}


def test_indicator_create_builds_the_formula_from_choices(sign_in):
    sign_in().post(reverse(CREATE), CHOICES)

    assert Indicator.objects.get(code="Р1").formula == {
        "of": {"population": "staff", "where": {"category": {"in": ["teaching"]}, "age": {"lt": 35}}},
        "with": {
            "fact": "training",
            "where": {
                "in_federal_register": {"eq": True},
                "hours": {"ge": 16.5},
                "topics": {"in": ["standards", "digital"]},
            },
            "when": {"last_years": 3},
            "at_least": 2,
        },
    }


def test_indicator_create_joins_several_conditions_and_turns_one_around(sign_in):
    second = {"b1_kind": "member", "b1-has_attestation": "no", "b1_is_negated": "on", "join": "any"}

    sign_in().post(reverse(CREATE), {**CHOICES, **second})

    first, other = Indicator.objects.get(code="Р1").formula["with"]["any"]
    assert first["fact"] == "training"
    assert other == {"not": {"attribute": "has_attestation", "eq": False}}


def test_indicator_create_sums_over_records(sign_in):
    summed = {
        **VALUES,
        "measure": "sum",
        "population": "training",
        "of_when": "period",
        "sum_field": "hours",
        "b0_kind": "",
    }

    sign_in().post(reverse(CREATE), summed)

    assert Indicator.objects.get(code="Р1").formula == {
        "of": {"population": "training", "when": "period"},
        "sum": "hours",
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"b0_years": ""}, "Напишите, за сколько последних лет"),
        ({"b0_at_least": "0"}, "больше либо равно 1"),
        ({"b0_kind": "member"}, "Отметьте хотя бы один признак"),
        ({"b0_sum_field": "hours"}, "Напишите, сколько должно набраться"),
        ({"of-age-lt": "много"}, "Введите число"),
        ({"of-category": ["\0"]}, "нет среди допустимых значений"),
        ({"b0_kind": ""}, "Выберите, что у них должно быть"),
    ],
)
def test_indicator_create_refuses_choices_in_words(sign_in, wrong, words):
    response = sign_in().post(reverse(CREATE), {**CHOICES, **wrong})

    assert response.status_code == 422
    assert words in response.content.decode().replace("\u00a0", " ")
    assert not Indicator.objects.filter(code="Р1").exists()


def test_indicator_create_shows_the_fields_of_what_was_chosen_without_saving(sign_in):
    client = sign_in()

    page = client.post(reverse(CREATE), {**CHOICES, "b0_kind": "mentorships", "show": "1"})
    piece = client.post(
        reverse(CREATE), {**CHOICES, "b0_kind": "mentorships", "show": "1"}, headers={"HX-Request": "true"}
    )

    assert page.status_code == 200
    assert 'name="b0-role"' in page.content.decode()
    assert 'name="b0-topics"' not in page.content.decode()
    assert piece.content.decode().strip().startswith('<div id="choices"')
    assert not Indicator.objects.filter(code="Р1").exists()


def test_indicator_create_adds_a_condition_up_to_twelve(sign_in):
    client = sign_in()
    many = {**CHOICES, **{f"b{number}_kind": "" for number in range(1, 12)}}

    grown = client.post(reverse(CREATE), {**CHOICES, "add": "1"}).content.decode()
    full = client.post(reverse(CREATE), {**many, "show": "1"}).content.decode()

    assert 'name="b1_kind"' in grown
    assert 'name="join"' in grown
    assert 'name="b12_kind"' not in full
    assert 'name="add"' not in full


def test_choices_become_text_and_text_becomes_choices(sign_in):
    client = sign_in()

    text = client.post(reverse(CREATE), {**CHOICES, "as": "text"}).context["form"]
    again = client.post(reverse(CREATE), {**VALUES, "formula": text["formula"].value(), "as": "choices"})

    assert text.builder is None
    assert json.loads(text["formula"].value())["with"]["at_least"] == 2
    assert again.context["form"].builder.initial["b0-topics"] == ["standards", "digital"]
    assert "Такие условия из списков не собрать" not in again.content.decode()


def test_text_that_is_too_intricate_for_choices_stays_text(sign_in):
    intricate = {
        **FORMULA,
        "with": {"any": [{"not": {"not": FORMULA["with"]}}, {"all": [FORMULA["with"]] * 2}]},
    }

    response = sign_in().post(reverse(CREATE), {**VALUES, "formula": json.dumps(intricate), "as": "choices"})

    assert response.context["form"].builder is None
    assert "Такие условия из списков не собрать" in response.content.decode()


def test_a_word_that_the_dictionary_lacks_stays_a_choice(sign_in):
    municipality = MunicipalityFactory()
    client = sign_in(municipality=municipality)
    indicator = own(municipality)
    indicator.formula = {**FORMULA, "with": {"fact": "training", "where": {"topics": ["фгос", "Шахматы"]}}}
    indicator.save()

    form = client.get(reverse("indicators:indicator_edit", args=[indicator.pk])).context["form"]

    assert form.builder.initial["b0-topics"] == ["standards", "Шахматы"]
    assert ("Шахматы", "Шахматы") in form.builder.fields["b0-topics"].choices


def test_indicator_create_tells_what_the_formula_comes_to_now(sign_in):
    municipality = MunicipalityFactory()
    taught, *_ = [EmploymentFactory(organization__municipality=municipality).person for _ in range(4)]
    TrainingFactory(person=taught, finished_on=timezone.localdate())
    choices = {
        **VALUES,
        "code": "",
        "population": "staff",
        "b0_kind": "training",
        "b0_when": "period",
        "b0_at_least": "1",
    }

    response = sign_in(municipality=municipality).post(reverse(CREATE), {**choices, "check": "1"})

    text = response.content.decode().replace("\u00a0", " ")
    assert "1 из 4, 25 %" in text
    assert "Обязательное поле" not in text


def test_indicator_edit_changes_the_formula_and_records_it(sign_in):
    municipality = MunicipalityFactory()
    indicator = own(municipality)
    client = sign_in(municipality=municipality)

    shown = client.get(reverse("indicators:indicator_edit", args=[indicator.pk]))
    response = correct(
        client,
        reverse("indicators:indicator_edit", args=[indicator.pk]),
        {**VALUES, "formula": json.dumps(FORMULA)},
    )

    indicator.refresh_from_db()
    assert shown.status_code == 200
    assert response.status_code == 302
    assert indicator.formula == FORMULA
    assert AuditRecord.objects.filter(action="indicators.edit_indicator").count() == 1


@pytest.mark.parametrize(
    ("actor", "create", "edit"),
    [("methodist", 200, 200), ("head", 200, 200), ("observer", 403, 404), ("school", 403, 404), ("stranger", 200, 404),
     ("plain", 403, 404), ("nobody", 302, 302)],
)  # fmt: skip
def test_access_to_own_indicators(as_actor, actor, create, edit):
    municipality = MunicipalityFactory()
    client = as_actor(actor, municipality, OrganizationFactory(municipality=municipality))

    assert client.get(reverse(CREATE)).status_code == create
    assert client.get(reverse("indicators:indicator_edit", args=[own(municipality).pk])).status_code == edit


def test_a_shipped_definition_cannot_be_edited(sign_in):
    shipped = Indicator.objects.filter(municipality=None).first()

    assert sign_in().get(reverse("indicators:indicator_edit", args=[shipped.pk])).status_code == 404
