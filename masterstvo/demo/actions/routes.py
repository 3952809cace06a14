"""What routes of the fictional district are made of, and how far some teachers have come."""

import datetime as dt
from typing import Any

from django.db.models import Count

from masterstvo.diagnostics.actions import add_diagnostic
from masterstvo.diagnostics.models import Competence, Deficit, Diagnostic
from masterstvo.diagnostics.queries.framework import framework_on
from masterstvo.events.choices import COMING, EventState
from masterstvo.events.models import Event
from masterstvo.practices.models import Practice
from masterstvo.routes.actions.following import draft_from_template
from masterstvo.routes.actions.gain import set_event_gains, set_programme_gains
from masterstvo.routes.actions.offer import add_offer
from masterstvo.routes.actions.route import LIVE, keep_steps
from masterstvo.routes.actions.showing import set_showings
from masterstvo.routes.actions.step import finish_step
from masterstvo.routes.actions.template import (
    add_template_step,
    begin_template_version,
    copy_template,
    edit_template,
    publish_template_version,
)
from masterstvo.routes.choices import RouteState, StepKind
from masterstvo.routes.models import Route, RouteTemplate
from masterstvo.routes.queries.building import Wish, propose
from masterstvo.routes.queries.offer import offers_on
from masterstvo.training.models import Session

N_ROUTES = 8
N_FROM_TEMPLATE = 3
OFFERS = (  # kind, title, competences, hours, weeks, levels, seats, place
    ("visit", "Три урока коллеги: отзыв вместо отметки", ["method.assessment"], 3, 1, 1, None, "Берёзовская СОШ"),
    ("course", "Обратная связь на уроке", ["method.assessment", "method.dialogue"], 18, 6, 2, 25, "ИРО, дистанционно"),
    ("self_study", "Разбор записей уроков с вопросами", ["method.dialogue"], 4, 2, 1, None, "по видеозаписям"),
    ("event", "Методический десант: задания разной трудности", ["method.difficulties"], 6, 2, 1, 30, "Приреченская СОШ № 1"),
    ("course", "Функциональная грамотность в заданиях учителя", ["subject.literacy"], 24, 8, 3, 20, "ИРО"),
    ("practice", "Банк заданий на функциональную грамотность", ["subject.literacy"], 6, 3, 1, None, "банк практик района"),
    ("mentoring", "Пара уроков с наставником: цель и её проверка", ["method.design"], 4, 2, 2, None, "своя школа"),
    ("visit", "Уроки коллеги: порядок без крика", ["psychology.motivation"], 3, 1, 1, None, "Кедровская СОШ"),
)  # fmt: skip
GAINS = (["method.assessment"], ["subject.literacy", "method.design"])  # of the courses that begin first
LESSON: dict[str, Any] = {
    "school_class": "7 «Б»",
    "topic": "Отзыв вместо отметки",
    "observer_name": "завуч школы",
}
TESTS = ((100, "Входной тест"), (75, "Промежуточный тест"))  # days ago, procedure
MEASURED = (  # what the tests showed: first and later, percent
    {"method.assessment": (35, 52), "method.dialogue": (41,), "subject.content": (72, 81)},
    {"subject.literacy": (48,), "method.design": (66, 74)},
    {"method.difficulties": (44, 57), "psychology.motivation": (78,)},
    {"method.design": (39,), "communication.parents": (64,)},
)


def make_routes(municipality, *, today, by, first):
    """Write the catalogue, and the steps of some routes that go on, the one of the account with the address ``first`` before the others.

    Only people who have been measured and have a route already: the district's indicators stay what they were.
    """
    known = {
        each.key: each for each in Competence.objects.filter(framework=framework_on(municipality.pk, today))
    }
    for kind, title, keys, hours, weeks, levels, seats, place in OFFERS:
        add_offer(
            municipality=municipality,
            competences=[known[key] for key in keys],
            by=by,
            kind=kind,
            title=title,
            hours=hours,
            weeks=weeks,
            levels=levels,
            seats=seats,
            place=place,
            starts_on=today - dt.timedelta(days=150),
            ends_on=today + dt.timedelta(days=200),
        )
    measured = Diagnostic.objects.filter(measured_on__year=today.year, measured_on__lte=today).values(
        "person"
    )
    going_on = Route.objects.filter(
        person__municipality=municipality,
        person__in=measured,
        state__in=LIVE,
        basis="diagnostics",
    )
    routes = sorted(
        going_on.select_related("person__user").order_by("pk"),
        key=lambda route: route.person.user is None or route.person.user.email != first,
    )
    for number, route in enumerate(routes[:N_ROUTES]):
        _walk(route, MEASURED[number % len(MEASURED)], known, number, today=today, by=by)


