import datetime as dt

import pytest

from masterstvo.indicators.actions import load_shipped_catalogue
from masterstvo.indicators.models import Indicator, MethodologyEdition
from masterstvo.indicators.queries import indicators_in_force
from tests.factories.indicators import IndicatorFactory, MethodologyEditionFactory
from tests.factories.organizations import MunicipalityFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 11, 30)


def test_in_2025_both_editions_are_in_force_and_the_newer_wins_for_one_code():
    found = {row.code: row.edition.code for row in indicators_in_force(DAY)}

    assert {code for code, edition in found.items() if edition == "irk-2022"} == {"C1", "C2", "C3", "C4"}
    assert {code[0] for code, edition in found.items() if edition == "irk-2025"} == {"A", "B"}
    assert len(found) == 40


def test_in_2022_only_the_older_edition_is_in_force():
    found = indicators_in_force(dt.date(2022, 6, 1))

    assert [row.code for row in found] == [
        "A2", "A3", "A3.1", "A3.2", "A3.3", "A13", "A13.1", "B2", "B2.1", "B4", "B4.1", "C1", "C2", "C3", "C4",
    ]  # fmt: skip


def test_parts_stand_right_after_their_whole():
    codes = [row.code for row in indicators_in_force(DAY)]

    assert codes[:7] == ["A1", "A2", "A3", "A3.1", "A3.2", "A3.3", "A4"]
    assert codes[-4:] == ["C1", "C2", "C3", "C4"]


def test_own_indicators_are_seen_by_their_municipality_alone():
    municipality = MunicipalityFactory()
    edition = MethodologyEdition.objects.get(code="irk-2025")
    IndicatorFactory(code="X1", municipality=municipality, edition=edition)

    assert "X1" in {row.code for row in indicators_in_force(DAY, municipality)}
    assert "X1" not in {row.code for row in indicators_in_force(DAY, MunicipalityFactory())}
    assert "X1" not in {row.code for row in indicators_in_force(DAY)}


def test_an_archived_definition_gives_way_to_the_older_edition_with_its_parts():
    Indicator.objects.filter(code="A3", edition__code="irk-2025").update(archived_on=DAY)

    found = {row.code: row.edition.code for row in indicators_in_force(DAY)}

    assert found["A3"] == found["A3.1"] == "irk-2022"
    assert found["A2"] == "irk-2025"


def test_an_edition_ends():
    edition = MethodologyEditionFactory(valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2025, 6, 1))
    IndicatorFactory(code="Y1", edition=edition)

    assert "Y1" in {row.code for row in indicators_in_force(dt.date(2025, 5, 31))}
    assert "Y1" not in {row.code for row in indicators_in_force(dt.date(2025, 6, 1))}


def test_loading_the_catalogue_again_keeps_what_the_authority_changed():
    Indicator.objects.filter(code="A1", edition__code="irk-2025").update(title="своими словами")
    before = Indicator.objects.count()

    load_shipped_catalogue()

    assert Indicator.objects.count() == before
    assert Indicator.objects.get(code="A1", edition__code="irk-2025").title == "своими словами"


def test_definitions_in_force_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        [row.edition.code for row in indicators_in_force(DAY)]
