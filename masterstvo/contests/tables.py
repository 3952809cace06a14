"""Columns and filters of the list of contest entries, and the panel on a person's card."""

from operator import attrgetter

from django.urls import reverse

from masterstvo.contests.models import Entry
from masterstvo.core.listing import Column, Panel, Table, by_term, in_period
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at

CONTEST = Column(
    "Конкурс", attrgetter("contest.title"), 44, small=lambda row: row.nomination and row.nomination.title
)
LEVEL = Column("Уровень", attrgetter("contest.level"), 18, "level")
HELD = Column("Дата", attrgetter("held_on"), 12)
RESULT = Column("Результат", attrgetter("result"), 16, "contest_result")

ENTRIES = Table(
    title="Конкурсы",
    columns=(
        person_column(),
        workplace_column(),
        CONTEST,
        LEVEL,
        HELD,
        Column("Этап", attrgetter("stage"), 18),
        Column("Номинация", lambda row: row.nomination and row.nomination.title, 24),
        RESULT,
        Column("Документ", attrgetter("document"), 24),
    ),
    shown=(person_column(), workplace_column(), CONTEST, LEVEL, HELD, RESULT),
    filters=(
        person_search("contest__title", "nomination__title"),
        works_at(),
        by_term("level", "contest__level", "level", "Уровень"),
        by_term("result", "result", "contest_result", "Результат"),
        *in_period("held_on"),
    ),
    edit=lambda row: reverse("contests:entry_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The contests in which the person took part."""
    return Panel(
        title="Конкурсы",
        columns=(CONTEST, LEVEL, HELD, RESULT),
        rows=list(Entry.objects.filter(person=person).select_related("contest")),
        empty="Здесь появится участие в профессиональных конкурсах.",
    )
