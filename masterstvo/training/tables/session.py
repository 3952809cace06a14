"""The list of sessions, and the list that goes to a provider."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import Column, Table, by_condition, by_term, in_period, search
from masterstvo.people.panels import job, workplace
from masterstvo.training.models import Session


def days_of(session):
    return f"{session.starts_on:%d.%m.%Y} – {session.last_day:%d.%m.%Y}" if session else ""


SESSIONS = Table(
    title="Набор на курсы",
    columns=(
        Column(
            "Программа",
            attrgetter("programme.title"),
            50,
            url=Session.get_absolute_url,
            small=lambda row: f"{row.programme.hours} ч · {row.programme.provider}",
        ),
        Column("Дни", days_of, 24),
        Column("Где", attrgetter("place"), 30),
        Column("Федеральный реестр", attrgetter("programme.in_federal_register"), 12),
        Column("Мест", attrgetter("seats"), 8, is_number=True),
        Column("Свободно", attrgetter("n_free"), 8, is_number=True),
    ),
    filters=(
        search("programme__title", "programme__provider__title"),
        by_term("kind", "programme__kind", "training_kind", "Вид"),
        by_term("provider", "programme__provider__kind", "provider_kind", "Организатор"),
        by_condition("open", lambda: Q(starts_on__gt=timezone.localdate()), "Ещё не начались"),
        *in_period("starts_on"),
    ),
    edit=lambda row: reverse("training:session_edit", args=[row.pk]),
)


def _position(row):
    found = job(row.person)
    return found.position if found else ""


LIST_FOR_PROVIDER = Table(
    title="Список слушателей",
    columns=(
        Column("ФИО", attrgetter("person"), 36),
        Column("Дата рождения", attrgetter("person.born_on"), 14),
        Column("Организация", lambda row: workplace(row.person), 36),
        Column("Должность", _position, 24),
        Column("Образование", attrgetter("person.education"), 24),
        Column("E-mail", attrgetter("person.email"), 28),
    ),
)
