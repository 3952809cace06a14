import datetime as dt
import json
from decimal import Decimal
from uuid import uuid4

import pytest

from masterstvo.practices.models import Practice
from masterstvo.reports.composition import ReportContent, compose
from masterstvo.reports.composition.content import PairsRow
from masterstvo.reports.composition.growth import growth_sentences, speaks_of_growth
from masterstvo.reports.composition.masters import master_rows, master_sentences, parts_named
from masterstvo.reports.composition.mentoring import mentoring_of, speaks_of_mentoring
from masterstvo.reports.composition.plain import from_plain, to_plain
from masterstvo.reports.models import Report
from masterstvo.reports.queries import ReportFacts
from tests.factories.contests import ContestFactory, EntryFactory
from tests.factories.core import TermFactory
from tests.factories.documents import DocumentFactory
from tests.factories.facts import (
    CompetenceFactory,
    DeficitFactory,
    DiagnosticFactory,
    EventFactory,
    ExpertAppointmentFactory,
    MentorshipFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProviderFactory,
    RouteFactory,
    RouteStepFactory,
    TrainingFactory,
)
from tests.factories.indicators import IndicatorFactory
from tests.factories.mentoring import ConversationFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.plans import ActivityFactory, DirectionFactory, TargetFactory, TargetValueFactory
from tests.factories.practices import RepeatFactory, banked
from tests.factories.reports import TargetReasonFactory

NBSP = "\u00a0"


def test_table_one_shows_the_share_with_its_persons(report):
    row = compose(report).indicators[0]

    assert (row.number, row.plan_text) == ("1", "не менее 20 %")
    assert row.fact_text.replace(NBSP, " ") == "30 % (3 из 10)"
    assert row.is_below is False


@pytest.mark.parametrize(
    ("op", "fact", "is_below"),
    [
        (">=", "10 %", False),
        (">", "10 %", True),
        (">", "10,1 %", False),
        ("=", "9 %", True),
        ("=", "11 %", False),
        ("<=", "10 %", False),
        ("<", "10 %", True),
        ("<", "9 %", False),
    ],
)
def test_a_fact_written_by_hand_is_held_to_what_its_plan_says(report, district, op, fact, is_below):
    target = TargetFactory(plan=district.plan, indicator_code="", fact_text=fact)
    TargetValueFactory(target=target, op=op, value=10)

    assert compose(report).indicators[-1].is_below is is_below


def test_a_missed_target_is_marked_and_carries_its_reason(report, district):
    district.target.values.update(value=50)
    TargetReasonFactory(report=report, target=district.target, text="Курсы перенесены.")

    row = compose(report).indicators[0]

    assert (row.is_below, row.reason) == (True, "Курсы перенесены.")


def test_a_target_without_anything_to_count_it_says_so_instead_of_zero(report, district):
    TargetFactory(plan=district.plan, number="2", title="Доля школ", indicator_code="", position=5)

    assert compose(report).indicators[1].fact_text == "нет данных"


def test_a_part_stands_after_its_whole(report, district):
    TargetFactory(plan=district.plan, title="последний", indicator_code="", position=2)
    TargetFactory(
        plan=district.plan, parent=district.target, title="в институте", indicator_code="", position=9
    )

    rows = compose(report).indicators

    assert [(row.title, row.is_part) for row in rows][1:] == [("в институте", True), ("последний", False)]


def test_the_target_of_the_reports_year_counts(report, district):
    district.target.values.update(year=2024)
    TargetValueFactory(target=district.target, value=90, year=2025)

    assert compose(report).indicators[0].plan == Decimal(90)


def test_sections_follow_the_tree_of_directions_with_the_words_of_people(report, district):
    child = DirectionFactory(
        plan=district.plan, parent=district.direction, number="1.1", title="Молодые", position=1
    )
    ActivityFactory(
        plan=district.plan, direction=child, title="Клуб", state="not_held", reason="нет участников"
    )

    sections = compose(report).sections

    assert [(part.number, part.depth, part.title) for part in sections] == [
        ("1.1.", 1, "Обучение педагогов"),
        ("1.1.1.", 2, "Молодые"),
    ]
    assert sections[0].conclusions == ("Продолжить обучение в сельских школах.",)
    assert "не проводилось: нет участников" in sections[1].facts[-1]


def test_a_direction_counts_the_activities_of_its_parts(report, district):
    child = DirectionFactory(plan=district.plan, parent=district.direction, number="1.1", position=1)
    ActivityFactory(plan=district.plan, direction=child)

    assert compose(report).sections[0].facts[0].startswith(f"Запланировано 2{NBSP}мероприятия")


def test_automatic_words_give_way_to_written_ones(report, district):
    report.narratives.update(facts="Обучение прошло.\nВсе довольны.")

    assert compose(report).sections[0].facts == ("Обучение прошло.", "Все довольны.")


