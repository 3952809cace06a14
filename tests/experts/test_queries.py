import datetime as dt

import pytest

from masterstvo.experts.conflicts import Ground, Work
from masterstvo.experts.queries import conflicts_of
from tests.factories.core import TermFactory
from tests.factories.facts import MentorshipFactory, RecusalFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)


def grounds(expert, author, *, day=DAY):
    found = conflicts_of([expert.pk], [Work("work", frozenset({author.pk}))], day=day)
    return [each.ground for each in found.get((expert.pk, "work"), ())]


def test_the_registry_tells_of_schools_pairs_and_what_was_declared():
    expert, colleague, mentee, relative, stranger = PersonFactory.create_batch(5)
    place = EmploymentFactory(person=expert).organization
    EmploymentFactory(person=colleague, organization=place)
    MentorshipFactory(mentor=expert, mentee=mentee)
    RecusalFactory(expert=relative, person=expert, ground="relative")

    assert [grounds(expert, each) for each in (colleague, mentee, relative, stranger)] == [
        [Ground.SAME_WORK],
        [Ground.MENTORING],
        [Ground.RELATIVE],
        [],
    ]


def test_how_long_a_tie_binds_is_a_word_with_its_term():
    expert, mentee = PersonFactory.create_batch(2)
    MentorshipFactory(mentor=expert, mentee=mentee, ends_on=dt.date(2025, 6, 1))

    before = grounds(expert, mentee)
    TermFactory(vocabulary="conflict_years", key="0", title="решение")
    three_still_in_force = grounds(expert, mentee)

    assert (before, three_still_in_force) == ([Ground.MENTORING], [Ground.MENTORING])
    assert grounds(expert, mentee, day=dt.date(2028, 7, 1)) == []


def test_queries_do_not_grow_with_works(django_assert_num_queries):
    expert, *authors = PersonFactory.create_batch(4)
    works = [Work(each.pk, frozenset({each.pk})) for each in authors]

    for some in (works[:1], works):
        with django_assert_num_queries(5):
            conflicts_of([expert.pk], some, day=DAY)
