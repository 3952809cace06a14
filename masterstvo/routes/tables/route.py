"""Columns and filters of the list of routes, and the panel on a person's card."""

from collections import Counter
from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import (
    Column,
    Filter,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    in_period,
    search,
)
from masterstvo.core.numbers import counted
from masterstvo.diagnostics.queries.standing import with_openness
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at
from masterstvo.people.queries import working
from masterstvo.routes.choices import RouteState, StepKind
from masterstvo.routes.merging import What
from masterstvo.routes.models import Route
from masterstvo.routes.queries.route import standings, with_progress
from masterstvo.routes.queries.template import IS_BEHIND, is_behind, proposed_to
from masterstvo.routes.rules import buildable_people, opened_routes, visible_routes, visible_templates

LOOKS = {
    RouteState.DRAFT: "draft",
    RouteState.AGREEMENT: "on_agreement",
    RouteState.APPROVED: "approved",
    RouteState.ACTIVE: "going_on",
    RouteState.COMPLETED: "done",
    RouteState.STOPPED: "closed",
}


BASIS = Column("Основание", attrgetter("basis"), 18, "route_basis")
KIND = Column("Вид", attrgetter("kind"), 10, "route_kind")
ROUTE = Column(
    "Маршрут",
    attrgetter("basis"),
    18,
    "route_basis",
    url=lambda route: route.get_absolute_url() if route.is_open else "",
)
STATE = Column(
    "Состояние",
    lambda row: row.get_state_display(),
    18,
    state=lambda row: LOOKS[row.state],
    small=lambda row: "шаблон изменился" if is_behind(row) else "",
)
APPROVED = Column("Утверждён", attrgetter("approved_on"), 12)
STARTS = Column("Начало", attrgetter("starts_on"), 12)
ENDS = Column("Окончание", attrgetter("last_day"), 12)
COMPANION = Column("Сопровождающий", attrgetter("companions"), 28)


def _progress(route):
    return f"{route.n_done} из {route.n_steps}" if route.n_steps else ""


PROGRESS = Column("Шагов сделано", _progress, 14)

ROUTES = Table(
    title="Маршруты",
    columns=(
        person_column(),
        workplace_column(),
        KIND,
        BASIS,
        Column("Шаблон", lambda row: row.version.template.title if row.version and row.is_open else "", 30),
        Column("Составлен", attrgetter("drafted_on"), 12),
        APPROVED,
        STARTS,
        ENDS,
        STATE,
        PROGRESS,
        COMPANION,
    ),
    shown=(person_column(), workplace_column(), KIND, ROUTE, STATE, PROGRESS, ENDS, COMPANION),
    filters=(
        person_search("companion"),
        works_at(),
        by_choice("state", "state", RouteState.choices, "Состояние"),
        by_term("kind", "kind", "route_kind", "Вид"),
        by_term("basis", "basis", "route_basis", "Основание"),
        by_scope(
            "template",
            lambda request: visible_templates(request.user),
            # A template tells the steps, which not everybody may know (ADR 0026).
            lambda rows, template: rows.filter(version__template=template, is_open=True),
            "Шаблон",
        ),
        by_condition("behind", lambda: IS_BEHIND, "Шаблон изменился"),
        *in_period("approved_on"),
    ),
    edit=lambda row: reverse("routes:route_edit", args=[row.pk]),
)


# --- The queue of agreement ----------------------------------------------------------------------------------------------
AGREEMENT = Q(state=RouteState.AGREEMENT)
WAITS = {  # what a route waits for: the condition, and how it is called
    "send": (Q(state=RouteState.DRAFT), "отправки педагогу"),
    "person": (AGREEMENT & Q(agreed_by_person_on=None), "согласия педагога"),
    "me": (Q(waits_for_me=True), "вашего согласия"),
    "act": (
        AGREEMENT & Q(agreed_by_person_on__isnull=False, agreed_by_companion_on__isnull=False),
        "акта",
    ),
}


def waits_for(route):
    """Return in words for what a route of the queue waits; several may be missing at once."""
    if route.state == RouteState.DRAFT:
        return [WAITS["send"][1]]
    missing = [WAITS["person"][1]] if not route.agreed_by_person_on else []
    if route.waits_for_me:
        missing.append(WAITS["me"][1])
    elif not route.agreed_by_companion_on:
        missing.append("согласия методиста маршрута")
    return missing or [WAITS["act"][1]]


QUEUE = Table(
    title="Очередь согласования",
    columns=(
        person_column(),
        workplace_column(),
        Column("Ждёт", waits_for, 36),
        Column("Шагов", attrgetter("n_steps"), 8, is_number=True),
        STARTS,
        ENDS,
        COMPANION,
    ),
    filters=(
        person_search(),
        works_at(),
        Filter(
            "waits",
            by_choice("waits", "", [(key, words) for key, (_, words) in WAITS.items()], "Ждёт").field,
            lambda rows, key: rows.filter(WAITS[key][0]),
        ),
    ),
)


