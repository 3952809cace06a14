import datetime as dt

import pytest

from masterstvo.routes.building import Level, Mentor, advise, build
from tests.routes.building.rows import course, option, problem, teacher, week

NBSP = "\u00a0"
TALKS = {"kind": "mentoring", "mentor": "olga"}


def advice(asked):
    return [each.text.replace(NBSP, " ") for each in advise(asked, build(asked), "anna")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            problem(teacher(hours=24), [option("reading", hours=27, weeks=6)]),
            ["Не хватает 6 часов: увеличьте объём маршрута до 30 часов."],
        ),
        (
            problem(teacher(free_hours=4), [option("reading", hours=12, weeks=2)]),
            ["Не хватает 2 часов в неделю: освободите 6 часов вместо 4."],
        ),
        (
            problem(teacher(), [course("course", first=2, seats=0)]),
            ["На «Course» нет свободных мест: добавьте одно."],
        ),
        (
            problem(teacher(), [option("talks", **TALKS)], mentors=(Mentor("olga", "Ольга", 4),)),
            ["У наставника «Ольга» не хватает 4 часов: увеличьте его время до 8 часов."],
        ),
        (
            problem(teacher(), [course("course", first=20)]),
            ["Все варианты начинаются после конца маршрута (первый – 25 января 2027 года): продлите маршрут до 21 февраля 2027 года."],
        ),
        (
            problem(teacher(n_weeks=4), [course("course", first=2)]),
            ["До конца маршрута не успеть: продлите его до 18 октября 2026 года."],
        ),
        (
            problem(teacher(), [course("course", first=-2)]),
            ["Подходящее проходит до начала маршрута: начните его 24 августа 2026 года."],
        ),
        (
            problem(teacher(weeks_off=frozenset({week(2)})), [course("course", first=2)]),
            ["«Course» попадает на недели без занятий (с 21 сентября): разрешите в них занятия."],
        ),
        (
            problem(teacher(), [course("course", first=2, requires=("basics",))]),
            ["Для «Course» не выполнены предварительные условия: зачтите их педагогу или добавьте в каталог то, что их даёт."],
        ),
        (
            problem(teacher(), [course("course", first=2, requires_levels=(Level("other", 1),))]),
            ["Для «Course» не выполнены предварительные условия: зачтите их педагогу или добавьте в каталог то, что их даёт."],
        ),
        (
            problem(teacher(), [option("reading", gains={"speech": 1})]),
            ["В каталоге нет ни одного варианта по дефициту «ICT»: добавьте курс, наставника или практику."],
        ),
        (
            problem(teacher(barred=frozenset({"reading"})), [option("reading")]),
            ["Все варианты по дефициту «ICT» уже пройдены или не подходят этому педагогу: добавьте новый."],
        ),
        (
            problem(teacher(hours=24, free_hours=4), [course("course", first=2, hours=27)]),
            ["Одного изменения мало, нужны все. Не хватает 6 часов: увеличьте объём маршрута до 30 часов. Не хватает 23 часов в неделю: освободите 27 часов вместо 4."],
        ),
        (problem(teacher(), [option("reading")]), []),
    ],
)  # fmt: skip
def test_advice_says_what_to_change(asked, said):
    assert advice(asked) == said


def test_each_way_out_is_told():
    asked = problem(
        teacher(hours=9), [option("reading", hours=10, weeks=2), course("course", first=2, hours=6, seats=0)]
    )

    assert advice(asked) == [
        "Не хватает 4 часов: увеличьте объём маршрута до 13 часов.",
        "На «Course» нет свободных мест: добавьте одно.",
    ]


def test_what_is_advised_closes_the_deficit_once_it_is_done():
    asked = problem(teacher(hours=24), [option("reading", hours=27, weeks=6)])

    changed = advise(asked, build(asked), "anna")[0].problem

    assert changed.travellers[0].hours == 30
    assert build(changed).routes[0].covered == {"ict"}


def test_advice_for_one_leaves_others_what_they_have():
    people = [teacher("anna"), teacher("boris", gaps={"ict": 2}, weights={"ict": 9})]
    asked = problem(people, [course("course", first=2, seats=1)])
    built = build(asked)
    without = next(route.traveller for route in built.routes if not route.steps)

    changed = advise(asked, built, without)[0].problem

    assert changed.option["course"].seats == 2
    assert [route.options for route in build(changed).routes] == [("course",), ("course",)]


def test_a_route_that_ends_in_the_middle_of_a_week_is_prolonged_by_whole_weeks():
    asked = problem(teacher(ends_on=week(4) - dt.timedelta(days=3)), [course("course", first=2)])

    assert advice(asked) == ["До конца маршрута не успеть: продлите его до 18 октября 2026 года."]
