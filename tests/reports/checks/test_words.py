import datetime as dt

import pytest

from masterstvo.reports.checks import run_checks
from tests.factories.organizations import OrganizationAliasFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityFactory, DirectionFactory
from tests.factories.reports import NarrativeFactory, ReportApprovalFactory


@pytest.fixture
def found(facts):
    return lambda key: [finding.what.replace("\u00a0", " ") for finding in run_checks(facts(), only=[key])]


@pytest.fixture
def say(report):
    return lambda text: report.narratives.update(facts=text)


def test_each_direction_ends_with_a_conclusion(found, district, report):
    second = DirectionFactory(plan=district.plan, title="Наставничество")
    part = DirectionFactory(plan=district.plan, parent=second, title="Пары")
    before = found("no_conclusion")
    NarrativeFactory(report=report, direction=part, conclusions="Закрепить пары приказом.")

    assert (before, found("no_conclusion")) == (["Нет вывода."], [])


def test_who_has_not_agreed_in_time_is_named_but_stops_nothing(found, report, facts):
    for name, due_on, agreed_on in (
        ("Тюрина О. С.", dt.date(2025, 11, 25), None),
        ("Громов А. П.", dt.date(2025, 12, 10), None),
        ("Соколова И. В.", dt.date(2025, 11, 20), dt.date(2025, 11, 21)),
    ):
        ReportApprovalFactory(report=report, name=name, due_on=due_on, agreed_on=agreed_on)

    assert found("not_agreed") == ["Тюрина О. С.: срок согласования прошёл 25.11.2025."]
    assert not any(finding.is_open for finding in run_checks(facts(), only=["not_agreed"]))


def test_a_problem_has_a_cause(found, report):
    report.narratives.update(problems="Мало наставников")

    assert found("problem_without_cause") == ["Проблемы названы, причины нет."]


@pytest.mark.parametrize(
    "text", ["Прошли обучение 30 % педагогов.", "План – 20 % прошедших обучение.", "Обучение – 16 %."]
)
def test_a_share_that_agrees_or_speaks_of_something_else_passes(found, say, text):
    say(text)

    assert found("quoted_share_differs") == []


def test_a_share_that_contradicts_table_one_is_noted(found, say, district):
    district.target.title = "Доля наставников, прошедших обучение"
    district.target.save()
    say("Среди наставников обучение завершили 16%.")

    assert found("quoted_share_differs") == [
        "В тексте 16 %, а показатель «Доля наставников, прошедших обучение» – 30 % (3 из 10)."
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("В конкурсах участвовали 30 педагогов (10%).", 1),
        ("Обучены 3 педагога (30%).", 0),
        ("Участвовал 1% руководителей (3 чел.).", 1),
        ("Участвовали 50% руководителей (1 чел.).", 0),
        ("Обучены 3 педагога, а 40% школ получили технику.", 0),
    ],
)
def test_a_count_and_its_share_have_a_common_whole(found, say, district, text, count):
    for _ in range(2):
        EmploymentFactory(organization=district.school, category="managing", position="директор")
    say(text)

    assert len(found("quoted_count_fits_nobody")) == count


def test_a_share_of_thirty_six_is_a_whole_person(found, say):
    say("В районе 36 молодых педагогов. Поддержку получили 58% из них, в конкурсе были 2,5% из них.")

    assert found("share_of_them_is_not_whole") == ["2,5 % из 36 – это 0,9 человека."]


def test_schools_are_counted_as_the_directory_counts_them(found, say):
    say("Положение есть у 22 из 23 общеобразовательных учреждений.")

    assert found("organizations_miscounted") == [
        "В тексте «22 из 23 общеобразовательных», в справочнике таких организаций 1."
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Открытый день провела Лесновская средняя школа.", []),
        ("День в Лесновской школе.", []),
        (
            "День в Лисновской средней школе.",
            ["Организации «Лисновской средней школе» нет в справочнике. Похоже на «лесновская школа»."],
        ),
        ("Выпускник СОШ № 8.", ["Организации «СОШ № 8» нет в справочнике."]),
        ("Выпускник СОШ №2.", []),
        ("Начальная школа открыта.", []),
    ],
)
def test_an_unknown_school_is_noted_and_a_near_name_offered(found, say, district, text, what):
    OrganizationAliasFactory(
        organization=OrganizationFactory(municipality=district.municipality), name="СОШ № 2"
    )
    say(text)

    assert found("unknown_organization") == what


def test_one_person_has_one_spelling(found, say, district):
    ActivityFactory(plan=district.plan, number="5", responsible_text="Нетёсова Л.В., методист")
    say("Работу ведёт Нетесова Л. В.")

    assert found("two_spellings") == ["Один человек или два: Нетесова Л. В. и Нетёсова Л. В.?"]


def test_people_with_different_initials_in_one_letter_are_asked_about(found, say):
    say("Куратор – Богданова Ю. Л.; занятия ведёт Богданова Ю. А.; ещё есть Богданова М. А.")

    assert found("two_spellings") == ["Один человек или два: Богданова Ю. А. и Богданова Ю. Л.?"]


def test_a_cited_appendix_exists(found, say):
    say("Список (Приложение 1), расписание (приложение № 7).")

    assert found("missing_appendix") == ["Названо «приложение № 7», в отчёте приложений 4."]
