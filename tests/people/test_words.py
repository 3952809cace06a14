"""The dictionary of topics and subjects: words that files brought, and what people decide about them."""

import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.indicators.evaluation import Scope, evaluate, report_period
from masterstvo.indicators.models import MethodologyEdition
from masterstvo.people.actions import WordIsDecided, WordIsInUse, confirm_word, merge_word, reopen_word
from masterstvo.people.queries import dictionary
from tests.factories.core import TermFactory
from tests.factories.facts import EventFactory, ProgrammeFactory, TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
URL = "people:word_list"


@pytest.fixture
def literacy():
    return TermFactory(key="functional_literacy")


def own_word(title, **values):
    return TermFactory(key=title, title=title, is_confirmed=False, position=32_000, **values)


def waiting(vocabulary="topic"):
    return {word.term.title: word for word in dictionary(vocabulary)[0]}


# --- What is known of a word -----------------------------------------------------------------------------------------
def test_a_word_tells_where_it_stands():
    word = own_word("смысловое чтение")
    for _ in range(2):
        ProgrammeFactory().topics.set([word])
    EventFactory().topics.set([word])

    uses = dict(waiting()["смысловое чтение"].uses)

    assert sorted(uses.values()) == [1, 2]


def test_what_was_merged_is_shown_and_offered_as_what_it_means_until_it_is_taken_apart(sign_in, literacy):
    word = own_word("смысловое чтение")
    event = EventFactory()
    event.topics.set([word, literacy])
    client = sign_in(municipality=event.municipality)
    edit = reverse("events:event_edit", args=[event.pk])

    def shown():
        page = client.get(event.get_absolute_url())
        offered = client.get(reverse("events:event_create")).context["form"].fields["topics"].queryset
        kept = client.get(edit).context["form"].fields["topics"].queryset
        return page.context["topics"], word in offered, word in kept

    apart = {"смысловое чтение", literacy.title}
    assert (set(shown()[0]), *shown()[1:]) == (apart, True, True)
    merge_word(word, into=literacy, by=None)
    assert shown() == ([literacy.title], False, True)
    reopen_word(word, by=None)
    assert set(shown()[0]) == apart


def test_a_subject_tells_where_it_stands_and_is_no_topic():
    job = EmploymentFactory()
    job.subjects.set([own_word("черчение", vocabulary="subject")])

    assert [number for _, number in waiting("subject")["черчение"].uses] == [1]
    assert waiting() == {}


@pytest.mark.parametrize(
    ("title", "nearest"),
    [
        ("Функциональная грамотность обучающихся", "functional_literacy"),
        ("функцинальная грамотность", "functional_literacy"),
        ("работа с одаренными", "gifted"),
        ("астрология", None),
    ],
)
def test_the_nearest_known_word_is_offered(title, nearest):
    own_word(title)

    found = waiting()[title].nearest

    assert (found.key if found else None) == nearest


# --- Decisions -------------------------------------------------------------------------------------------------------
def test_facts_of_a_merged_word_count_in_indicators_until_it_is_taken_back(literacy):
    school, word = OrganizationFactory(), own_word("смысловое чтение")
    programme = ProgrammeFactory()
    programme.topics.set([word])
    TrainingFactory(
        person=EmploymentFactory(organization=school).person,
        programme=programme,
        finished_on=dt.date(2025, 3, 1),
    )
    indicator = IndicatorFactory(
        edition=MethodologyEdition.objects.get(code="irk-2025"),
        formula={
            "of": {"population": "staff"},
            "with": {"fact": "training", "where": {"topics": [literacy.title]}},
        },
    )

    def counted():
        scope = Scope(municipality_id=school.municipality_id)
        period = report_period(dt.date(2025, 11, 30))
        return evaluate([indicator], scope=scope, period=period)[indicator.code].numerator

    seen = [counted()]
    merge_word(word, into=literacy, by=None)
    seen.append(counted())
    reopen_word(word, by=None)
    seen.append(counted())

    assert seen == [0, 1, 0]
    assert list(AuditRecord.objects.order_by("pk").values_list("action", flat=True)) == [
        "people.merge_word",
        "people.reopen_word",
    ]


