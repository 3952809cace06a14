"""A rating from its formula to the winners' diplomas."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.result import issue_diplomas, publish_results
from masterstvo.contests.models import Contest
from masterstvo.core.errors import NeedsReason, NotReady
from masterstvo.inbox.models import Notice
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.choices import Role
from masterstvo.ratings.actions import (
    DoesNotFit,
    NeedsBands,
    NeedsLimit,
    NotADraft,
    NotNow,
    add_part,
    cancel_rating,
    count_rating,
    decide_rating,
    draft_protocol,
    edit_part,
    edit_rating,
    hand_over,
    publish_rating,
    recount_running,
    remove_part,
    repeat_rating,
)
from masterstvo.ratings.models import Line, Rating
from tests.contests.juries import contest_with_jury, mark_all
from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CampaignFactory, SheetFactory
from tests.factories.communities import (
    AttendanceFactory,
    CommunityFactory,
    CommunityMemberFactory,
    MeetingFactory,
)
from tests.factories.documents import DocumentFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory, OrganizationStatusFactory
from tests.factories.people import EmploymentFactory
from tests.factories.ratings import PartFactory, RatingFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 6, 1)


def staffed(rating, title, n_trained, n_others):
    """Return a school with so many trained people and so many others."""
    school = OrganizationFactory(municipality=rating.municipality, title=title)
    for job in EmploymentFactory.create_batch(n_trained, organization=school):
        facts.TrainingFactory(person=job.person, finished_on=dt.date(2025, 3, 1))
    EmploymentFactory.create_batch(n_others, organization=school)
    return school


def told(rating):
    return {each.title: (each.place, each.total) for each in rating.standings.all()}


# --- Counting -------------------------------------------------------------------------------------------------------------
def test_schools_are_ranked_by_the_share_of_their_staff_and_every_line_keeps_the_people_behind_it():
    rating = RatingFactory()
    part = PartFactory(rating=rating)
    good, other = staffed(rating, "Хорошая", 1, 1), staffed(rating, "Обычная", 0, 2)
    OrganizationFactory(municipality=rating.municipality, title="Пустая")

    assert count_rating(rating, by=None, today=DAY) == 3

    assert told(rating) == {
        "Хорошая": (1, Decimal("5.00")),
        "Обычная": (2, Decimal("0.00")),
        "Пустая": (None, None),
    }
    line = Line.objects.get(standing__organization=good)
    trained = good.employments.get(person__trainings__isnull=False).person_id
    assert (line.part, line.calculation.replace("\xa0", " "), line.counted) == (
        part,
        "1 из 2 = 50 %; × 10",
        [trained],
    )
    assert len(line.others) == 1
    assert len(Line.objects.get(standing__organization=other).others) == 2


def test_a_count_of_records_is_nought_without_any_and_a_number_may_be_taken_on_a_hundred_people():
    rating = RatingFactory()
    counted = IndicatorFactory(measure="count", formula={"of": {"population": "statuses"}})
    PartFactory(rating=rating, indicator=counted, points=1, per_hundred=True)
    first, _ = staffed(rating, "С площадкой", 0, 4), staffed(rating, "Без", 0, 4)
    OrganizationStatusFactory(organization=first, starts_on=dt.date(2025, 2, 1))

    count_rating(rating, by=None, today=DAY)

    assert told(rating) == {"С площадкой": (1, Decimal("25.00")), "Без": (2, Decimal("0.00"))}


def test_an_instrument_gives_the_mean_of_its_finished_sheets():
    rating = RatingFactory()
    campaign = CampaignFactory(municipality=rating.municipality, version__instrument__subject="organization")
    PartFactory(rating=rating, indicator=None, campaign=campaign)
    school, silent = (OrganizationFactory(municipality=rating.municipality) for _ in range(2))
    for percent in ("70.50", "80.00"):
        SheetFactory(campaign=campaign, organization=school, percent=percent, finished_at="2025-03-01T10:00Z")
    SheetFactory(campaign=campaign, organization=silent)

    count_rating(rating, by=None, today=DAY)

    assert told(rating) == {school.title: (1, Decimal("7.53")), silent.title: (None, None)}
    line = Line.objects.get(standing__organization=school)
    assert line.calculation.replace("\xa0", " ") == "среднее, 2 листа: 75,25 %; × 10"


@pytest.mark.parametrize("kind", ["organization", "community"])
def test_marks_of_a_jury_count_once_its_contest_is_over(kind):
    rating = RatingFactory(kind=kind)
    contest = contest_with_jury(2, 2, municipality=rating.municipality)
    first, second = contest.entries.order_by("pk")
    PartFactory(rating=rating, indicator=None, contest=contest)
    for entry, title in ((first, "Первая"), (second, "Вторая")):
        entry.organization.title = title
        entry.organization.save()
        community = CommunityFactory(municipality=rating.municipality, title=title)
        CommunityMemberFactory(community=community, person=entry.person, leader=True)
    assign_entries(contest, phase="marking", today=timezone.localdate(), by=None)
    mark_all(contest, lambda each: 85 if each.entry == first else 60)

    count_rating(rating, by=None, today=DAY)
    assert told(rating)["Первая"] == (None, None)

    Contest.objects.filter(pk=contest.pk).update(state="finished")
    count_rating(rating, by=None, today=DAY)
    assert (told(rating)["Первая"], told(rating)["Вторая"]) == ((1, Decimal("8.50")), (2, Decimal("6.00")))


def test_communities_are_ranked_by_their_members_and_by_published_rules():
    rating = RatingFactory(kind="community")
    PartFactory(rating=rating)
    PartFactory(rating=rating, indicator=None, rule="attendance", points=20)
    community, silent = (CommunityFactory(municipality=rating.municipality, title=title) for title in "АБ")
    school = staffed(rating, "Школа", 1, 1)
    for job in school.employments.all():
        CommunityMemberFactory(community=community, person=job.person)
    meeting = MeetingFactory(community=community, held=True, held_on=dt.date(2025, 3, 1))
    AttendanceFactory(meeting=meeting, was_present=True)

    count_rating(rating, by=None, today=DAY)

    assert told(rating) == {"А": (1, Decimal("25.00")), "Б": (None, None)}
    assert silent.standings.get().size == 0


@pytest.mark.parametrize("count", [1, 3])
def test_counting_does_not_query_more_for_more_schools(count, django_assert_num_queries):
    rating = RatingFactory()
    PartFactory.create_batch(2, rating=rating)
    for number in range(count):
        staffed(rating, f"Школа {number}", 1, 1)
    count_rating(rating, by=None, today=DAY)

    with django_assert_num_queries(21):
        count_rating(rating, by=None, today=DAY)


# --- The formula ------------------------------------------------------------------------------------------------------------
SECRET = {"of": {"population": "staff"}, "with": {"fact": "diagnostics", "where": {"has_deficit": True}, "when": "period"}}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "measure", "formula", "why"),
    [
        ("organization", "share", SECRET, "результатах диагностики"),
        ("organization", "count", {"of": {"population": "training"}}, "записи, а не людей"),
        ("community", "share", {"of": {"population": "organizations"}, "with": {"fact": "statuses", "when": "period"}}, "показатели о людях"),
    ],
)  # fmt: skip
def test_an_indicator_that_does_not_fit_is_refused_with_the_reason(kind, measure, formula, why):
    with pytest.raises(DoesNotFit, match=why):
        add_part(
            RatingFactory(kind=kind),
            indicator=IndicatorFactory(measure=measure, formula=formula),
            title="Часть",
            points=1,
            by=None,
        )


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"scale": "bands"}, NeedsBands),
        ({"scale": "bands", "bands": [["50", "10"], ["75", "5"]]}, NeedsBands),
        ({"points": 1, "better": "less"}, NeedsLimit),
    ],
)
def test_a_part_that_says_too_little_is_refused(values, refusal):
    with pytest.raises(refusal):
        add_part(RatingFactory(), indicator=IndicatorFactory(), title="Часть", by=None, **values)


def test_a_published_formula_never_changes():
    rating = RatingFactory(published=True)
    part = PartFactory(rating=rating)

    for action in (
        lambda: edit_rating(rating, title="Иначе", by=None),
        lambda: add_part(rating, indicator=part.indicator, title="Ещё", points=1, by=None),
        lambda: edit_part(part, points=99, by=None),
        lambda: remove_part(part, by=None),
    ):
        with pytest.raises(NotADraft, match="новый рейтинг"):
            action()
    part.refresh_from_db()
    assert part.points == 10


def test_an_indicator_changed_after_publication_is_counted_as_it_was_published():
    rating = RatingFactory(document=DocumentFactory())
    part = PartFactory(rating=rating, indicator=IndicatorFactory(municipality=rating.municipality))
    staffed(rating, "Школа", 1, 1)
    publish_rating(rating, by=None)
    easier = {"of": {"population": "staff"}, "with": {"attribute": "category", "in": ["teaching"]}}
    Indicator.objects.filter(pk=part.indicator_id).update(formula=easier)

    count_rating(rating, by=None, today=DAY)

    assert told(rating) == {"Школа": (1, Decimal("5.00"))}


def test_a_refused_correction_changes_nothing():
    part = PartFactory()
    with pytest.raises(NeedsBands):
        edit_part(part, scale="bands", by=None)

    part.refresh_from_db()
    assert part.scale == "unit"


def test_a_formula_is_published_with_a_document_and_whoever_takes_part_is_told():
    rating = RatingFactory()
    with pytest.raises(NotReady, match="документ, которым утверждена формула и хотя бы одну часть"):
        publish_rating(rating, by=None)
    PartFactory(rating=rating)
    edit_rating(rating, document=DocumentFactory(municipality=rating.municipality), by=None)
    school = staffed(rating, "Школа", 1, 0)
    head = GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=school).user

    publish_rating(rating, by=None)

    assert told(rating) == {"Школа": (1, Decimal("10.00"))}
    assert Notice.objects.get().user == head


# --- The decision -----------------------------------------------------------------------------------------------------------
def decided():
    rating = RatingFactory(published=True)
    PartFactory(rating=rating)
    schools = [
        staffed(rating, "Первая", 2, 0),
        staffed(rating, "Вторая", 1, 1),
        staffed(rating, "Третья", 0, 1),
    ]
    return decide_rating(rating, by=None), schools


def test_a_formula_is_published_before_its_period_and_counted_from_the_first_day():
    today = timezone.localdate()
    rating = RatingFactory(
        starts_on=today + dt.timedelta(days=10),
        ends_on=today + dt.timedelta(days=40),
        document=DocumentFactory(),
    )
    PartFactory(rating=rating)
    school = staffed(rating, "Школа", 0, 1)
    head = GrantFactory(of_organization=True, organization=school).user

    publish_rating(rating, by=None)

    rating.refresh_from_db()
    assert (rating.state, rating.counted_at) == ("published", None)
    assert "Период начинается" in Notice.objects.get(user=head).text
    assert recount_running(rating.starts_on - dt.timedelta(days=1)) == 0
    assert recount_running(rating.starts_on) == 1
    assert rating.standings.count() == 1


def test_what_was_decided_is_never_counted_anew():
    rating, (_, second, _) = decided()
    facts.TrainingFactory(person=second.employments.first().person, finished_on=dt.date(2025, 4, 1))

    with pytest.raises(NotNow, match="больше не пересчитывают"):
        count_rating(rating, by=None)
    assert recount_running(DAY) == 0
    assert told(rating)["Вторая"] == (2, Decimal("5.00"))


def test_a_running_rating_is_counted_anew_each_day():
    rating = RatingFactory(published=True)
    PartFactory(rating=rating)
    staffed(rating, "Школа", 1, 1)

    assert recount_running(DAY) == 1

    rating.refresh_from_db()
    assert (told(rating), rating.counted_to) == ({"Школа": (1, Decimal("5.00"))}, DAY)


def test_a_participant_keeps_the_address_of_the_calculation_and_one_that_is_gone_leaves():
    rating = RatingFactory()
    PartFactory(rating=rating)
    school, closed = staffed(rating, "Школа", 1, 1), staffed(rating, "Закрытая", 1, 0)
    count_rating(rating, by=None, today=DAY)
    address = school.standings.get().pk
    closed.closed_on = DAY
    closed.save()

    count_rating(rating, by=None, today=DAY)

    assert (school.standings.get().pk, told(rating)) == (address, {"Школа": (1, Decimal("5.00"))})
    assert Line.objects.count() == 1


def test_nobody_is_decided_upon_before_the_period_is_over():
    rating = RatingFactory(published=True, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2099, 1, 1))
    with pytest.raises(NotNow, match="Период ещё идёт"):
        decide_rating(rating, by=None)


def test_nobody_wins_of_whom_nothing_is_known():
    rating = RatingFactory(published=True)
    PartFactory(rating=rating)
    OrganizationFactory(municipality=rating.municipality)
    with pytest.raises(NotReady, match="Мест пока ни у кого нет"):
        decide_rating(rating, by=None)


def test_a_rating_is_called_off_with_a_reason():
    rating = RatingFactory(published=True)
    with pytest.raises(NeedsReason):
        cancel_rating(rating, reason=" ", by=None)

    assert cancel_rating(rating, reason="Положение отменено", by=None).state == "cancelled"


def test_a_new_year_begins_with_the_same_formula_as_a_draft():
    rating, _ = decided()
    rating = Rating.objects.get(pk=rating.pk)

    following = repeat_rating(rating, by=None)

    assert (following.state, following.starts_on, following.ends_on) == ("draft", dt.date(2026, 1, 1), dt.date(2027, 1, 1))  # fmt: skip
    assert [each.title for each in following.parts.all()] == [each.title for each in rating.parts.all()]
    with pytest.raises(NotNow, match="уже есть"):
        repeat_rating(rating, by=None)


def test_the_protocol_is_drafted_among_the_documents_once_places_are_decided():
    with pytest.raises(NotNow, match="итоги рейтинга подведены"):
        draft_protocol(RatingFactory(published=True), by=None)
    rating, (first, *_) = decided()

    document = draft_protocol(rating, by=None)

    assert (document.kind, document.state, document.number) == ("protocol", "draft", "")
    assert f"1 место – {first}: итог" in document.body
    assert draft_protocol(Rating.objects.get(pk=rating.pk), by=None) == document


# --- The contest ------------------------------------------------------------------------------------------------------------
def test_winners_become_results_of_a_contest_that_gives_diplomas():
    rating, (first, second, _) = decided()
    Rating.objects.filter(pk=rating.pk).update(n_prizes=2)

    contest = hand_over(rating, by=None)

    publish_results(contest, by=None)
    contest.refresh_from_db()
    results = {each.organization: (each.result, each.place) for each in contest.entries.all()}
    assert results == {first: ("winner", 1), second: ("prize_winner", 2)}
    assert issue_diplomas(contest, by=None) == 2
    with pytest.raises(NotNow, match="уже переданы"):
        hand_over(Rating.objects.get(pk=rating.pk), by=None)


def test_a_community_is_represented_by_its_leader_and_refused_without_one():
    rating = RatingFactory(published=True, kind="community")
    PartFactory(rating=rating)
    community = CommunityFactory(municipality=rating.municipality)
    member = CommunityMemberFactory(
        community=community, person=EmploymentFactory(organization__municipality=rating.municipality).person
    )
    rating = decide_rating(rating, by=None)
    with pytest.raises(NotNow, match=f"укажите руководителя – {community}"):
        hand_over(rating, by=None)

    member.role, member.person.user = "leader", UserFactory()
    member.save()

    assert [each.person for each in hand_over(rating, by=None).entries.all()] == [member.person]
