import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from masterstvo.plans.queries.measured import forecast
from tests.factories.facts import RouteFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import PlanFactory, TargetFactory, TargetValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """Ten teachers of one school, two with a route in time, one with a draft, one too late."""
    municipality = MunicipalityFactory(code="river", title="Приреченский район")
    school = OrganizationFactory(municipality=municipality, title="Берёзовская СОШ")
    people = [EmploymentFactory(organization=school).person for _ in range(10)]
    RouteFactory(person=people[0], approved_on=dt.date(2025, 3, 14))
    RouteFactory(person=people[1], approved_on=dt.date(2025, 11, 30))
    RouteFactory(person=people[2], state="draft", approved_on=None)
    RouteFactory(person=people[3], approved_on=dt.date(2025, 12, 1))
    plan = PlanFactory(municipality=municipality)
    TargetValueFactory(target=TargetFactory(plan=plan, indicator_code="A2"), value=35)
    return municipality, people


def run(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out


def test_indicators_prints_the_contract_of_programs(district, capsys):
    data = json.loads(run(capsys, "indicators", "--as-of", "2025-11-30", "--json"))

    by_code = {row["code"]: row for row in data["indicators"]}
    assert (data["as_of"], data["municipality"], len(by_code)) == ("2025-11-30", "Приреченский район", 40)
    assert by_code["A2"] == {
        "code": "A2",
        "title": by_code["A2"]["title"],
        "numerator": 2,
        "denominator": 10,
        "value": 20,
        "target": 35,
        "gap": 2,
    }
    assert (by_code["A13"]["value"], by_code["A13"]["denominator"]) == (None, 0)
    assert (by_code["B4"]["value"], by_code["B4"]["denominator"]) == (0, None)


def test_indicators_prints_a_table_for_people(district, capsys):
    lines = run(capsys, "indicators", "--as-of", "30.11.2025").splitlines()

    told = next(line for line in lines if line.startswith("A2 "))
    assert "20\xa0%" in told
    assert "2\xa0из\xa010" in told
    assert "не хватает 2" in told


def test_explain_names_who_is_in_and_the_nearest_who_are_not(district, capsys):
    _, people = district

    data = json.loads(run(capsys, "indicators_explain", "a2", "--as-of", "2025-11-30", "--json"))

    assert [row["id"] for row in data["included"]] == [people[0].pk, people[1].pk]
    assert data["included"][0]["records"] == ["маршрут: утверждён, утверждён 14.03.2025"]
    assert [(row["id"], row["reason"]) for row in data["excluded"][:2]] == [
        (people[2].pk, "маршрут ещё черновик"),
        (people[3].pk, "маршрут начинается 01.12.2025, после даты отчёта"),
    ]
    assert data["excluded"][2]["reason"].startswith(
        "нет записей: индивидуальный маршрут (основание маршрута — диагностика"
    )


def test_explain_tells_people_who_would_close_the_gap(district, capsys):
    told = run(capsys, "indicators_explain", "A2", "--as-of", "2025-11-30")

    assert "До плана не\xa0хватает 2\xa0человек. Ближе всего к нему:" in told
    assert told.rstrip().endswith("после даты отчёта")


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["indicators", "--as-of", "завтра"], "Дату «завтра» не понять"),
        (["indicators", "--municipality", "sea"], "Муниципалитета с кодом «sea» нет. Есть: river."),
        (
            ["indicators_explain", "Z9", "--as-of", "2025-11-30"],
            "Показателя Z9 на 30.11.2025 нет. Есть: A1, A2",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(district, arguments, refusal):
    with pytest.raises(CommandError, match=refusal):
        call_command(*arguments)


def test_the_forecast_keeps_the_pace_of_three_months():
    assert forecast([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]) == [22]
    assert forecast([5, 3]) == [3] * 10
    assert forecast([5]) == []
