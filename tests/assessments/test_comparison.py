"""Two campaigns side by side: what is shared, who was measured twice, what is too little to be told."""

import copy
import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.assessments.queries.comparison import WHOLE, Answers, _lines
from tests.factories.assessments import CONTENT, CampaignFactory, SheetFactory, VersionFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
QUERIES = 13
WEAK, STRONG = {"q1": "0", "q2": "1", "q3": "0"}, {"q1": "2", "q2": "2", "q3": "1"}


@pytest.fixture
def before():
    return CampaignFactory(title="Осень", starts_on=dt.date(2025, 9, 1))


@pytest.fixture
def after(before):
    """By the next version: one question is new, and one has other answers."""
    content = copy.deepcopy(CONTENT)
    content["sections"][0]["criteria"].append(content["sections"][0]["criteria"][0] | {"key": "q9"})
    asked = content["sections"][1]["criteria"][0]
    asked["scale"] = copy.deepcopy(asked["scale"])  # the factory shares one scale
    asked["scale"]["options"][1]["points"] = 5
    version = VersionFactory(instrument=before.version.instrument, number=2, content=content)
    return CampaignFactory(
        title="Весна", version=version, municipality=before.municipality, starts_on=dt.date(2026, 3, 1)
    )


def answered(campaign, people, organization, answers):
    for person in people:
        SheetFactory(
            campaign=campaign,
            person=person,
            organization=organization,
            answers=answers,
            finished_at=timezone.now(),
        )


def page_of(client, campaign, **query):
    return client.get(reverse("assessments:campaign_compare", args=[campaign.pk]), query)


def test_only_shared_questions_and_only_those_measured_twice_tell_of_a_change(as_actor, before, after):
    place = OrganizationFactory(municipality=before.municipality)
    same, left, came = (PersonFactory.create_batch(5) for _ in range(3))
    answered(before, same, place, WEAK)
    answered(before, left, place, STRONG)
    answered(after, same + came, place, STRONG)

    page = page_of(as_actor("methodist", before.municipality), after)

    found = page.context["found"]
    assert (found.before, found.after, found.n_criteria) == (before, after, 2)
    whole, section = found.sections
    assert section.title == "Предметный блок"
    assert (section.n_before, section.n_after, section.n_twice) == (10, 10, 5)
    assert (section.before, section.after, section.change) == (Decimal("62.5"), 100, 75)
    assert [(each.title, each.change) for each in found.organizations] == [(str(place), 75)]
    assert whole.change == 75


def test_a_small_organization_hides_all_of_them_and_few_left_out_hide_the_change(as_actor, before, after):
    large, small = OrganizationFactory.create_batch(2, municipality=before.municipality)
    many, few = PersonFactory.create_batch(7), PersonFactory.create_batch(2)
    answered(before, many, large, WEAK)
    answered(before, few, small, WEAK)
    answered(after, many, large, STRONG)
    client = as_actor("methodist", before.municipality)

    found = page_of(client, before).context["found"]
    table = page_of(client, before, **{"as": "xlsx"})

    assert [(each.before, each.after is None) for each in found.organizations if each.n_after] == [
        (None, False)
    ]
    assert (found.sections[0].before is None, found.sections[0].change) == (False, None)
    assert table["Content-Type"].endswith("sheet")


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=3),
)
def test_whoever_subtracts_what_is_shown_never_finds_a_few_people(groups):
    """``groups``: in each, how many only before, how many only after, how many twice."""
    least, people, number = 5, {}, 0
    sides = ({}, {})
    for key, (n_before, n_after, n_twice) in enumerate(groups):
        whos = [
            range(number + 100 * k, number + 100 * k + n) for k, n in enumerate((n_before, n_after, n_twice))
        ]
        number += 1000
        people[key] = ({*whos[0], *whos[2]}, {*whos[1], *whos[2]})
        for side, members in zip(sides, people[key], strict=True):
            side |= {who: {WHOLE: Decimal(who % 97)} for who in members}
    first, second = (Answers(side, {}) for side in sides)
    twice = sides[0].keys() & sides[1].keys()

    lines = _lines({key: str(key) for key in people}, people, first, second, twice, part=WHOLE, least=least)

    for line in lines:
        for shown, n in (
            (line.before, line.n_before),
            (line.after, line.n_after),
            (line.change, line.n_twice),
        ):
            assert shown is None or n >= least
        if line.change is not None:
            assert all(
                rest == 0 or rest >= least
                for rest in (line.n_before - line.n_twice, line.n_after - line.n_twice)
            )
    if any(0 < line.n_before < least for line in lines):
        assert {line.before for line in lines} == {None}


def test_another_instrument_is_not_offered(as_actor, before, after):
    CampaignFactory(municipality=before.municipality)

    page = page_of(as_actor("observer", before.municipality), before)

    assert page.context["others"] == [after]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_comparison_do_not_grow(as_actor, django_assert_num_queries, before, after, count):
    for _ in range(count):
        place = OrganizationFactory(municipality=before.municipality)
        people = PersonFactory.create_batch(5)
        answered(before, people, place, WEAK)
        answered(after, people, place, STRONG)
    client = as_actor("methodist", before.municipality)
    page_of(client, after)

    with django_assert_num_queries(QUERIES):
        assert len(page_of(client, after).context["found"].organizations) == count
