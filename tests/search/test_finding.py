"""One search: forms of words, beginnings, mistakes, the wrong layout; within rights; the index follows every write."""

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.organizations.models import Municipality
from masterstvo.people.actions import create_person, edit_person
from masterstvo.people.models import Person
from masterstvo.search import actions, stemming
from masterstvo.search.indexing import matching
from masterstvo.search.models import Entry
from masterstvo.search.queries import find
from tests.factories.documents import DocumentFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.plans import ActivityFactory

pytestmark = pytest.mark.django_db
LETTERS = st.text("абвгдеиклмнопрст", min_size=4, max_size=10)


@pytest.fixture
def methodist():
    return GrantFactory().user


@pytest.fixture
def municipality(methodist):
    return Municipality.objects.get()


def named(municipality, last_name, first_name="Инна"):
    return create_person(municipality=municipality, last_name=last_name, first_name=first_name, by=None)


def titles(user, text):
    return [hit.title for group in find(user, text).groups for hit in group.hits]


# --- Words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "Семёнова",
        "семеновой",
        "Семёнову Инну",
        "инна семенова",
        "семен",
        "Симёнова",
        "Семнова",
        "Сменёова",
        "ctvtyjdf",
    ],
)
def test_a_person_is_found_however_typed(methodist, municipality, typed):
    named(municipality, "Семёнова")
    named(municipality, "Петров", "Олег")

    assert titles(methodist, typed) == ["Семёнова Инна"]


def test_what_was_read_in_another_way_is_said(methodist, municipality):
    named(municipality, "Семёнова")

    assert find(methodist, "Симёнова").is_near
    assert find(methodist, "ctvtyjdf").instead == "семенова"
    assert not find(methodist, "Семёнова").is_near


def test_all_words_must_be_there(methodist, municipality):
    named(municipality, "Семёнова", "Инна")
    named(municipality, "Семёнова", "Анна")

    assert titles(methodist, "семёнова анна") == ["Семёнова Анна"]


def test_things_of_other_kinds_and_pages_are_found_by_the_same_words(methodist, municipality):
    OrganizationFactory(municipality=municipality, title="Гимназия имени Ломоносова")
    ActivityFactory(plan__municipality=municipality, title="Семинар о лицеях и гимназиях")
    DocumentFactory(
        municipality=municipality, organization=None, kind="order", number="17-о", title="О гимназии"
    )
    actions.rebuild()

    assert [group.title for group in find(methodist, "гимназия").groups] == [
        "Организации",
        "Мероприятия плана",
        "Документы",
    ]
    assert titles(methodist, "приказ 17")
    assert [group.title for group in find(methodist, "показатели").groups][:1] == ["Страницы"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "*", '"', "'", "a OR b", "') --", "и" * 300, "\x00", "№", "a:*", "(", "NEAR(а б)"]
)
def test_no_input_breaks_it(methodist, typed):
    assert find(methodist, typed).groups == ()


@given(word=LETTERS, place=st.integers(0, 9), letter=st.sampled_from("абвгд"))
def test_one_mistake_in_a_word_leaves_something_in_common(word, place, letter):
    place %= len(word)
    before, after = word[:place], word[place + 1 :]
    mistaken = [before + after, before + letter + word[place] + after, before + letter + after]
    if place:
        mistaken.append(word[: place - 1] + word[place] + word[place - 1] + after)
    for wrong in mistaken:
        if len(wrong) >= stemming.SHORTEST_MISTAKEN:
            assert stemming.shortened(word) & stemming.shortened(wrong)


# --- Rights -----------------------------------------------------------------------------------------------------------
def test_nobody_finds_what_they_may_not_see(methodist, municipality):
    job = EmploymentFactory(organization__municipality=municipality, person__last_name="Семёнова")
    actions.rebuild()
    elsewhere, school = GrantFactory().user, GrantFactory(of_organization=True).user
    own = GrantFactory(of_organization=True, organization=job.organization).user

    assert [bool(titles(user, "семёнова")) for user in (methodist, own, elsewhere, school)] == [
        True,
        True,
        False,
        False,
    ]


# --- The index --------------------------------------------------------------------------------------------------------
def test_the_index_follows_each_write(methodist, municipality):
    person = named(municipality, "Семёнова")
    edit_person(person, by=None, last_name="Кузнецова")
    assert (titles(methodist, "семёнова"), titles(methodist, "кузнецова")) == ([], ["Кузнецова Инна"])

    person.delete()
    assert not Entry.objects.exists()
    assert titles(methodist, "кузнецова") == []


def test_the_daily_look_mends_what_was_written_past_the_log(methodist, municipality):
    kept, renamed = PersonFactory(municipality=municipality), PersonFactory(municipality=municipality)
    assert actions.rebuild() == 2
    assert actions.rebuild() == 0

    Person.objects.filter(pk=renamed.pk).update(last_name="Кузнецова")
    Entry.objects.filter(object_id=kept.pk).update(object_id=10**9)

    assert actions.rebuild() == 3  # one is gone, one is missing, one was renamed
    assert titles(methodist, "кузнецова")


def test_a_search_uses_the_index(municipality):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no other way to MATCH")
    PersonFactory.create_batch(3, municipality=municipality)
    actions.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # The condition of the program without its key of a kind, by which three rows are found as well.
        asked = matching("people.person", "stems", [["а"]]).sql.replace("kind = %s AND", "")
        cursor.execute(f"EXPLAIN {asked}", ["'=people.person'", "'а'"])
        assert "search_stems" in str(cursor.fetchall())


def test_what_is_called_so_nowhere_is_asked_about_once_and_not_of_each_kind(
    methodist, municipality, django_assert_num_queries
):
    named(municipality, "Семёнова")

    find(methodist, "семёнова")  # rights are remembered from here on
    with django_assert_num_queries(3):  # as typed, in the other layout, with a mistake
        assert find(methodist, "iiiiii").groups == ()


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_groups_and_leads_to_the_whole_list(client, methodist, municipality):
    for number in range(7):
        named(municipality, "Семёнова", f"Инна{number}")
    client.force_login(methodist)

    page = client.get(reverse("search:results"), {"q": "семеновой"}).content.decode()

    assert page.count(">Семёнова Инна") == 5
    assert reverse("people:person_list") + "?q=" in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_queries_of_the_page_do_not_grow(
    client, methodist, municipality, django_assert_max_num_queries, n
):
    for number in range(n):
        named(municipality, "Семёнова", f"Инна{number}")
    client.force_login(methodist)

    with django_assert_max_num_queries(20):
        client.get(reverse("search:results"), {"q": "семеновой"})
