import pytest

from masterstvo.plans.actions.target import (
    AlreadyDecided,
    CodeUnknown,
    accept_suggestion,
    decline_suggestion,
    match_indicators,
    set_indicator_code,
)
from tests.factories.indicators import IndicatorFactory
from tests.factories.plans import TargetFactory, TargetSuggestionFactory

pytestmark = pytest.mark.django_db


def test_an_accepted_suggestion_becomes_a_target_that_its_activity_feeds():
    suggestion = TargetSuggestionFactory()

    target = accept_suggestion(suggestion=suggestion, title="Доля участников", by=None)

    assert (target.title, target.target_text) == ("Доля участников", "не менее 90 % педагогов")
    assert [(v.op, v.value, v.unit) for v in target.values.all()] == [(">=", 90, "percent")]
    assert list(target.activities.all()) == [suggestion.activity]


def test_a_suggestion_is_decided_once():
    suggestion = TargetSuggestionFactory()
    decline_suggestion(suggestion=suggestion, by=None)

    with pytest.raises(AlreadyDecided, match="отклонено"):
        accept_suggestion(suggestion=suggestion, title="", by=None)


def test_a_definition_is_set_by_hand_only_from_those_in_force():
    indicator = IndicatorFactory(code="A1")
    target = TargetFactory()

    set_indicator_code(target=target, code=indicator.code, by=None)

    target.refresh_from_db()
    assert target.indicator_code == "A1"
    with pytest.raises(CodeUnknown):
        set_indicator_code(target=target, code="Z9", by=None)


def test_matching_again_keeps_a_choice_made_by_hand():
    target = TargetFactory(indicator_code="A7")
    IndicatorFactory(code="A1", title="педагоги прошли диагностику")

    match_indicators(plan=target.plan)

    target.refresh_from_db()
    assert target.indicator_code == "A7"
