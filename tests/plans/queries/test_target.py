import datetime as dt

import pytest

from masterstvo.plans.queries.target import Wanted, matching_codes, stems
from tests.factories.indicators import IndicatorFactory, MethodologyEditionFactory

pytestmark = pytest.mark.django_db


def catalogue(*rows):
    edition = MethodologyEditionFactory()
    return [IndicatorFactory(edition=edition, code=code, title=title) for code, title in rows]


def test_a_target_finds_its_definition_in_other_forms_of_the_same_words():
    indicators = catalogue(
        ("K1", "прошли диагностику профессиональных дефицитов"),
        ("K2", "участники конкурсов профессионального мастерства"),
    )
    wanted = [
        Wanted(1, "Доля работников, участвовавших в конкурсах профессионального мастерства"),
        Wanted(2, "Доля педагогов, прошедших диагностику профессиональных дефицитов"),
    ]

    assert matching_codes(wanted, indicators) == {1: "K2", 2: "K1"}


def test_an_abbreviation_stands_for_its_words():
    indicators = catalogue(("K1", "разработан ИОМ"), ("K2", "прошли диагностику"))

    assert matching_codes([Wanted(1, "Разработаны индивидуальные образовательные маршруты")], indicators) == {
        1: "K1"
    }


def test_two_equally_good_definitions_are_left_to_a_person():
    indicators = catalogue(("K1", "курсы по оценке качества"), ("K2", "семинары по оценке качества"))

    assert matching_codes([Wanted(1, "Обучение по оценке качества")], indicators) == {}


def test_one_definition_is_never_given_to_two_targets():
    indicators = catalogue(("K1", "педагоги прошли диагностику"), ("K2", "проведены семинары"))
    wanted = [Wanted(1, "Педагоги прошли диагностику"), Wanted(2, "Педагоги прошли диагностику повторно")]

    assert list(matching_codes(wanted, indicators).values()).count("K1") <= 1


def test_a_part_is_looked_for_only_under_its_whole():
    edition = MethodologyEditionFactory()
    whole = IndicatorFactory(edition=edition, code="K1", title="эксперты конкурсов")
    part = IndicatorFactory(edition=edition, code="K1.1", title="региональный уровень", parent=whole)
    other = IndicatorFactory(edition=edition, code="K2", title="мероприятия регионального уровня")

    found = matching_codes(
        [Wanted(1, "Доля экспертов конкурсов", (Wanted(2, "на региональном уровне"),))], [whole, part, other]
    )

    assert found == {1: "K1", 2: "K1.1"}


def test_the_newer_edition_wins_among_equals():
    old = IndicatorFactory(
        edition__valid_from=dt.date(2022, 1, 1), code="C3", title="молодые педагоги в формах поддержки"
    )
    new = IndicatorFactory(
        edition__valid_from=dt.date(2025, 1, 1), code="B1", title="молодые педагоги в формах поддержки"
    )

    assert matching_codes([Wanted(1, "Доля молодых педагогов в формах поддержки")], [old, new]) == {1: "B1"}


@pytest.mark.parametrize("title", ["", "100 %", "№ 5", "Доля из них"])
def test_a_title_without_meaning_finds_nothing(title):
    assert matching_codes([Wanted(1, title)], catalogue(("K1", "педагоги прошли диагностику"))) == {}


def test_forms_of_one_word_have_one_stem():
    assert stems("диагностика") == stems("диагностику") == stems("Диагностикой")