def organization_panel(user, organization):
    """How many routes of those who work here are in each state, and how far they have come; by the right to the persons (ADR 0022)."""
    staff = working(timezone.localdate(), organization=organization)
    rows = standings(visible_routes(user).filter(person__in=staff))
    if not rows:
        return None
    return Panel(
        title="Маршруты педагогов",
        columns=(
            Column("Состояние", lambda row: row.state.label, 18, state=lambda row: LOOKS[row.state]),
            Column("Маршрутов", attrgetter("n_routes"), 12, is_number=True),
            Column("Шагов сделано", _progress, 14),
        ),
        rows=rows,
        all_url=f"{reverse('routes:route_list')}?organization={organization.pk}",
    )


def person_panel(user, person):
    """That a route exists and how far it has come, never the scores behind it."""
    rows = with_progress(Route.objects.filter(person=person))
    return Panel(
        title="Маршруты",
        columns=(
            ROUTE,
            STATE,
            PROGRESS,
            STARTS,
            ENDS,
            COMPANION,
        ),
        rows=list(
            with_openness(rows, opened_routes(user)).select_related("accompanied_by", "version__template")
        ),
        empty="Маршрута пока нет.",
        all_url=reverse("routes:route_build", args=[person.pk])
        if buildable_people(user).filter(pk=person.pk).exists()
        else "",
    )


# --- Steps of one route, for Excel ------------------------------------------------------------------------------------
STEPS = Table(
    title="Шаги маршрута",
    columns=(
        Column("Шаг", attrgetter("title"), 50),
        Column("Вид", lambda row: row.get_kind_display(), 20),
        Column("Компетенции", lambda row: [str(each) for each in row.competences.all()], 40),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("С", attrgetter("starts_on"), 12),
        Column("По", attrgetter("last_day"), 12),
        Column("Состояние", lambda row: row.get_state_display(), 12),
        Column("Сделан", attrgetter("done_on"), 12),
        Column("Класс", attrgetter("school_class"), 10),
        Column("Тема урока", attrgetter("topic"), 30),
        Column("Наблюдал", attrgetter("observed_by"), 30),
        Column(
            "Карта наблюдателя или измерение", lambda row: row.sheet.campaign.title if row.sheet else "", 30
        ),
        Column("Как прошло", attrgetter("note"), 40),
        Column("Что подтвердит", attrgetter("evidence"), 30),
        Column("Файл", lambda row: bool(row.file), 8),
    ),
)


# --- Templates --------------------------------------------------------------------------------------------------------
def version_in_words(template):
    """Return what holds of a template now, in words."""
    if template.archived_on:
        return "в архиве"
    return f"действует версия {template.number}" if template.number else "черновик"


def _look_of_template(template):
    if template.archived_on:
        return "closed"
    return "approved" if template.number else "draft"


TOLD = (
    (What.ADDED, ("шаг добавлен", "шага добавлены", "шагов добавлено")),
    (What.CHANGED, ("шаг изменён", "шага изменены", "шагов изменено")),
    (What.REMOVED, ("шаг убран", "шага убраны", "шагов убрано")),
)


def differences_in_words(found):
    """Return «2 шага добавлены, 1 шаг изменён», or "" where there is no difference."""
    counts = Counter(each.what for each in found)
    return ", ".join(counted(counts[what], *words) for what, words in TOLD if counts[what])


def proposed_in_words(route):
    """Return what a changed template proposes to ``route`` in words; "" when it follows its template."""
    newer, found = proposed_to(route)
    return newer and (differences_in_words(found) or "пройденных шагов это не касается")


SAID = {
    "kind": "вид",
    "title": "название",
    "hours": "часы",
    "week": "с недели",
    "weeks": "недель",
    "competences": "компетенции",
    "evidence": "что подтвердит",
}


def changes_in_words(found, competences):
    """Return [(key, what, title, [(column, before, after)])] of proposed changes, as a page shows them."""
    titles = {each.key: each.title for each in competences}
    labels = {str(what): words[0] for what, words in TOLD}
    return [
        (
            each.key,
            each.what,
            labels[each.what],
            each.title,
            [
                (SAID[name], *(_said(step, name, titles) for step in (each.before, each.after)))
                for name in each.fields
                if each.before or name != "title"
            ],
        )
        for each in found
    ]


def _said(step, name, titles):
    value = getattr(step, name) if step else ""
    if name == "kind":
        return dict(StepKind.choices).get(value, value)
    return ", ".join(titles.get(key, key) for key in value) if isinstance(value, tuple) else str(value)


TEMPLATES = Table(
    title="Шаблоны маршрутов",
    columns=(
        Column(
            "Шаблон",
            attrgetter("title"),
            50,
            url=lambda row: row.get_absolute_url(),
            small=attrgetter("purpose"),
        ),
        Column("Вид", attrgetter("kind"), 10, "route_kind"),
        Column("Шагов", attrgetter("n_steps"), 8, is_number=True),
        Column("Маршрутов", attrgetter("n_routes"), 10, is_number=True),
        Column("Чей", lambda row: row.municipality or "поставляется с программой", 30),
        Column("Состояние", version_in_words, 20, state=_look_of_template),
    ),
    filters=(
        search("title", "purpose"),
        by_term("kind", "kind", "route_kind", "Вид"),
        by_condition("archived", lambda: Q(archived_on__isnull=False), "Только из архива"),
    ),
)
