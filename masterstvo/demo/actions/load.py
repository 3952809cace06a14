"""The whole fictional world: one region, its districts, their people, facts and plan."""

import datetime as dt
import random

from django.db import transaction

from masterstvo.accounts.actions import create_user
from masterstvo.accounts.models import User
from masterstvo.accounts.panels import DemoSignIn
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.statistics import refresh_statistics
from masterstvo.demo.actions.asking import make_asking
from masterstvo.demo.actions.awards import make_awards
from masterstvo.demo.actions.communities import link_plan, make_communities
from masterstvo.demo.actions.contests import make_contests
from masterstvo.demo.actions.courses import make_courses
from masterstvo.demo.actions.district import PRIRECHENSKY, make_places, scaled_places
from masterstvo.demo.actions.events import make_events, make_exam_days
from masterstvo.demo.actions.facts import leave_newcomers, make_programmes, make_year
from masterstvo.demo.actions.jury import juror_with_work, jurors_of_appeals
from masterstvo.demo.actions.mentoring import make_mentoring
from masterstvo.demo.actions.names import words
from masterstvo.demo.actions.papers import make_papers
from masterstvo.demo.actions.past import make_past
from masterstvo.demo.actions.people import make_staff
from masterstvo.demo.actions.plan import make_plan
from masterstvo.demo.actions.practices import make_practices
from masterstvo.demo.actions.ratings import make_ratings
from masterstvo.demo.actions.report import make_report
from masterstvo.demo.actions.routes import make_gains, make_routes, make_templates, show_practices
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Municipality, Organization, Region
from masterstvo.people.models import Person
from masterstvo.routes.actions.route import LIVE
from masterstvo.routes.models import Route

REGION = "Заречная область"
PASSWORD = "uchebny-raion"  # noqa: S105 -- printed on the sign-in page of the fictional district
FACTS_A_PERSON = 6.3  # what one usual year gives: courses, visits, measurements and the rest


class DemoExists(DomainError):
    pass


