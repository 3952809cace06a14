"""Columns and filters of the list of events, and the panels on other pages."""

from collections import defaultdict
from operator import attrgetter

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import (
    Column,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    in_period,
    search,
)
from masterstvo.core.terms import meant_titles
from masterstvo.events.choices import COMING, EventState, RegistrationState
from masterstvo.events.models import Event, Participation, Registration
from masterstvo.events.queries.results import turnouts
from masterstvo.events.rules import visible_certificates, visible_events
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Employment
from masterstvo.people.panels import HIDDEN, person_column, workplace_column
from masterstvo.plans.panels import Doing, DoingSource
from masterstvo.search.panels import Kind

PANEL_ROWS = 10
LOOKS = {  # codes of the component «state»
    EventState.PLANNED: "not_started",
    EventState.OPEN: "going_on",
    EventState.HELD: "done",
    EventState.CANCELLED: "not_held",
}
SEAT_LOOKS = {
    RegistrationState.REGISTERED: "done",
    RegistrationState.WAITING: "not_started",
    RegistrationState.CANCELLED: "not_held",
}


def look_of(state):
    return LOOKS[EventState(state)]


def _n_people(row):
    if row.state in COMING:
        return None  # nobody was there yet: that is not nought
    return HIDDEN if 0 < row.n_others < row.least else row.n_people


def _seats(row):
    if row.capacity:
        return f"{row.n_seated} из {row.capacity}"
    return row.n_seated or None


def _hour(row):
    return f"{row.starts_time:%H:%M}" if row.starts_time else ""


def involving(rows, organization):
    """Keep the events that the organization hosts, or in which its people take part or have a seat."""
    staff = Employment.objects.on(timezone.localdate()).filter(organization=organization).values("person")
    there = Participation.objects.filter(person__in=staff)
    seated = Registration.objects.filter(organization=organization, state=RegistrationState.REGISTERED)
    return rows.filter(
        Q(venue=organization) | Q(pk__in=there.values("event")) | Q(pk__in=seated.values("event"))
    )


TITLE = Column(
    "Мероприятие",
    attrgetter("title"),
    50,
    url=lambda row: reverse("events:event_detail", args=[row.pk]),
    small=lambda row: row.venue or row.place or row.organizer,
)
DAY = Column("Дата", attrgetter("held_on"), 12, small=_hour)
KIND = Column("Вид", attrgetter("kind"), 20, "event_kind")
LEVEL = Column("Уровень", attrgetter("level"), 18, "level")
STATE = Column("Состояние", lambda row: row.get_state_display(), 16, state=lambda row: look_of(row.state))
SEATS = Column("Записано", _seats, 12, is_number=True)
PEOPLE = Column("Участников", _n_people, 12, is_number=True)

EVENTS = Table(
    title="События",
    columns=(
        TITLE,
        DAY,
        Column("Последний день", lambda row: row.last_day if row.ends_on else None, 12),
        Column("Начало", _hour, 10),
        KIND,
        LEVEL,
        Column("Форма", attrgetter("format"), 18, "event_format"),
        Column("Где", lambda row: row.venue or row.place, 36),
        Column("Организатор", attrgetter("organizer"), 36),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("В рамках РС НМС", attrgetter("within_system"), 12),
        Column("Темы", lambda row: meant_titles(row.topics.all()), 30),
        STATE,
        Column("Мест", attrgetter("capacity"), 8, is_number=True),
        Column("Записано", attrgetter("n_seated"), 10, is_number=True),
        Column("Ждут места", attrgetter("n_waiting"), 10, is_number=True),
        PEOPLE,
    ),
    shown=(TITLE, DAY, KIND, LEVEL, STATE, SEATS, PEOPLE),
    filters=(
        search("title", "organizer"),
        by_choice("state", "state", EventState.choices, "Состояние"),
        by_term("kind", "kind", "event_kind", "Вид"),
        by_term("level", "level", "level", "Уровень"),
        *in_period("held_on"),
        by_scope("organization", organizations_here, involving, "Организация"),
        by_condition("system", lambda: Q(within_system=True), "В рамках РС НМС"),
    ),
    edit=lambda row: reverse("events:event_edit", args=[row.pk]),
)

