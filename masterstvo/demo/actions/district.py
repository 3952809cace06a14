"""The places of a district: organizations, their statuses, acts, figures, vacancies and results of pupils."""

import datetime as dt
import random
from dataclasses import dataclass

from masterstvo.core.terms import titles
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Municipality, Organization, OrganizationFigure, OrganizationStatus
from masterstvo.people.models import Vacancy
from masterstvo.quality.models import PupilResult, SkillResult


@dataclass(frozen=True)
class Place:
    """One organization to be made, and how many people work there; ``named`` are its first managers, then methodists."""

    title: str
    kind: str
    level: str
    n_teachers: int
    n_managers: int
    n_methodists: int = 0
    pupils: int = 0
    named: tuple = ()


METHOD_OFFICE = (
    "Громов Андрей Павлович",
    "Тюрина Ольга Семёновна",
    "Соколова Ирина Викторовна",
    "Ермакова Наталья Алексеевна",
    "Лапшина Галина Викторовна",
)
PRIRECHENSKY = [
    Place("Приреченская СОШ № 1", "school", "secondary", 52, 4, pupils=684),
    Place("Приреченская СОШ № 2", "school", "secondary", 38, 3, pupils=497),
    Place(
        "Берёзовская СОШ",
        "school",
        "secondary",
        24,
        2,
        pupils=187,
        named=("Панин Олег Геннадьевич", "Власова Марина Сергеевна"),
    ),
    Place("Усть-Таловская СОШ", "school", "secondary", 21, 2, pupils=165),
    Place("Заозёрная СОШ", "school", "secondary", 19, 2, pupils=142),
    Place("Кедровская СОШ", "school", "secondary", 18, 2, pupils=131),
    Place("Каменская ООШ", "school", "basic", 11, 1, pupils=68),
    Place("Лесновская ООШ", "school", "basic", 9, 1, pupils=51),
    Place("Сосновская НОШ", "school", "primary", 6, 1, pupils=34),
    Place("Детский сад № 1 «Ручеёк»", "kindergarten", "", 14, 1, pupils=146),
    Place("Детский сад № 3 «Солнышко»", "kindergarten", "", 12, 1, pupils=118),
    Place("Детский сад «Теремок»", "kindergarten", "", 8, 1, pupils=63),
    Place("Дом детского творчества", "extracurricular", "", 9, 1, pupils=310),
    Place("Спортивная школа", "extracurricular", "", 7, 1, pupils=205),
    Place("Управление образования", "authority", "", 0, 2, 3, named=METHOD_OFFICE),
]


def scaled_places(name, n_teachers):
    """Return places for an invented district with ``n_teachers``, in the proportions of Приреченский район."""
    base = sum(place.n_teachers for place in PRIRECHENSKY)
    places, left = [], n_teachers
    for place in PRIRECHENSKY:
        n = min(left, max(1, round(place.n_teachers * n_teachers / base))) if place.n_teachers else 0
        left -= n
        title = place.title.replace(
            "Приреченская", f"{name.removesuffix('ый').removesuffix('ий').removesuffix('ой')}ская"
        )
        places.append(
            Place(title, place.kind, place.level, n, place.n_managers, place.n_methodists, place.pupils)
        )
    first = places[0]
    places[0] = Place(
        first.title, first.kind, first.level, first.n_teachers + left, first.n_managers, 0, first.pupils
    )
    return places


def make_places(municipality: Municipality, places, *, year, rng):
    """Write the organizations of ``places`` with all that is said of them in ``year``; return them in the same order."""
    organizations = Organization.objects.bulk_create(
        Organization(
            municipality=municipality,
            code=f"{index:03}",
            title=place.title,
            kind=place.kind,
            level=place.level,
            locality="town" if index <= 2 else "village",
            site=f"https://org{index}.example.org" if index != 6 else "",
        )
        for index, place in enumerate(places, start=1)
    )
    by_title = {place.title: organization for place, organization in zip(places, organizations, strict=True)}
    teaching = [by_title[place.title] for place in places if place.n_teachers]
    schools = [organization for organization in teaching if organization.kind == "school"]
    _make_statuses(schools, year)
    _make_acts(municipality, teaching, year)
    _make_figures(places, by_title, year, rng)
    _make_vacancies(teaching, year)
    _make_pupil_results(schools, year, rng)
    _make_skill_results(schools, year)
    return organizations


