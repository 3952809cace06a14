"""The dictionary of topics and subjects: words that files brought, and what people decide about them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.models import AuditRecord, Term
from masterstvo.core.vocabularies import kept
from masterstvo.indicators.evaluation import Scope, evaluate, report_period
from masterstvo.indicators.models import MethodologyEdition
from masterstvo.people.actions import (
    LastDayHasPassed,
    LaterStands,
    StandsAlready,
    StartsTooEarly,
    WordHasBegun,
    WordIsDecided,
    WordIsInUse,
    add_word,
    confirm_word,
    end_word,
    merge_word,
    reopen_word,
    withdraw_word,
)
from masterstvo.people.queries import dictionary
from tests.factories.core import TermFactory
from tests.factories.facts import EventFactory, ProgrammeFactory, TrainingFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
URL = "people:word_list"


@pytest.fixture
def today():
    return timezone.localdate()


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


def test_a_word_is_merged_once_and_a_shipped_one_never(literacy):
    word, shipped = own_word("смысловое чтение"), TermFactory(key="digital")
    merge_word(word, into=literacy, by=None)

    with pytest.raises(WordIsDecided):
        merge_word(word, into=shipped, by=None)
    with pytest.raises(WordIsInUse):
        merge_word(shipped, into=literacy, by=None)


def test_two_known_words_become_one_with_all_that_meant_the_other(literacy):
    known, meant = own_word("смысловое чтение"), own_word("чтение со смыслом")
    confirm_word(known, by=None)
    merge_word(meant, into=known, by=None)

    merge_word(known, into=literacy, by=None)

    spelt = terms.spellings("topic")
    assert {spelt["смысловое чтение"], spelt["чтение со смыслом"]} == {literacy}


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


# --- What the authority keeps by itself ------------------------------------------------------------------------------
def load():
    return kept()["weekly_load"]


def test_a_new_threshold_ends_the_one_in_force_and_the_past_stays(today):
    shipped = Term.objects.get(vocabulary="weekly_load", key="4")
    first = today + dt.timedelta(days=10)

    word = add_word(load(), title="6 часов: приказ № 12", key=6, valid_from=first, by=None)

    shipped.refresh_from_db()
    assert (word.key, shipped.valid_to) == ("6", first)
    days = (today, first - dt.timedelta(days=1), first)
    assert [terms.numbers_in_force("weekly_load", day) for day in days] == [[4], [4], [6]]
    assert list(AuditRecord.objects.values_list("action", flat=True)) == [
        "people.add_word",
        "people.end_word",
    ]


def test_a_number_that_comes_back_after_years_is_another_word(today):
    later, again = today + dt.timedelta(days=10), today + dt.timedelta(days=20)
    add_word(load(), title="6 часов", key=6, valid_from=later, by=None)

    word = add_word(load(), title="снова 4 часа", key=4, valid_from=again, by=None)

    assert (word.key, terms.numbers_in_force("weekly_load", again)) == ("04", [4])


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"valid_from": -1}, StartsTooEarly), ({"valid_from": 3}, LaterStands), ({"valid_from": 9, "valid_to": 9}, StartsTooEarly)],
)  # fmt: skip
def test_a_rule_begins_neither_in_the_past_nor_before_one_that_is_entered_already(today, values, refusal):
    add_word(load(), title="6 часов", key=6, valid_from=today + dt.timedelta(days=5), by=None)
    days = {name: today + dt.timedelta(days=number) for name, number in values.items()}

    with pytest.raises(refusal):
        add_word(load(), title="7 часов", key=7, by=None, **days)


def test_a_word_that_is_over_is_offered_no_more_and_stays_where_it_stands(today):
    kind = add_word(kept()["event_kind"], title="Квиз", synonyms=["викторина"], by=None)
    end_word(kind, last_day=today, by=None)
    event = EventFactory(kind=kind.key)

    tomorrow = Term.objects.of("event_kind").offered(today + dt.timedelta(days=1))

    assert (kind in Term.objects.of("event_kind").offered(today), kind in tomorrow) == (True, False)
    assert terms.titles("event_kind")[event.kind] == "Квиз"
    with pytest.raises(StandsAlready, match="Квиз"):
        add_word(kept()["event_kind"], title="Викторина", by=None)
    with pytest.raises(LastDayHasPassed):
        end_word(kind, last_day=today - dt.timedelta(days=1), by=None)


def test_what_has_not_begun_is_taken_out_and_what_has_is_not(today):
    coming = add_word(load(), title="6 часов", key=6, valid_from=today + dt.timedelta(days=5), by=None)

    with pytest.raises(WordHasBegun):
        withdraw_word(Term.objects.get(vocabulary="weekly_load", key="4"), by=None)
    withdraw_word(coming, by=None)

    assert not Term.objects.filter(pk=coming.pk).exists()


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

    with django_assert_num_queries(10):
        client.get(reverse(URL))


@pytest.mark.parametrize(
    ("of", "typed", "key"),
    [
        ("exam_day", {"key": "2099-05-28", "title": "ЕГЭ: математика"}, "2099-05-28"),
        ("community_score", {"key": "held:7", "title": "Заседание: 7 за каждое"}, "held:7"),
        ("topic", {"title": "Нейросети на уроке", "synonyms": "ИИ в школе, нейросети"}, "нейросети_на_уроке"),
    ],
)
def test_the_district_adds_a_word_on_the_page_and_ends_or_withdraws_it(sign_in, today, of, typed, key):
    client, url = sign_in(), f"{reverse(URL)}?of={of}"

    added = client.post(url, typed)
    word = Term.objects.get(vocabulary=of, key=key)
    page = client.get(url).content.decode()
    client.post(
        reverse("people:word_end", args=[word.pk]),
        {"last_day": today, "withdraw": "1"} if of == "exam_day" else {"last_day": today},
    )

    assert (added.url, word.title in page) == (url, True)
    ended = Term.objects.filter(pk=word.pk).values_list("valid_to", flat=True)
    assert list(ended) == ([] if of == "exam_day" else [today + dt.timedelta(days=1)])


def test_a_wrong_rule_is_told_in_words(sign_in):
    answer = sign_in().post(f"{reverse(URL)}?of=community_score", {"key": "held", "title": "Заседания"})

    assert answer.status_code == 422
    assert "Напишите показатель и целые баллы через двоеточие, например held:5." in answer.content.decode()


def test_a_rule_that_binds_several_districts_is_set_by_the_region_and_a_topic_by_any(client):
    district, near = MunicipalityFactory(), MunicipalityFactory()
    near.region = district.region
    near.save()
    rule = f"{reverse(URL)}?of=weekly_load", {"key": 6, "title": "6 часов"}
    topic = f"{reverse(URL)}?of=topic", {"title": "Нейросети"}
    said = {}

    for name, grant in {
        "methodist": GrantFactory(municipality=district),
        "region": GrantFactory(of_region=True, region=district.region),
    }.items():
        client.force_login(grant.user)
        said[name] = [client.post(url, typed).status_code for url, typed in (rule, topic)]

    assert said == {"methodist": [403, 302], "region": [302, 422]}
