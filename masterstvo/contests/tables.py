"""Columns and filters of the list of contest entries, and the panel on a person's card."""

from operator import attrgetter

from django.db.models import Count, Q
from django.urls import reverse

from masterstvo.contests.choices import AssignmentState
from masterstvo.contests.models import Entry, JuryMember
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


# --- On the page of an expert -------------------------------------------------------------------------------------------
JUDGED = (
    Column("Конкурс", attrgetter("contest"), 50),
    Column("Кто в жюри", lambda row: row.get_role_display(), 18),
    Column("Работ оценено", attrgetter("n_marked"), 12, is_number=True),
    Column("Отказов", attrgetter("n_abstained"), 12, is_number=True),
    Column("Вышел", attrgetter("left_on"), 12),
)


def judged_panel(user, person):
    """In which juries the expert sat, and how many works they marked there."""
    marked = Count("assignments", filter=Q(assignments__sheets__finished_at__isnull=False), distinct=True)
    said_no = Count("assignments", filter=Q(assignments__state=AssignmentState.ABSTAINED), distinct=True)
    rows = JuryMember.objects.filter(appointment__person=person).select_related("contest")
    return Panel(
        title="Что оценивал",
        columns=JUDGED,
        rows=list(rows.annotate(n_marked=marked, n_abstained=said_no).order_by("-contest__year", "-pk")),
        empty="В жюри пока не работал.",
    )
