from masterstvo.routes.building import Mentor, build, explain
from tests.routes.building.rows import course, option, problem, teacher, week


def reasons(asked):
    return {
        each.step.option or each.step.kind: (each.text, each.alternative)
        for each in explain(asked, build(asked), "anna")
    }


def test_the_only_way_is_called_so():
    said = reasons(problem(teacher(), [course("course", first=1)]))

    assert said["course"] == ("Закрывает дефицит «ICT»; единственный вариант в срок.", "")
    assert said["transfer"][0] == (
        "Перенос в практику по дефициту «ICT»: не раньше 1-й рабочей недели после обучения."
    )
    assert said["check"][0] == (
        "Повторный замер по дефициту «ICT»: не раньше 2-й рабочей недели после переноса в практику."
    )


def test_a_shorter_way_says_by_how_many_hours():
    said = reasons(problem(teacher(), [option("long", hours=8), option("short", hours=6)]))

    assert said["short"] == ("Закрывает дефицит «ICT»; на 2\u00a0часа короче, чем «Long».", "long")


def test_a_better_way_says_by_how_many_levels():
    said = reasons(problem(teacher(gaps={"ict": 2}), [course("deep", first=1, gains={"ict": 2}, programme="p"), course("short", first=1, hours=2, programme="p")]))  # fmt: skip

    assert said["deep"] == ("Закрывает дефицит «ICT»; даёт на 1\u00a0уровень больше, чем «Short».", "short")


def test_a_prerequisite_says_what_it_opens():
    said = reasons(problem(teacher(), [option("basics", gains={"other": 1}), option("deep", requires=("basics",))]))  # fmt: skip

    assert said["basics"] == ("Без него нельзя начать «Deep»; единственный вариант в срок.", "")


def test_what_has_no_seat_or_no_time_is_no_alternative():
    options = [
        course("course", first=1, hours=4),
        course("full", first=1, seats=0),
        course("late", first=11),
        option("talks", kind="mentoring", mentor="olga"),
        course("asks", first=1, requires=("nothing",)),
    ]

    said = reasons(problem(teacher(), options, mentors=(Mentor("olga", "Ольга", 7),)))

    assert said["course"][1] == ""


def test_an_alternative_is_found_although_other_steps_must_move():
    """The course's week is where the reading stands; with it the reading goes a week later."""
    asked = problem(
        teacher(gaps={"ict": 1, "speech": 1}, free_hours=8, n_weeks=7),
        [option("chat", hours=1, first=0), course("course", first=0), option("rhetoric", gains={"speech": 1}, hours=7, first=0)],
    )  # fmt: skip

    assert reasons(asked)["chat"][1] == "course"
    assert next(step for step in build(asked).routes[0].steps if step.option == "rhetoric").weeks == (
        week(0),
    )