@transaction.atomic
def load_demo(*, today, seed=2026, people=None, facts=None, progress=None):
    """Write the fictional region as of ``today``; the same seed gives the same people and facts.

    ``people`` and ``facts`` scale it up with more districts and earlier years (of the teachers' number and of all facts, roughly).
    Raises: DemoExists.
    """
    if Municipality.objects.filter(code="prirechensky").exists():
        raise DemoExists("Учебный район уже загружен.")
    rng = random.Random(seed)
    region, _ = Region.objects.get_or_create(title=REGION)
    programmes = make_programmes()
    tell = progress or (lambda text: None)
    main = _make_district(region, "prirechensky", "Приреченский район", PRIRECHENSKY, programmes, today, rng)
    users = _make_users(region, main)
    make_past(main, today=today, by=users[0])
    plan = make_plan(main, today=today, by=users[0])
    make_asking(main, today=today, by=users[0], rng=random.Random(seed))
    make_routes(main, today=today, by=users[0], first=TEACHER)
    make_templates(main, today=today, by=users[0])
    make_communities(main, today=today, by=users[0], first=TEACHER, rng=random.Random(seed))
    make_practices(main, today=today, by=users[0], first=TEACHER, rng=random.Random(seed))
    make_mentoring(main, today=today, by=users[0], first=TEACHER)
    make_awards(main, today=today, by=users[0], rng=random.Random(seed))
    make_courses(main, programmes, today=today, by=users[0], first=TEACHER)
    make_papers(main, today=today, by=users[0])
    make_report(plan, today=today, by=users[0])
    make_events(main, today=today, by=users[0], first=TEACHER)
    make_exam_days(main, today=today, by=users[0])
    link_plan(main)
    make_gains(main, today=today, by=users[0])
    show_practices(main, today=today, by=users[0])
    make_contests(main, today=today, by=users[0], first=TEACHER)
    _sign_in_jurors(main)
    make_ratings(main, today=today, by=users[0])
    _make_district(region, "lesnoy", "Лесной район", scaled_places("Лесной", 60), programmes, today, rng)
    made = 248 + 60
    if people:
        names = [name for name in words()["places"] if name != "Лесной"]
        size = -(-max(0, people - made) // len(names))
        years, intensity = _spread(facts, people)
        for index, name in enumerate(names):
            n_teachers = min(size, people - made)
            if n_teachers < 40:
                break
            made += n_teachers
            _make_district(
                region,
                f"district-{index + 3:02}",
                f"{name} район",
                scaled_places(name, n_teachers),
                programmes,
                today,
                rng,
                years,
                intensity,
            )
            tell(f"{name} район: {made} педагогов")
    refresh_statistics()
    return main


def _spread(facts, people):
    """Return (years, intensity) so that ``people`` have about ``facts`` facts together."""
    if not facts:
        return 1, 1.0
    years = 5 if facts > people * FACTS_A_PERSON * 2 else 1
    return years, max(1.0, facts / (people * FACTS_A_PERSON * years))


def _make_district(region, code, title, places, programmes, today, rng, years=1, intensity=1.0):
    municipality = Municipality.objects.create(
        region=region, code=code, title=title, authority_title=f"Управление образования, {title}"
    )
    organizations = make_places(municipality, places, year=today.year, rng=rng)
    staff = make_staff(municipality, places, organizations, today=today, rng=rng)
    for year in range(today.year - years + 1, today.year + 1):
        last = today if year == today.year else dt.date(year, 12, 31)
        make_year(
            municipality,
            staff,
            programmes,
            first=dt.date(year, 1, 1),
            last=last,
            rng=rng,
            intensity=intensity,
        )
    leave_newcomers(staff, today)
    return municipality


DEMO_USERS = [
    # address, name, role, scope
    ("metodist@demo.example", "Соколова Ирина Викторовна", Role.METHODIST, "municipality"),
    ("nachalnik@demo.example", "Громов Андрей Павлович", Role.HEAD, "municipality"),
    ("shkola@demo.example", "Власова Марина Сергеевна", Role.ORGANIZATION, "organization"),
    ("region@demo.example", "Зорина Алла Юрьевна", Role.REGION, "region"),
]
TEACHER = "uchitel@demo.example"  # no role: what a teacher sees follows from the card
JUROR = "expert@demo.example"  # no role either: a teacher of the register of experts, with works to mark
COLLEAGUES = [
    f"expert{number}@demo.example" for number in (2, 3, 4)
]  # who marked the work that is objected to


def sign_ins():
    """Return the demo's accounts that are really there and open. Queries: two."""
    titles = terms.titles("role")
    roles = {email: titles.get(role, role) for email, _, role, _ in DEMO_USERS} | {
        TEACHER: "педагог",
        JUROR: "эксперт в жюри",
        **dict.fromkeys(COLLEAGUES, "эксперт в жюри"),
    }
    there = dict(User.objects.filter(email__in=roles, is_active=True).values_list("email", "full_name"))
    return [
        DemoSignIn(f"{there[email]}, {role}", email, PASSWORD)
        for email, role in roles.items()
        if email in there
    ]


def _make_users(region, municipality):
    """Give the demo's people their sign-ins; those who work in the district get their own card with it."""
    users = []
    school = Organization.objects.get(municipality=municipality, title="Берёзовская СОШ")
    scopes = {"municipality": municipality, "organization": school, "region": region}
    for email, full_name, role, scope in DEMO_USERS:
        user = create_user(email=email, full_name=full_name, password=PASSWORD, by=None)
        last_name, first_name, patronymic = full_name.split()
        Person.objects.filter(
            municipality=municipality, last_name=last_name, first_name=first_name, patronymic=patronymic
        ).update(user=user)
        users.append(user)
        if role == Role.METHODIST:
            Route.objects.filter(person__municipality=municipality).update(accompanied_by=user, companion="")
        Grant.objects.create(
            user=user,
            role=role,
            starts_on=dt.date(2020, 1, 1),
            basis="учебный район",
            **{scope: scopes[scope]},
        )
    _sign_in_teacher(municipality)
    return users


def _sign_in_teacher(municipality):
    """Give a sign-in to the first teacher of whom there is everything to see: measurements, a route that goes on, courses, a mentor."""
    teacher = (
        Person.objects.filter(
            municipality=municipality, user=None, routes__state__in=LIVE, routes__basis="diagnostics"
        )
        .filter(diagnostics__isnull=False, trainings__isnull=False, mentorships_as_mentee__isnull=False)
        .order_by("pk")
        .first()
    )
    if teacher:
        _sign_in(teacher, TEACHER)


def _sign_in_jurors(municipality):
    """Give a sign-in to a member of the jury at work who has marked some works and not yet the others.

    And to those who marked the work that is objected to: so the appeal can be walked to its end.
    """
    if person := juror_with_work(municipality):
        _sign_in(person, JUROR)
    for email, colleague in zip(COLLEAGUES, jurors_of_appeals(municipality), strict=False):
        _sign_in(colleague, email)


def _sign_in(person, email):
    person.user = create_user(email=email, full_name=str(person), password=PASSWORD, by=None)
    person.save(update_fields=["user"])