def test_a_confirmed_word_is_known_and_may_be_taken_back():
    word = own_word("смысловое чтение")

    confirm_word(word, by=None)
    assert waiting() == {}
    reopen_word(word, by=None)

    assert list(waiting()) == ["смысловое чтение"]


def test_a_word_is_decided_once(literacy):
    word = own_word("смысловое чтение")
    confirm_word(word, by=None)

    with pytest.raises(WordIsDecided):
        merge_word(word, into=literacy, by=None)


def test_a_word_is_not_merged_into_one_that_nobody_knows_yet_or_of_another_kind():
    word = own_word("смысловое чтение")
    for into in (own_word("чтение"), TermFactory(vocabulary="subject", title="чтение")):
        with pytest.raises(WordIsDecided):
            merge_word(word, into=into, by=None)


def test_a_shipped_word_stays_in_the_dictionary(literacy):
    with pytest.raises(WordIsInUse):
        reopen_word(literacy, by=None)


def test_a_word_into_which_others_are_merged_is_not_taken_back_before_them():
    kept, other = own_word("смысловое чтение"), own_word("чтение со смыслом")
    confirm_word(kept, by=None)
    merge_word(other, into=kept, by=None)

    with pytest.raises(WordIsInUse):
        reopen_word(kept, by=None)


# --- Pages -----------------------------------------------------------------------------------------------------------
ACTORS = [
    ("methodist", 200), ("head", 200), ("observer", 200), ("school", 200), ("plain", 403), ("expired", 403), ("nobody", 302),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "status"), ACTORS)
def test_who_opens_the_dictionary(as_actor, actor, status):
    school = OrganizationFactory()

    assert as_actor(actor, school.municipality, school).get(reverse(URL)).status_code == status


@pytest.mark.parametrize("page", ["word_merge", "word_confirm", "word_reopen"])
@pytest.mark.parametrize(("actor", "status"), [("methodist", 302), ("observer", 403), ("plain", 404)])
def test_who_decides_about_a_word(as_actor, literacy, page, actor, status):
    client = as_actor(actor, MunicipalityFactory())
    word = own_word("смысловое чтение")

    url = reverse(f"people:{page}", args=[word.pk])

    assert client.post(url, {"into": literacy.pk}).status_code == status
    if actor == "methodist":
        assert client.get(url).status_code == 405


def test_a_word_of_another_vocabulary_is_nobodys_here(sign_in):
    kind = TermFactory(vocabulary="event_kind", key="seminar")

    assert sign_in().post(reverse("people:word_reopen", args=[kind.pk])).status_code == 404


def test_words_are_merged_parted_and_confirmed_on_the_page(sign_in, literacy):
    client, word = sign_in(), own_word("смысловое чтение")
    page = client.get(reverse(URL))
    assert "смысловое чтение" in page.content.decode()

    client.post(reverse("people:word_merge", args=[word.pk]), {"into": literacy.pk})
    word.refresh_from_db()
    assert word.merged_into == literacy
    client.post(reverse("people:word_reopen", args=[word.pk]))
    client.post(reverse("people:word_confirm", args=[word.pk]))
    word.refresh_from_db()

    assert (word.merged_into, word.is_confirmed) == (None, True)


@pytest.mark.parametrize("into", ["", "0", "слово"])
def test_merging_into_nothing_asks_for_a_choice(sign_in, into):
    client, word = sign_in(), own_word("смысловое чтение")

    answer = client.post(reverse("people:word_merge", args=[word.pk]), {"into": into}, follow=True)

    assert "Выберите, что значит «смысловое чтение»" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_dictionary_has_a_constant_number_of_queries(sign_in, literacy, django_assert_num_queries, count):
    client = sign_in()
    for number in range(count):
        ProgrammeFactory().topics.set([own_word(f"своё слово {number}")])
        own_word(f"другое слово {number}", merged_into=literacy)

    with django_assert_num_queries(12):
        client.get(reverse(URL))