def test_activities_without_a_direction_are_not_lost(report, district):
    ActivityFactory(plan=district.plan, title="Само по себе")

    groups = compose(report).groups

    assert [row.title for row in groups[-1].rows] == ["Само по себе"]


def test_done_without_a_proof_is_marked_in_table_two(report, district):
    district.activity.evidence.all().delete()
    district.activity.reason = "справка на бумаге"
    district.activity.save()

    assert (
        compose(report).groups[0].rows[0].state
        == "выполнено (без подтверждающего документа): справка на бумаге"
    )


def test_a_row_past_its_term_is_overdue_and_passes_to_the_next_period(report, district):
    district.activity.state = "going"
    district.activity.save()

    content = compose(report)

    assert content.groups[0].rows[0].state == "просрочено"
    assert [(row.number, row.when) for row in content.carried] == [("1", "2026 год")]


def test_participation_is_counted_by_organization_of_the_day(report, district):
    TermFactory(vocabulary="level", key="municipal", title="муниципальный")
    event = EventFactory(
        municipality=district.municipality, held_on=dt.date(2025, 5, 5), title="Семинар о чтении"
    )
    event.topics.add(TermFactory(vocabulary="topic", key="standards", title="ФГОС"))
    for person in district.people[:2]:
        ParticipationFactory(event=event, person=person)
    ParticipationFactory(event=event, person=district.people[0], role="speaker")
    ParticipationFactory(event=event, person=district.people[5], was_present=False)
    EventFactory(municipality=district.municipality, held_on=dt.date(2025, 12, 5))

    (row,) = compose(report).events

    assert (row.people, row.by_organization, row.topics) == (2, (("Лесновская школа", 2),), "ФГОС")


def test_contests_list_participants_with_results(report, district):
    contest = ContestFactory(title="Учитель года")
    EntryFactory(contest=contest, person=district.people[0], held_on=dt.date(2025, 4, 4), result="winner")
    EntryFactory(contest=contest, person=EmploymentFactory().person, held_on=dt.date(2025, 4, 4))

    (row,) = compose(report).contests

    assert row.participants == ((district.people[0].short_name, "Лесновская школа", "победитель"),)


def test_courses_are_summed_by_provider(report, district):
    programme = ProgrammeFactory(provider=ProviderFactory(title="Академия"), in_federal_register=None)
    TrainingFactory(person=district.people[0], programme=programme, finished_on=dt.date(2025, 6, 1))
    TrainingFactory(person=district.people[0], programme=programme, finished_on=dt.date(2025, 7, 1))

    rows = {row.provider: row for row in compose(report).courses}

    assert (rows["Академия"].completions, rows["Академия"].people, rows["Академия"].in_register) == (2, 1, 0)


def test_content_comes_back_from_json_as_it_was(report, district):
    EventFactory(municipality=district.municipality, held_on=dt.date(2025, 5, 5))
    content = compose(report)

    assert from_plain(ReportContent, json.loads(json.dumps(to_plain(content)))) == content


def test_an_empty_plan_is_still_a_report(db):
    from tests.factories.plans import PlanFactory

    content = compose(Report(plan=PlanFactory(), year=2025, as_of=dt.date(2025, 11, 30)))

    assert (content.indicators, content.sections, content.groups) == ((), (), ())


@pytest.mark.parametrize("count", [1, 3])
def test_composition_queries_do_not_grow(report, district, django_assert_num_queries, count):
    for number in range(count):
        direction = DirectionFactory(plan=district.plan, number=str(number))
        ActivityFactory(plan=district.plan, direction=direction)
        event = EventFactory(municipality=district.municipality, held_on=dt.date(2025, 5, 1 + number))
        ParticipationFactory(event=event, person=district.people[0])
        EntryFactory(person=district.people[number], held_on=dt.date(2025, 4, 4))
        TargetFactory(plan=district.plan, indicator_code="A1", position=number)
    report = Report.objects.select_related("plan__municipality__region").get(pk=report.pk)

    with django_assert_num_queries(QUERIES):
        compose(report)


QUERIES = 44  # of which the shipped indicators take as many as there are kinds of facts


