"""The queue of requests, what of it stands on a card, and how many wait for whoever decides."""

from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, in_period, kept
from masterstvo.core.numbers import counted, plural
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at
from masterstvo.plans.panels import Number
from masterstvo.training.choices import LIVE, RequestState
from masterstvo.training.models import TrainingRequest
from masterstvo.training.rules import waiting_for
from masterstvo.training.tables.session import days_of
from masterstvo.training.tables.training import PROGRAMME

STATES = {
    RequestState.ASKED: "not_started",
    RequestState.BY_SCHOOL: "on_agreement",
    RequestState.APPROVED: "approved",
    RequestState.SENT: "going_on",
    RequestState.COMPLETED: "done",
    RequestState.DECLINED: "missed",
    RequestState.WITHDRAWN: "closed",
}


STATE = Column(
    "Состояние",
    lambda row: row.get_state_display(),
    16,
    state=lambda row: STATES[row.state],
)


def when(row):
    """Say on which days a request is for, else in which quarter it is planned."""
    return days_of(row.session) or row.planned_for or "дни не назначены"


DAYS = Column("Дни", when, 24)


REQUESTS = Table(
    title="Заявки на курсы",
    columns=(
        person_column(),
        workplace_column(),
        PROGRAMME,
        Column("Организатор обучения", attrgetter("programme.provider"), 30),
        Column("Часы", attrgetter("programme.hours"), 8, is_number=True),
        DAYS,
        STATE,
        Column("Зачем", attrgetter("reason"), 30),
        Column("Почему отклонена или отозвана", attrgetter("answer"), 30),
    ),
    filters=(
        person_search("programme__title"),
        works_at(),
        *in_period("session__starts_on"),
        kept("stage", "Состояние"),
    ),
)


def requests_panel(user, person):
    """What the person has asked for and is not over yet."""
    live = TrainingRequest.objects.filter(person=person, state__in=LIVE)
    rows = list(live.select_related("programme__provider", "session"))
    if not rows:
        return None
    return Panel(title="Заявки на курсы", columns=(PROGRAMME, DAYS, STATE), rows=rows)


# --- What waits -------------------------------------------------------------------------------------------------------
ASKERS = ("заявка на курсы", "заявки на курсы", "заявок на курсы")


def waiting_line(user, day):
    """Tell in the digest how many requests wait for ``user``, or "". Queries: one, and those of grants."""
    number = waiting_for(user).count()
    return f"ждут вашего решения: {counted(number, *ASKERS)}" if number else ""


def waiting_number(user, municipality, day):
    """Tell the same on «Сегодня», of the people of one municipality."""
    number = waiting_for(user).filter(person__municipality=municipality).count()
    if not number:
        return None
    told = plural(number, *ASKERS)
    return Number(
        str(number),
        f"{told} {plural(number, 'ждёт', 'ждут', 'ждут')} решения",
        reverse("training:request_list"),
        tone="risk",
    )
