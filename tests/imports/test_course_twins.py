"""The same course brought once more under another spelling, day or person waits for a word; honest courses do not."""

import datetime as dt
from itertools import product

import pytest

from masterstvo.imports import actions
from masterstvo.imports.actions.batch import check_batch
from masterstvo.imports.kinds.training import document_number
from masterstvo.training.models import Programme, Training
from masterstvo.training.queries import doubt_about
from tests.factories.facts import ProgrammeFactory, ProviderFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory
from tests.factories.sheets import xlsx

pytestmark = pytest.mark.django_db
N_PEOPLE, YEARS = 200, (2021, 2022, 2023, 2024, 2025)
SYLLABLES = ("Бе", "Во", "Гу", "Да", "Жи", "Зо", "Ку", "Ло", "Ма", "Но", "Пе", "Ру", "Са", "Ти", "Фо")
WHAT = ("Оценивание", "Наставничество", "Робототехника", "Инклюзия", "Читательская грамотность")
FOR_WHOM = ("на уроках математики", "в начальной школе", "в детском саду", "для классного руководителя")
PROVIDER, HOURS = "Институт развития образования", 36


@pytest.fixture
def district(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return MunicipalityFactory()


@pytest.fixture
def people(district):
    names = (f"{first}{second.lower()}ва" for first, second in product(SYLLABLES, SYLLABLES))
    return [
        PersonFactory(
            municipality=district, last_name=name, first_name="Анна", patronymic="Олеговна", code=f"П{number}"
        )
        for number, name in zip(range(N_PEOPLE), names, strict=False)
    ]


@pytest.fixture
def programmes():
    provider = ProviderFactory(title=PROVIDER)
    titles = [f"{what} {whom}" for what, whom in product(WHAT, FOR_WHOM)]
    return [ProgrammeFactory(provider=provider, title=title, hours=HOURS) for title in titles]


def known(people, programmes):
    """Write five courses of each: one a year, from 1 to 10 March."""
    rows = [
        Training(
            person=person,
            programme=programmes[(number + year) % len(programmes)],
            starts_on=dt.date(year, 3, 1),
            finished_on=dt.date(year, 3, 10),
            document=f"удостоверение № {year}-{number:04}",
        )
        for number, person in enumerate(people)
        for year in YEARS
    ]
    Training.objects.bulk_create(rows)
    return rows


def row(training, **other):
    said = {
        "Код": training.person.code,
        "ФИО": str(training.person),
        "Программа": training.programme.title,
        "Организатор обучения": PROVIDER,
        "Часы": str(HOURS),
        "Начало": f"{training.starts_on:%d.%m.%Y}",
        "Окончание": f"{training.finished_on:%d.%m.%Y}",
        "Документ": "",
    }
    return said | other


def planted(rows, people):
    """Return 200 rows that tell of a known course otherwise, fifty of each kind."""
    of = iter(rows[:: len(rows) // 200])
    for number, each in zip(range(200), of, strict=False):
        title = each.programme.title
        yield [
            lambda r=each, t=title: row(r, Программа=f"«{t.upper()}»", Окончание=f"{r.finished_on.day + 1}.03.{r.finished_on.year}"),
            lambda r=each: row(r, Программа="Современные подходы к обучению", Начало="", Окончание=f"20.05.{r.finished_on.year}", Документ=r.document.removeprefix("удостоверение ")),
            lambda r=each: row(r, Код=people[7].code if r.person != people[7] else people[8].code, ФИО=str(people[7] if r.person != people[7] else people[8]), Начало="", Окончание=f"10.07.{r.finished_on.year}", Документ=r.document),
            lambda r=each: row(r, **{"Организатор обучения": "ГАУ ДПО ИРО", "Часы": "40", "Начало": "", "Окончание": f"09.03.{r.finished_on.year}"}),
        ][number % 4]()  # fmt: skip


def honest(rows):
    """Return 800 rows of other courses: the programme once more, another on the same days, short numbers that many have."""
    for number, each in enumerate(rows[:800]):
        year = each.finished_on.year
        autumn = {"Начало": f"01.10.{year}", "Окончание": f"1{number % 9}.10.{year}"}
        yield [
            lambda r=each, a=autumn: row(r, **a),
            lambda r=each: row(r, Программа="Первая помощь пострадавшим", Документ="№ 7"),
            lambda r=each, a=autumn: row(r, **a, Программа="Основы медиации", Документ=f"удостоверение 77-{r.pk:06}"),
            lambda r=each, a=autumn: row(r, **a, Часы="72", Документ="б/н"),
        ][number % 4]()  # fmt: skip


def test_of_a_thousand_completions_the_planted_twins_are_held_and_honest_ones_are_not(
    district, people, programmes
):
    rows = known(people, programmes)
    bad, good = list(planted(rows, people)), list(honest(rows))

    batch = actions.open_batch(
        municipality=district, kind="training", name="курсы.xlsx", content=xlsx([*bad, *good]), by=None
    )

    check_batch(batch=batch)
    held = dict(batch.rows.filter(verdict="refused").values_list("number", "refusals"))
    found = [number for number in held if number < len(bad) + 2]
    alarms = [number for number in held if number >= len(bad) + 2]
    assert (len(bad), len(good)) == (200, 800)
    assert (len(found), len(alarms)) == (200, 0), [held[number][0] for number in alarms[:3]]
    assert all(refusals[0]["candidates"] for refusals in held.values())


def test_a_held_twin_says_what_is_known_and_is_entered_when_a_person_says_it_is_another_course(
    district, people, programmes
):
    [training] = known(people[:1], programmes)[:1]
    again = row(training, Окончание="11.03.2021", Документ="№ 5")
    batch = actions.open_batch(
        municipality=district, kind="training", name="курсы.xlsx", content=xlsx([again]), by=None
    )
    told = batch.rows.get().refusals[0]

    actions.fix_rows(batch=batch, fixes={2: {"@Программа": "new"}}, by=None)
    batch.refresh_from_db()
    actions.commit_batch(batch=batch, clean_rows=False, by=None)

    assert told["reason"] == (
        f"Похоже, этот курс уже внесён: «{training.programme.title}», окончание 10.03.2021, удостоверение № 2021-0000."
    )
    assert Training.objects.filter(person=people[0], document="№ 5").count() == 1
    assert Programme.objects.count() == len(programmes)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("удостоверение № 3814-25", "381425"),
        ("Удостоверение №3814/25 от", "381425"),
        ("КПК 4379 123456", "4379123456"),
        ("б/н", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_document_is_what_tells_it_from_others(text, number):
    assert document_number(text) == number


def test_a_course_brings_the_register_number_and_the_warning_that_the_form_would_give(district, people):
    person = people[0]
    ProviderFactory(title="Курсы на дому", ownership="private")
    course = {
        "Код": person.code,
        "ФИО": str(person),
        "Программа": "Медиация",
        "Часы": "36",
        "Организатор обучения": "Курсы на дому",
        "Номер в реестре": "018-2026",
    }
    before = course | {"Начало": "20.08.2025", "Окончание": "29.08.2025"}
    after = course | {"Начало": "01.09.2025", "Окончание": "12.09.2025"}

    batch = actions.open_batch(
        municipality=district, kind="training", name="курсы.xlsx", content=xlsx([before, after]), by=None
    )
    warned = dict(batch.rows.values_list("number", "warnings"))
    actions.commit_batch(batch=batch, clean_rows=False, by=None)

    programme = Programme.objects.get()
    assert warned[2] == []
    assert [each["reason"] for each in warned[3]] == [doubt_about(programme.provider, dt.date(2025, 9, 1))]
    assert (programme.register_number, programme.in_federal_register) == ("018-2026", True)