def _walk(route, measured, known, number, *, today, by):
    """Measure the person, build the steps, and take the first few of them."""
    for key, percents in measured.items():
        for percent, (days, procedure) in zip(percents, TESTS, strict=False):
            add_diagnostic(
                person=route.person,
                measured_on=today - dt.timedelta(days=days),
                procedure=procedure,
                competency=known[key].title,
                kind="test",
                score=percent,
                maximum=100,
                by=by,
            )
    deficits = list(
        Deficit.objects.filter(person=route.person, closed_on=None)
        .select_related("competence")
        .order_by("pk")
    )
    wish = Wish(today - dt.timedelta(days=70), today + dt.timedelta(days=150), hours=40, weekly_hours=4)
    offers = offers_on(route.person.municipality_id, wish.starts_on, wish.ends_on)
    proposal = propose(route.person, deficits, offers, wish)
    route.starts_on, route.ends_on = wish.starts_on, wish.ends_on
    route.goal = "Увидеть на своём уроке то, чему научились"
    route.save()
    route.deficits.set(each for each in deficits if str(each.competence_id) in proposal.route.covered)
    keep_steps(route, proposal, by=by)
    learned = [step for step in route.steps.all() if step.kind != StepKind.CHECK and step.last_day < today]
    for step in learned[: 1 + number % 3]:
        lesson = LESSON if step.is_lesson else {}
        finish_step(step, done_on=step.last_day, note="Попробовали, обсудили", by=by, **lesson)


def make_templates(municipality, *, today, by):
    """Give the district a template of its own, drafts made from it, and a second version with one step more, of which they are told.

    Only drafts that are there already are filled: the district's indicators stay what they were.
    """
    shipped = RouteTemplate.objects.get(municipality=None, key="young-teacher")
    own = copy_template(shipped, municipality=municipality, by=by)
    edit_template(own, title="Молодой педагог района", by=by)
    publish_template_version(own, by=by)
    drafts = Route.objects.filter(person__municipality=municipality, state=RouteState.DRAFT, steps=None)
    for route in drafts.select_related("person").order_by("pk")[:N_FROM_TEMPLATE]:
        route.accompanied_by = by
        route.save()
        draft_from_template(
            own, person=route.person, starts_on=today, basis=route.basis, by=by, reason="первый год работы"
        )
    begin_template_version(own, by=by)
    add_template_step(
        own,
        kind=StepKind.VISIT,
        title="Урок коллеги из соседней школы",
        hours=2,
        week=14,
        weeks=1,
        competences=["method.dialogue"],
        evidence="два вопроса, которые задал бы своему классу",
        by=by,
    )
    publish_template_version(own, by=by)


def make_gains(municipality, *, today, by):
    """Say which competences the coming courses and the nearest event give, so that they are offered to routes."""
    known = {
        each.key: each for each in Competence.objects.filter(framework=framework_on(municipality.pk, today))
    }
    coming = Session.objects.filter(municipality=municipality, starts_on__gt=today).select_related(
        "programme"
    )
    programmes = dict.fromkeys(each.programme for each in coming.order_by("starts_on", "pk"))
    for programme, keys in zip(programmes, GAINS, strict=False):
        competences = [known[key] for key in keys]
        set_programme_gains(programme, municipality=municipality, competences=competences, levels=2, by=by)
    event = Event.objects.filter(municipality=municipality, state__in=COMING, hours__gt=0, held_on__gt=today)
    if nearest := event.order_by("held_on", "pk").first():
        set_event_gains(nearest, competences=[known["method.difficulties"]], levels=1, by=by)


def show_practices(municipality, *, today, by):
    """Say that events that were, and the next one that takes registrations, show the practices of the bank that most have repeated."""
    practices = list(
        Practice.objects.in_bank(today)
        .filter(municipality=municipality)
        .annotate(n=Count("repeats"))
        .order_by("-n", "pk")[:3]
    )
    held = Event.objects.filter(municipality=municipality, state=EventState.HELD).annotate(
        n=Count("participations")
    )
    coming = Event.objects.filter(municipality=municipality, state=EventState.OPEN, held_on__gt=today)
    events = [*held.order_by("-n", "pk")[:2], *coming.order_by("held_on", "pk")[:1]]
    for event, shown in zip(events, (practices[:2], practices[:1], practices[:1]), strict=False):
        set_showings(event, shown, by=by)
