import datetime as dt

import pytest

from masterstvo.reports.checks import run_checks
from tests.factories.contests import ContestFactory, EntryFactory
from tests.factories.facts import EventFactory
from tests.factories.plans import ActivityEvidenceFactory, ActivityFactory


@pytest.fixture
def found(facts):
    return lambda key: [finding.what.replace("\u00a0", " ") for finding in run_checks(facts(), only=[key])]


@pytest.fixture
def row(district):
    """Add a row of the plan."""

    def add(**values):
        known = {"plan": district.plan, "direction": district.direction, "period_text": "май", "number": "2"}
        return ActivityFactory(**(known | values))

    return add


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"due_on": dt.date(2025, 5, 31)}, 1),
        ({"due_on": dt.date(2025, 5, 31), "state": "going"}, 1),
        ({"due_on": dt.date(2025, 12, 31)}, 0),
        ({"due_on": None, "state": "done"}, 1),
        ({"due_on": dt.date(2025, 5, 31), "state": "not_held", "reason": "нет желающих"}, 0),
        ({"due_on": dt.date(2025, 5, 31), "state": "done", "actual_result": "Проведён."}, 0),
    ],
)
def test_a_row_past_its_term_says_what_came_of_it(found, row, values, count):
    row(**values)

    assert len(found("empty_result")) == count


def test_what_was_not_held_says_why(found, row):
    row(state="not_held")
    row(state="not_held", reason="нет желающих")

    assert found("state_without_reason") == ["Состояние «не проводилось», причина не указана."]


def test_done_without_evidence_wants_a_word(found, row):
    row(state="done", actual_result="Проведён.")
    row(state="done", actual_result="Проведён.", reason="справка на бумаге")
    row(state="done", actual_result="Проведён: https://example.org/a")

    assert len(found("done_without_evidence")) == 1


def test_a_promise_is_not_a_result(found, row):
    row(state="done", actual_result="Отчёт будет рассмотрен на совещании в январе.")

    assert len(found("promise_as_result")) == 1


def test_one_link_does_not_prove_two_rows(found, row, district):
    ActivityEvidenceFactory(activity=row(number="7."), url="https://cloud.example.org/d/abc")
    row(number="9.", actual_result="Отправлено https://cloud.example.org/d/abc/")

    assert found("same_proof") == [
        "Одна ссылка подтверждает несколько мероприятий: https://cloud.example.org/d/abc"
    ]


def test_the_same_paragraph_twice_is_noted(found, row, report, district):
    words = (
        "Изучены запросы педагогов через районные объединения, тестирование в школах и входную диагностику."
    )
    row(actual_result=words)
    report.narratives.update(facts=f"Начали с малого.\n{words.upper()}")

    assert len(found("copied_text")) == 1


def test_a_session_said_to_be_missed_is_found_among_events(found, row, district):
    EventFactory(
        municipality=district.municipality,
        title="Тематическая сессия коворкинг-площадки «Наставничество»",
        held_on=dt.date(2025, 5, 23),
    )
    row(actual_result="Не было участия в тематических сессиях региональной коворкинг-площадки.")

    assert found("denied_but_recorded") == [
        "Сказано, что этого не было, но в данных есть «Тематическая сессия коворкинг-площадки «Наставничество»»."
    ]


def test_it_is_found_in_another_row_as_well(found, row):
    row(
        number="57.",
        actual_result="Белова А. С. выступила на тематических сессиях областной коворкинг-площадки.",
    )
    row(number="90.", actual_result="Не было участия в тематических сессиях региональной коворкинг-площадки.")

    assert found("denied_but_recorded") == [
        "Сказано, что этого не было, но об этом говорит мероприятие № 57: "
        "«Белова А. С. выступила на тематических сессиях областной коворкинг-площадки»."
    ]


def test_a_vague_denial_speaks_of_the_title_of_its_row(found, row, district):
    EntryFactory(
        person=district.people[0],
        contest=ContestFactory(title="Конкурс «Воспитатель года»"),
        held_on=dt.date(2025, 2, 2),
    )
    row(title="Конкурс «Воспитатель года»", actual_result="В данном направлении работа не проводилась.")

    assert len(found("denied_but_recorded")) == 1


def test_a_denial_in_the_prose_is_found_too(found, report, district):
    EventFactory(
        municipality=district.municipality, title="Слёт молодых специалистов", held_on=dt.date(2025, 5, 23)
    )
    report.narratives.update(facts="Обучение шло.\nСлёт молодых специалистов не проводился.")

    assert len(found("denied_but_recorded")) == 1


def test_a_true_denial_stands(found, row, district):
    EventFactory(
        municipality=district.municipality, title="Семинар для логопедов", held_on=dt.date(2025, 5, 23)
    )
    row(actual_result="Семинар для учителей химии не проводился.")

    assert found("denied_but_recorded") == []


def test_rows_older_than_their_plan_want_a_word(found, row, district):
    district.plan.order_on = dt.date(2025, 4, 9)
    district.plan.save()
    row(number="25.", due_on=dt.date(2025, 2, 28))

    assert found("approved_after_work") == [
        "План утверждён 09.04.2025, а срок мероприятий № 1, 25 прошёл раньше."
    ]


def test_a_row_without_a_period_is_noted(found, row):
    row(period_text=" ")

    assert len(found("row_without_period")) == 1