def _make_statuses(schools, year):
    start = dt.date(year, 1, 1)
    rows = [
        (schools[index], "risk_zone", "", dt.date(year - 1, 1, 1), "распоряжение № 55-1536-мр")
        for index in (2, 4, 6)
        if index < len(schools)
    ]
    rows += [
        (
            school,
            "growth_point",
            "естественно-научная направленность",
            dt.date(year - 3, 9, 1),
            "приказ № 201-од",
        )
        for school in schools[2:6]
    ]
    rows += [
        (schools[0], "thematic_complex_site", "агробизнес-образование", start, "распоряжение № 55-88-мр")
    ]
    rows += [
        (school, "psychology_classes", "", dt.date(year - 1, 9, 1), "приказ № 214-од")
        for school in schools[:2]
    ]
    OrganizationStatus.objects.bulk_create(
        OrganizationStatus(organization=school, kind=kind, topic=topic, starts_on=day, basis=basis)
        for school, kind, topic, day, basis in rows
    )


def _make_acts(municipality, organizations, year):
    """All but two have a regulation on mentoring, two thirds an order on pairs: the difference a real report hid."""
    kinds = titles("document_kind")
    rows = [
        (organization, "mentoring_regulation", "12", dt.date(year - 2, 9, 4))
        for organization in (*organizations[:9], *organizations[10:-1])
    ]
    rows += [
        (organization, "mentoring_pairs", "47", dt.date(year, 1, 20))
        for organization in organizations[: len(organizations) * 2 // 3]
    ]
    rows += [(organization, "incentives", "48", dt.date(year, 1, 22)) for organization in organizations[:6]]
    rows += [
        (organization, "development_programme", "3", dt.date(year - 1, 8, 30))
        for organization in organizations[:4]
    ]
    Document.objects.bulk_create(
        Document(
            municipality=municipality,
            organization=organization,
            kind=kind,
            number=f"{number}-{index}",
            dated_on=day,
            title=kinds[kind].capitalize(),
        )
        for index, (organization, kind, number, day) in enumerate(rows, start=1)
    )


def _make_figures(places, by_title, year, rng):
    rows = []
    for place in places:
        if place.pupils:
            kind = "children" if place.kind == "kindergarten" else "pupils"
            rows += [
                (place.title, kind, place.pupils),
                (place.title, "computers", place.pupils // 8 + 3),
                (place.title, "internet_speed", rng.choice([10, 50, 100])),
            ]
    OrganizationFigure.objects.bulk_create(
        OrganizationFigure(organization=by_title[title], year=each, kind=kind, value=value)
        for title, kind, value in rows
        for each in (year - 1, year)
    )


def _make_vacancies(organizations, year):
    wanted = [
        ("учитель", "английский язык", 22),
        ("учитель-логопед", "", 18),
        ("учитель", "математика", 25),
        ("учитель", "физика", 14),
        ("музыкальный руководитель", "", 24),
        ("педагог-психолог", "", 36),
    ]
    Vacancy.objects.bulk_create(
        Vacancy(
            organization=organizations[index % len(organizations)],
            position=position,
            subject=subject,
            weekly_hours=hours,
            opened_on=dt.date(year - 1, 8, 25),
        )
        for index, (position, subject, hours) in enumerate(wanted, start=2)
    )


def _make_pupil_results(schools, year, rng):
    rows = []
    for school in schools:
        for subject in ("русский язык", "математика"):
            for grade in ("4", "5", "6", "7", "8"):
                if school.level == "primary" and grade != "4":
                    continue
                passed = rng.randint(70, 100)
                rows.append(
                    PupilResult(
                        organization=school,
                        year=year,
                        procedure="vpr",
                        subject=subject,
                        grade=grade,
                        n_pupils=rng.randint(6, 48),
                        mean_score=round(rng.uniform(2.9, 4.3), 2),
                        passed_share=passed,
                        quality_share=rng.randint(25, passed),
                        looks_biased=rng.random() < 0.1,
                    )
                )
    PupilResult.objects.bulk_create(rows)


SKILLS = {
    "математика": ("Действия с дробями", "Задачи на проценты", "Чтение графиков и диаграмм"),
    "русский язык": ("Понимание смысла текста", "Пунктуация в сложном предложении"),
}


def _make_skill_results(schools, year):
    """Add how classes coped with single skills; one in six is weak."""
    rng = random.Random(f"умения {year}")
    SkillResult.objects.bulk_create(
        SkillResult(
            organization=school,
            year=year,
            procedure="vpr",
            subject=subject,
            grade="6",
            skill=skill,
            n_pupils=rng.randint(9, 48),
            coped_share=rng.choice((38, 55, 61, 68, 74, 82)) + rng.randint(0, 9),
        )
        for school in schools
        if school.level != "primary"
        for subject, skills in SKILLS.items()
        for skill in skills
    )