def test_a_direction_fed_by_routes_tells_of_measurements_routes_and_closed_deficits(report, district):
    """Only of people of the municipality, and nothing that measurements showed of fewer than five."""
    competence = CompetenceFactory(title="Учебный диалог")
    IndicatorFactory(
        code="A9", formula={"of": {"population": "staff"}, "with": {"fact": "routes", "when": "period"}}
    )
    target = TargetFactory(plan=district.plan, indicator_code="A9")
    day = dt.date(report.year, 2, 1)
    people = district.people[:5]
    for person in people:
        deficit = DeficitFactory(person=person, competence=competence, opened_on=day, opened_by__kind="test")
        route = RouteFactory(person=person, state="active", approved_on=day, starts_on=day)
        RouteStepFactory(route=route, state="done", done_on=day)
        closes = DiagnosticFactory(person=person, measured_on=report.as_of, competency="снова", kind="test")
        deficit.closed_by, deficit.closed_on = closes, report.as_of
        deficit.save()
    DeficitFactory(
        person=people[0],
        competence__title="Редкий дефицит",
        opened_on=day,
        opened_by__kind="test",
        opened_by__procedure="ещё",
    )

    told = " ".join(growth_sentences(ReportFacts(report))).replace(NBSP, " ")

    assert "Диагностику прошли 5 человек: тест – 5." in told
    assert "Индивидуальных маршрутов 5: в работе – 5. Пройдено 5 шагов." in told
    assert "закрыло дефицитов: 5, у 5 человек." in told
    assert "Редкий" not in told
    assert speaks_of_growth([target], ReportFacts(report))
    assert not speaks_of_growth([district.target], ReportFacts(report))


def test_those_who_carry_others_are_counted_and_told_where_the_plan_asks(report, district):
    person, day = district.people[0], dt.date(2025, 4, 4)
    ExpertAppointmentFactory(person=person, kind="jury", starts_on=day)
    EntryFactory(person=person, held_on=day, result="winner", contest__level="regional")
    practice = banked(municipality=district.municipality, author=person)
    Practice.objects.filter(pk=practice.pk).update(banked_on=day)
    RepeatFactory(practice=practice, repeated_on=day)
    IndicatorFactory(code="E1", formula={"of": {"population": "staff"}, "with": {"fact": "experts", "when": "period"}})  # fmt: skip
    target = TargetFactory(plan=district.plan, indicator_code="E1", position=7)

    rows = master_rows(ReportFacts(report))

    assert [(row.part, row.title, row.number) for row in rows] == [
        ("Эксперты", "жюри конкурса", 1),
        ("Результаты конкурсов", "региональный, победитель", 1),
        ("Банк практик", "практика", 1),
        ("Банк практик", "повторили коллеги", 1),
    ]
    assert parts_named([target], ReportFacts(report)) == ["Эксперты"]
    assert master_sentences(rows, ["Эксперты"]) == ("Эксперты: жюри конкурса – 1.",)


def test_a_direction_fed_by_mentoring_tells_of_pairs_acts_and_schools_both_ways(report, district):
    for code, condition in (
        ("M1", {"fact": "mentorships", "where": {"role": ["mentee"]}, "when": "period"}),
        ("M2", {"fact": "acts", "where": {"kind": ["mentoring_regulation"]}, "when": "ever"}),
    ):
        IndicatorFactory(code=code, formula={"of": {"population": "staff"}, "with": condition})
    targets = [TargetFactory(plan=district.plan, indicator_code=code) for code in ("M1", "M2")]
    day, mentor = dt.date(report.year, 2, 1), PersonFactory()
    meeting = uuid4()
    for state, act in (("active", "12"), ("active", ""), ("proposed", "")):
        pair = MentorshipFactory(
            mentor=mentor if state == "active" else PersonFactory(),
            group="Школа молодого учителя",
            starts_on=day + dt.timedelta(days=bool(act)),
            mentee=district.people[0],
            state=state,
            act_number=act,
            act_on=day if act else None,
            agreement="inside" if act else "network",
        )
        ConversationFactory(mentorship=pair, held_on=day, meeting=meeting, minutes=60)
    MentorshipFactory(starts_on=day)  # of another district
    DocumentFactory(
        kind="mentoring_regulation",
        municipality=district.municipality,
        organization=district.municipality.organizations.filter(kind="school").first(),
        dated_on=day,
    )

    found = mentoring_of(ReportFacts(report))
    told = " ".join(found.sentences).replace(NBSP, " ")

    assert found.pairs == (PairsRow("длительное", "старший – младший", 2, 1, 0, 1, 0),)
    school, *_ = found.acts
    assert (school.regulation[:2], school.order, school.pairs) == ("№ ", "", 0)

    assert "За период работали 2 пары: длительное – 2; по форматам: старший – младший – 2." in told
    assert "Оформлены полностью (статья 351.8 ТК РФ) 0 пар, без приказа 1 пара." in told
    assert "Группами, с одним наставником на всех, работали 2 пары: 1 группа." in told
    assert "В дневниках 1 встреча, 1 час работы наставников" in told
    assert "Положение о наставничестве есть в 1 из" in told
    assert all(speaks_of_mentoring([each], ReportFacts(report)) for each in targets)
    assert not speaks_of_mentoring([district.target], ReportFacts(report))
