"""Lists of awards, and the panel on a person's card."""

from operator import attrgetter
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from masterstvo.awards.choices import NominationState
from masterstvo.awards.models import Nomination
from masterstvo.awards.rules import visible_given
from masterstvo.core.listing import Column, Panel, Table, by_choice, by_term, in_period, search
from masterstvo.people.models import Person
from masterstvo.people.panels import person_column, person_search, workplace, workplace_column, works_at
from masterstvo.people.queries import full_years

LOOK = {
    NominationState.DRAFT: "not_started",
    NominationState.SENT: "going_on",
    NominationState.SUPPORTED: "going_on",
    NominationState.DECLINED: "not_held",
    NominationState.GRANTED: "done",
    NominationState.REFUSED: "not_held",
}
NOMINATIONS = Table(
    title="Выдвижения на награды",
    columns=(
        Column(
            "Кого",
            attrgetter("person"),
            36,
            url=Nomination.get_absolute_url,
            small=attrgetter("organization"),
        ),
        Column("Награда", attrgetter("award"), 40),
        Column("Уровень", attrgetter("award.level"), 18, "level"),
        Column("Год", attrgetter("year"), 8),
        Column(
            "Состояние",
            Nomination.get_state_display,
            24,
            state=lambda row: LOOK[row.state],
            small=attrgetter("words"),
        ),
    ),
    filters=(
        person_search("award__title"),
        by_choice("state", "state", NominationState.choices, "Состояние"),
        by_term("level", "award__level", "level", "Уровень"),
    ),
)

AWARDS = Table(
    title="Виды наград",
    columns=(
        Column("Награда", str, 44, small=attrgetter("criteria")),
        Column("Уровень", attrgetter("level"), 18, "level"),
        Column("Стаж", attrgetter("years"), 8, is_number=True),
        Column("За год", attrgetter("most"), 8, is_number=True),
        Column("От организации", attrgetter("most_of_organization"), 10, is_number=True),
        Column("Действует с", attrgetter("starts_on"), 12),
        Column("По", attrgetter("last_day"), 12),
    ),
    filters=(search("title"), by_term("level", "level", "level", "Уровень")),
    edit=lambda row: reverse("awards:award_edit", args=[row.pk]),
)


def _years(person):
    return full_years(person.teaching_since, timezone.localdate())


def _number(name):
    return lambda person: getattr(person, name) or None


MERITS = Table(
    title="Ещё без наград",
    columns=(
        Column("Педагог", str, 36, url=Person.get_absolute_url),
        Column("Организация", workplace, 36),
        Column("Стаж, лет", _years, 10, is_number=True),
        Column("Категория", attrgetter("category"), 20, "qualification"),
        Column("Побед в конкурсах", _number("n_wins"), 10, is_number=True),
        Column("Пар, где наставник", _number("n_pairs"), 10, is_number=True),
        Column("Практик в банке", _number("n_practices"), 10, is_number=True),
        Column("Экспертных назначений", _number("n_expert"), 10, is_number=True),
    ),
    filters=(search("last_name", "first_name", "patronymic"), works_at("pk")),
)

GIVEN = (
    Column("Награда", attrgetter("title"), 44),
    Column("Уровень", attrgetter("level"), 18, "level"),
    Column("Когда", attrgetter("given_on"), 12),
    Column("Основание", attrgetter("basis"), 30),
)
GIVEN_TO = Table(
    title="Кто награждён",
    columns=(person_column("Кто награждён"), workplace_column(), *GIVEN),
    filters=(
        person_search("title"),
        works_at(),
        by_term("level", "level", "level", "Уровень"),
        *in_period("given_on"),
    ),
    edit=lambda row: reverse("awards:given_edit", args=[row.pk]),
)


def person_panel(user, person):
    """What a person has been given; a place to enter more for whoever keeps the card."""
    rows = list(visible_given(user).filter(person=person))
    may_add = user.has_perm("people.change_person", person)
    if not rows and not may_add:
        return None
    return Panel(
        title="Награды",
        columns=GIVEN,
        rows=rows,
        empty="Наград не внесено.",
        add_url=f"{reverse('awards:given_create')}?person={person.pk}" if may_add else "",
        all_url=f"{reverse('awards:given_list')}?q={quote(person.last_name)}" if rows and may_add else "",
    )
