import json

import pytest
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.indicators.models import Indicator, MethodologyEdition
from tests.editing import correct
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory

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
    assert text.startswith('<div id="formula"')
    assert "тема — ФГОС" in text
    assert not Indicator.objects.filter(code="Р1").exists()


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