ROLE = Column("Роль", attrgetter("role"), 18, "participation_role")
PRESENT = Column("Присутствовал", attrgetter("was_present"), 12)


def _certificate(row):
    return next(iter(getattr(row, "in_force", ())), None)  # a seat has none yet


CERTIFICATE = Column(
    "Сертификат",
    lambda row: f"№ {each.number}" if (each := _certificate(row)) else "",
    16,
    url=lambda row: reverse("events:certificate_file", args=[each.pk]) if (each := _certificate(row)) else "",
)
SEAT = Column("Место", lambda row: row.get_state_display(), 18, state=lambda row: SEAT_LOOKS[row.state])

REGISTERED = (person_column("Участник"), Column("Организация", attrgetter("organization"), 36), ROLE, SEAT)
PARTICIPANTS = Table(
    title="Участники",
    columns=(person_column("Участник"), workplace_column(), ROLE, PRESENT, CERTIFICATE),
    edit=lambda row: reverse("events:participation_edit", args=[row.pk]),
)


def _standing(row):
    """Return how the person stands with the event: there, absent, with a seat, waiting."""
    if isinstance(row, Registration):
        return row.get_state_display()
    if row.event.state == EventState.CANCELLED:
        return "отменено"
    return "был" if row.was_present else "не был"


def with_certificates(rows, user):
    """Give each participation ``in_force``, its certificates whose file ``user`` takes. Queries: one more."""
    return rows.prefetch_related(Prefetch("certificates", visible_certificates(user), to_attr="in_force"))


def person_panel(user, person):
    """The events in which the person took part, after those where a seat waits."""
    seats = (
        Registration.objects.filter(person=person, event__state__in=COMING)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("event")
        .order_by("event__held_on", "pk")
    )
    rows = with_certificates(
        Participation.objects.filter(person=person).select_related("event").order_by("-event__held_on", "pk"),
        user,
    )
    return Panel(
        title="События",
        columns=(
            Column("Мероприятие", attrgetter("event.title"), url=lambda row: row.event.get_absolute_url()),
            Column("Дата", attrgetter("event.held_on")),
            Column("Уровень", attrgetter("event.level"), vocabulary="level"),
            ROLE,
            Column("Участие", _standing),
            CERTIFICATE,
        ),
        rows=[*seats, *rows],
        empty="Здесь появятся семинары, конференции и открытые уроки.",
    )


def organization_panel(user, organization):
    """The events that the organization hosts or goes to, those to come first."""
    rows = involving(Event.objects.filter(municipality=organization.municipality_id), organization)
    latest = list(rows.select_related("venue").order_by("-held_on", "pk")[:PANEL_ROWS])
    return Panel(
        title="События",
        columns=(TITLE, DAY, KIND, STATE),
        rows=latest,
        empty="Здесь появятся события, которые проходят в организации или на которые едут её сотрудники.",
        all_url=f"{reverse('events:event_list')}?organization={organization.pk}" if latest else "",
    )


def activity_doings(activities):
    """Return {activity: its events as the plan shows them}. Queries: three at most."""
    rows = Event.activities.through.objects.filter(activity__in=activities)
    links = list(rows.select_related("event__venue").order_by("event__held_on", "event"))
    told = turnouts({each.event_id: each.event for each in links}.values()) if links else {}
    found = defaultdict(list)
    for link in links:
        found[link.activity_id].append(_doing(link.event, told[link.event_id]))
    return found


def _doing(event, turnout):
    return Doing(
        pk=event.pk,
        title=event.title,
        held_on=event.held_on,
        url=event.get_absolute_url(),
        look=look_of(event.state),
        state=event.get_state_display(),
        is_held=event.state == EventState.HELD,
        is_coming=event.state in COMING,
        turnout=str(turnout),
        where=str(event.venue or ""),
        proof=event.get_absolute_url(),
        proof_title=str(event),
    )


DOINGS = DoingSource("Событие", activity_doings, visible_events, new="events:event_create")

FOUND = Kind(
    model="events.Event",
    title="События",
    visible=visible_events,
    texts=lambda event: (event.title, event.organizer, *meant_titles(event.topics.all())),
    many=("topics__merged_into",),
    told=lambda event: f"{event.held_on:%d.%m.%Y}",
    list_url="events:event_list",
    order=40,
)
