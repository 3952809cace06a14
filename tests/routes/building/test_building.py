import datetime as dt
import subprocess
import sys

from masterstvo.routes.building import Level, Mentor, Norms, build, closed_levels, violations, worth
from tests.routes.building.rows import course, option, problem, teacher, told, week


def test_learning_is_carried_into_practice_and_then_measured_again():
    asked = problem(teacher(), [course("course", first=1)], norms=Norms(transfer_after=2, check_after=3))

    assert told(build(asked)) == [
        ("learn", "course", 1, 1),
        ("transfer", "ict", 3, 1),
        ("check", "ict", 6, 1),
    ]


def test_two_courses_for_one_deficit_are_followed_by_one_transfer():
    asked = problem(teacher(gaps={"ict": 2}), [course("first", first=1), course("second", first=4)])

    assert told(build(asked)) == [
        ("learn", "first", 1, 1),
        ("learn", "second", 4, 1),
        ("transfer", "ict", 5, 1),
        ("check", "ict", 7, 1),
    ]


def test_the_shorter_of_two_equal_ways_is_taken():
    asked = problem(teacher(), [option("long", hours=8), option("short", hours=6)])

    assert build(asked).routes[0].options == ("short",)


def test_what_is_heavier_comes_first_when_hours_suffice_for_one():
    asked = problem(
        teacher(gaps={"ict": 1, "speech": 1}, weights={"ict": 1, "speech": 5}, hours=12),
        [option("computers"), option("rhetoric", gains={"speech": 1})],
    )

    assert build(asked).routes[0].options == ("rhetoric",)


def test_one_option_may_close_two_deficits_and_each_is_measured():
    asked = problem(teacher(gaps={"ict": 1, "speech": 1}), [option("both", gains={"ict": 1, "speech": 1})])

    route = build(asked).routes[0]

    assert route.covered == {"ict", "speech"}
    assert [step.kind for step in route.steps].count("transfer") == 2
    assert route.hours == 8 + 2 * 3


def test_no_week_holds_more_than_its_free_hours():
    busy = {week(number): 3 for number in range(3)}
    asked = problem(teacher(free_hours=4, planned=busy), [option("reading", hours=8, weeks=2)])

    assert told(build(asked))[0] == ("learn", "reading", 3, 2)


def test_a_step_goes_on_after_weeks_without_work():
    asked = problem(teacher(weeks_off=frozenset({week(1)})), [option("reading", weeks=2)])

    step = build(asked).routes[0].steps[0]

    assert step.weeks == (week(0), week(2))
    assert (step.starts_on, step.ends_on) == (week(0), week(3))


def test_a_course_on_the_spot_is_not_taken_in_a_week_without_work_but_one_at_a_distance_is():
    off = frozenset({week(2)})
    spot = problem(teacher(weeks_off=off), [course("spot", first=1, n_weeks=3)])
    distance = problem(teacher(weeks_off=off), [course("distance", first=1, n_weeks=3, is_distance=True)])

    assert build(spot).routes[0].steps == ()
    assert build(distance).routes[0].steps[0].weeks == (week(1), week(3))


def test_a_course_off_the_job_costs_no_free_hours_but_fills_its_days():
    away = {"hours": 36, "is_off_the_job": True}
    asked = problem(
        teacher(gaps={"ict": 1, "speech": 1}, free_hours=4),
        [course("away", first=1, **away), course("seminar", first=1, hours=2, gains={"speech": 1})],
    )

    assert len(build(asked).routes[0].options) == 1
    assert violations(asked, build(asked)) == []


def test_what_must_come_before_is_taken_and_comes_before():
    asked = problem(
        teacher(), [option("basics", gains={"other": 1}), option("advanced", requires=("basics",))]
    )

    assert told(build(asked))[:2] == [("learn", "basics", 0, 1), ("learn", "advanced", 1, 1)]


def test_what_was_passed_before_the_route_is_not_asked_for_again():
    asked = problem(teacher(done=frozenset({"basics"})), [option("advanced", requires=("basics",))])

    assert build(asked).routes[0].options == ("advanced",)


def test_a_level_asked_for_is_reached_first():
    asked = problem(
        teacher(gaps={"ict": 3}),
        [option("advanced", gains={"ict": 2}, requires_levels=(Level("ict", 1),)), option("basics")],
    )

    assert build(asked).routes[0].options == ("basics", "advanced")


def test_nobody_takes_two_sessions_of_one_programme():
    sessions = [course("spring", first=5, programme="p"), course("autumn", first=1, programme="p")]

    assert len(build(problem(teacher(gaps={"ict": 2}), sessions)).routes[0].options) == 1


def test_the_last_seat_goes_to_whoever_has_no_other_way():
    lone = teacher("lone", gaps={"speech": 1})
    free = teacher("free", gaps={"speech": 1, "ict": 1}, weights={"speech": 5, "ict": 1})
    asked = problem([free, lone], [option("rhetoric", gains={"speech": 1}, seats=1), option("computers")])

    built = build(asked)

    assert built.route["lone"].options == ("rhetoric",)
    assert built.route["free"].options == ("computers",)


def test_a_mentor_gives_no_more_hours_than_there_are():
    people = [teacher(f"t{number}") for number in range(3)]
    talks = option("talks", kind="mentoring", hours=6, mentor="olga")
    built = build(problem(people, [talks], mentors=(Mentor("olga", "Ольга", 13),)))

    assert sum(len(route.options) for route in built.routes) == 2


def test_worth_counts_teachers_before_levels_and_levels_before_hours():
    asked = problem(teacher(gaps={"ict": 2}, weights={"ict": 3}), [option("reading", gains={"ict": 1})])
    built = build(asked)

    assert closed_levels(asked, asked.travellers[0], built.routes[0]) == {"ict": 1}
    assert worth(asked, built) == (1, 3, -11)


def test_a_short_last_week_takes_no_step_without_dates():
    last = week(3) + dt.timedelta(days=2)

    assert build(problem(teacher(ends_on=last), [course("course", first=0)])).routes[0].steps == ()


def test_a_teacher_without_deficits_and_a_school_without_teachers_get_nothing():
    asked = problem([teacher("a", gaps={}), teacher("b", gaps={"ict": 0})], [option("reading")])

    assert [route.steps for route in build(asked).routes] == [(), ()]
    assert build(problem([], [option("reading")])).routes == ()
    assert build(problem([teacher(f"t{number}", gaps={}) for number in range(9)], [])).routes[8].steps == ()


def test_whoever_imports_the_builder_loads_neither_django_nor_the_solver():
    code = "import sys, masterstvo.routes.building; print({'django', 'ortools', 'numpy'} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "set()"
