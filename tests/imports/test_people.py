import datetime as dt

import pytest

from masterstvo.imports.checking.cells import parse_name
from masterstvo.imports.checking.people import Known, People

BORN = dt.date(1987, 9, 5)


def known(pk, name, born=None, code="", *organizations):
    return Known(pk, parse_name(name), born, code, frozenset(organizations))


PEOPLE = [
    known(1, "Соколова Ирина Викторовна", BORN, "П-1", 10),
    known(2, "Орлов Пётр Сергеевич", dt.date(2001, 2, 11), "", 10),
    known(3, "Орлов Пётр Сергеевич", dt.date(1970, 1, 1), "", 20),
    known(4, "Белова Мария Олеговна", None, "", 10),
]


def find(name, born=None, code="", organization=None, may_be_new=False):
    found = People.of(PEOPLE).find(parse_name(name), born, code, organization, may_be_new=may_be_new)
    return (
        found.person.pk if found.person else None,
        [person.pk for person in found.candidates],
        found.reason,
    )


@pytest.mark.parametrize(
    ("row", "pk"),
    [
        ({"name": "Соколова Ирина Викторовна", "code": "п-1"}, 1),
        ({"name": "Петрова Ирина Викторовна", "code": "П-1", "born": BORN}, 1),
        ({"name": "СОКОЛОВА ИРИНА ВИКТОРОВНА", "born": BORN}, 1),
        ({"name": "Соколова Ирина Викторовна", "organization": 10}, 1),
        ({"name": "Орлов Петр Сергеевич", "born": dt.date(1970, 1, 1)}, 3),
        ({"name": "Орлов Пётр Сергеевич", "organization": 20}, 3),
        ({"name": "Белова Мария Олеговна", "born": BORN, "organization": 10}, 4),
    ],
)
def test_a_person_is_recognised_surely(row, pk):
    assert find(**row)[0] == pk


@pytest.mark.parametrize(
    ("row", "candidates", "words"),
    [
        ({"name": "Соколова И. В."}, [1], "Нет полного имени"),
        ({"name": "Соколова Ирина Викторовна"}, [1], "Одного имени мало"),
        ({"name": "Орлов Пётр Сергеевич"}, [2, 3], "несколько"),
        ({"name": "Орлов Пётр Сергеевич", "organization": 30}, [2, 3], "в другой организации"),
        (
            {"name": "Соколова Ирина Викторовна", "born": dt.date(1987, 5, 9)},
            [1],
            "другая дата рождения: 05.09.1987",
        ),
        ({"name": "Соклова Ирина Викторовна", "born": BORN, "may_be_new": True}, [1], "похожий человек"),
        ({"name": "Петрова Ирина Викторовна", "born": BORN, "may_be_new": True}, [1], "похожий человек"),
        (
            {"name": "Зайцев Олег Ильич", "born": dt.date(1960, 1, 1), "code": "П-1"},
            [1],
            "у другого человека",
        ),
        ({"name": "Соколова Ирина Викторовна", "born": BORN, "code": "П-9"}, [1], "другой код"),
        ({"name": "Белова Мария Олеговна", "born": BORN}, [4], "нет даты рождения"),
        ({"name": "Сокалова Ирина Викторовна", "organization": 10}, [1], "Такого человека нет"),
        ({"name": "Зайцев Олег Ильич", "organization": 10}, [], "Такого человека нет"),
    ],
)
def test_an_unsure_match_is_held_with_its_candidates(row, candidates, words):
    pk, found, reason = find(**row)

    assert (pk, found) == (None, candidates)
    assert words in reason


def test_a_namesake_of_another_age_elsewhere_is_a_new_person():
    row = {
        "name": "Соколова Ирина Викторовна",
        "born": dt.date(1999, 12, 31),
        "organization": 20,
        "may_be_new": True,
    }

    assert find(**row) == (None, [], "")
