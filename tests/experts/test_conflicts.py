import datetime as dt

import pytest

from masterstvo.experts.conflicts import Declared, Ground, Job, Known, Tie, Work, find_conflicts

DAY = dt.date(2026, 11, 26)
SINCE = dt.date(2023, 11, 26)
EXPERT, AUTHOR, SCHOOL = 1, 2, 10


def grounds(*, works=None, **known):
    works = [Work("work", frozenset({AUTHOR}))] if works is None else works
    found = find_conflicts([EXPERT], works, Known(**known), day=DAY, since=SINCE)
    return [each.ground for each in found.get((EXPERT, "work"), ())]


def job(person, first="2015-09-01", end=None, *, is_head=False, organization=SCHOOL):
    ends_on = dt.date.fromisoformat(end) if end else None
    return Job(person, organization, "Школа № 1", dt.date.fromisoformat(first), ends_on, is_head)


def said(expert, **values):
    return Declared(expert, "самоотвод", dt.date(2026, 1, 1), **values)


def test_strangers_have_no_conflict():
    assert grounds(jobs=[job(EXPERT), job(AUTHOR, organization=11)]) == []


def test_nobody_judges_own_work():
    assert grounds(works=[Work("work", frozenset({EXPERT}))]) == [Ground.SELF]


@pytest.mark.parametrize(
    ("expert", "author", "found"),
    [
        (("2015-09-01", None), ("2015-09-01", None), [Ground.SAME_WORK]),
        (("2015-09-01", "2024-09-01"), ("2015-09-01", None), [Ground.SAME_WORK]),  # left two years ago
        (("2015-09-01", "2023-11-26"), ("2015-09-01", None), []),  # three years and a day ago
        (("2015-09-01", "2023-11-27"), ("2015-09-01", None), [Ground.SAME_WORK]),
        (("2015-09-01", "2024-01-01"), ("2025-01-01", None), [Ground.SAME_WORK]),  # came where the expert was
        (("2015-09-01", "2024-01-01"), ("2024-02-01", "2025-01-01"), []),  # never met, both gone
        (("2027-01-01", None), ("2015-09-01", None), []),  # still to come
    ],
)
def test_one_school_binds_now_and_for_the_years_asked(expert, author, found):
    assert grounds(jobs=[job(EXPERT, *expert), job(AUTHOR, *author)]) == found


def test_a_head_and_those_who_obeyed_are_told_as_such():
    jobs = [job(EXPERT, is_head=True), job(AUTHOR)]

    assert grounds(jobs=jobs) == [Ground.HEAD]


@pytest.mark.parametrize("sides", [(EXPERT, AUTHOR), (AUTHOR, EXPERT)])
@pytest.mark.parametrize("ground", [Ground.MENTORING, Ground.COAUTHOR])
def test_a_tie_binds_both_sides_until_it_is_forgotten(ground, sides):
    lasting = Tie(*sides, ground, "связь", dt.date(2020, 1, 1))
    recent = Tie(*sides, ground, "связь", dt.date(2020, 1, 1), dt.date(2024, 6, 1))
    old = Tie(*sides, ground, "связь", dt.date(2020, 1, 1), dt.date(2023, 6, 1))

    assert [grounds(ties=[each]) for each in (lasting, recent, old)] == [[ground], [ground], []]


def test_a_relative_binds_both_sides_and_another_recusal_only_who_declared_it():
    by_author = said(AUTHOR, person=EXPERT)

    assert grounds(declared=[said(AUTHOR, person=EXPERT, is_relative=True)]) == [Ground.RELATIVE]
    assert grounds(declared=[said(EXPERT, person=AUTHOR)]) == [Ground.RECUSAL]
    assert grounds(declared=[by_author]) == []


def test_a_recusal_from_a_school_covers_those_who_work_there_today():
    recusal = said(EXPERT, organization=SCHOOL)

    assert grounds(declared=[recusal], jobs=[job(AUTHOR)]) == [Ground.RECUSAL]
    assert grounds(declared=[recusal], jobs=[job(AUTHOR, end="2026-01-01")]) == []
    assert grounds(works=[Work("work", organizations=frozenset({SCHOOL}))], declared=[recusal]) == [
        Ground.RECUSAL
    ]


def test_a_recusal_that_is_over_binds_no_more():
    over = Declared(EXPERT, "самоотвод", dt.date(2024, 1, 1), dt.date(2026, 11, 26), person=AUTHOR)

    assert grounds(declared=[over]) == []


def test_the_work_of_a_school_is_not_judged_by_those_who_work_there():
    works = [Work("work", organizations=frozenset({SCHOOL}))]

    assert grounds(works=works, jobs=[job(EXPERT)]) == [Ground.SAME_WORK]
    assert grounds(works=works, jobs=[job(EXPERT, organization=11)]) == []


def test_of_a_team_each_member_counts():
    works = [Work("work", frozenset({AUTHOR, 3, 4}))]
    ties = [Tie(EXPERT, 4, Ground.MENTORING, "пара"), Tie(3, EXPERT, Ground.COAUTHOR, "статья")]

    assert grounds(works=works, ties=ties) == [Ground.COAUTHOR, Ground.MENTORING]


def test_the_words_say_where_and_until_when():
    known = Known(jobs=[job(EXPERT, "2015-09-01", "2025-09-01"), job(AUTHOR)])
    found = find_conflicts([EXPERT], [Work("work", frozenset({AUTHOR}))], known, day=DAY, since=SINCE)

    assert found[EXPERT, "work"][0].words == "были в одной организации до 31.08.2025: Школа № 1"
