"""The catalogue as a list, and what programmes, sessions, events and practices show of it on their pages."""

from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import (
    Column,
    Panel,
    Table,
    by_choice,
    by_condition,
    search,
)
from masterstvo.events.rules import visible_events
from masterstvo.organizations.rules import EDITORS, municipalities_where
from masterstvo.practices.rules import visible_practices
from masterstvo.routes.choices import StepKind
from masterstvo.routes.queries.offer import gains_of
from masterstvo.routes.queries.showing import showings_of

OFFERS = Table(
    title="Каталог маршрутов",
    columns=(
        Column("Что", attrgetter("title"), 50, small=attrgetter("place")),
        Column("Вид", lambda row: row.get_kind_display(), 18),
        Column("Компетенции", lambda row: [str(each) for each in row.competences.all()], 50),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("С", attrgetter("starts_on"), 12),
        Column("По", attrgetter("last_day"), 12),
        Column("Мест", attrgetter("seats"), 8, is_number=True),
    ),
    filters=(
        search("title", "place", "competences__title"),
        by_choice("kind", "kind", StepKind.learning(), "Вид"),
        by_condition("future", lambda: Q(ends_on__gt=timezone.localdate()), "Ещё можно выбрать"),
    ),
    edit=lambda row: reverse("routes:offer_edit", args=[row.pk]),
)


# --- What programmes and events give ------------------------------------------------------------------------------------
GAINS = (
    Column("Компетенция", attrgetter("competence"), 50),
    Column("Сила", attrgetter("levels"), 8, is_number=True),
)


def programme_panel(user, programme):
    """Which competences a programme gives where ``user`` says so."""
    rows = gains_of(programme).filter(municipality__in=municipalities_where(user, EDITORS))
    return _gains_panel(user, "programme_gains", programme, rows)


def session_panel(user, session):
    """The same on the page of a session, for whose municipality it is."""
    rows = gains_of(session.programme).filter(municipality=session.municipality_id)
    return _gains_panel(user, "programme_gains", session.programme, rows)


def event_panel(user, event):
    return _gains_panel(
        user, "event_gains", event, gains_of(event).filter(municipality=event.municipality_id)
    )


SHOWN = (
    Column("Событие", attrgetter("event.title"), 44, url=attrgetter("url")),
    Column("Когда", attrgetter("event.held_on"), 12),
    Column("Где", lambda row: row.event.venue or row.event.place, 30),
    Column("Человек", attrgetter("n_people"), 10, is_number=True),
)
NAMED = (Column("Практика", attrgetter("practice"), 60, url=lambda row: row.practice.get_absolute_url()),)


def practice_panel(user, practice):
    """Where a practice was shown, to how many, and where one may still see it; nothing while no event names it."""
    rows: list[Any] = list(showings_of(practice))
    if not rows:
        return None
    opened = set(
        visible_events(user).filter(pk__in=[row.event_id for row in rows]).values_list("pk", flat=True)
    )
    coming = [row for row in rows if row.event.state == "open"]
    own = reverse("events:event_own") if user.has_perm("events.register_oneself") else ""
    for row in rows:
        told = row.event.get_absolute_url() if row.event_id in opened else ""
        row.url = told or (own if row in coming else "")
    return Panel(
        title="Где её показывают",
        columns=SHOWN,
        rows=rows,
        note="Посмотреть вживую – первый шаг к «Я повторил это»; запись в «Моих событиях»" if coming else "",
    )


def shown_panel(user, event):
    """Which practices an event shows."""
    rows = list(
        event.showings.filter(practice__in=visible_practices(user).values("pk")).select_related("practice")
    )
    may_edit = user.has_perm("routes.change_event_gains", event)
    if not rows and not may_edit:
        return None
    return Panel(
        title="Какие практики показывает",
        columns=NAMED,
        rows=rows,
        empty="Не указаны. Назовите их, и практика покажет, где её можно увидеть.",
        edit_url=reverse("routes:event_gains", args=[event.pk]) if may_edit else "",
    )


def _gains_panel(user, page, thing, rows):
    if not user.has_perm(f"routes.change_{page}", thing):
        return None
    return Panel(
        title="Что это даёт маршрутам",
        columns=GAINS,
        rows=list(rows),
        empty="Компетенции не указаны: подбор шагов этого не предлагает.",
        edit_url=reverse(f"routes:{page}", args=[thing.pk]),
    )
