"""Columns and filters of the list of expert appointments, and the panels on the pages of a person and of an expert."""

from operator import attrgetter

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_scope, by_term, held_in_period
from masterstvo.core.models import Term
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at


def _subjects(row):
    return [each.title for each in row.subjects.all()]


def _expert_url(row):
    return reverse("experts:expert_detail", args=[row.person_id])


WORK = (
    Column("Вид экспертизы", attrgetter("kind"), 26, "expert_kind"),
    Column("Уровень", attrgetter("level"), 18, "level"),
    Column("Предметы", _subjects, 26),
    Column("Начало", attrgetter("starts_on"), 12),
    Column("Окончание", attrgetter("last_day"), 12),
    Column(
        "Основание",
        attrgetter("ground"),
        36,
        url=lambda row: row.document.get_absolute_url() if row.document_id else "",
    ),
)
LIMIT = Column("Работ не больше", attrgetter("max_works"), 12, is_number=True)

APPOINTMENTS = Table(
    title="Эксперты",
    columns=(person_column("Эксперт"), workplace_column(), *WORK, LIMIT),
    shown=(
        Column("Эксперт", attrgetter("person"), url=_expert_url),
        workplace_column(),
        Column("Вид экспертизы", attrgetter("kind"), 26, "expert_kind", small=_subjects),
        *(each for each in WORK if each.title not in ("Вид экспертизы", "Предметы")),
    ),
    filters=(
        person_search("basis"),
        works_at(),
        by_term("kind", "kind", "expert_kind", "Вид экспертизы"),
        by_term("level", "level", "level", "Уровень"),
        by_scope(
            "subject",
            lambda request: Term.objects.of("subject").filter(merged_into=None),
            lambda rows, subject: rows.filter(subjects=subject),
            "Предмет",
        ),
        *held_in_period(),
    ),
    edit=lambda row: reverse("experts:expertappointment_edit", args=[row.pk]),
)


def leniency_in_words(row):
    if row.leniency is None:
        return "сравнить не с кем"
    size = f"{abs(row.leniency)}".replace(".", ",")
    if not row.leniency:
        return "как остальные"
    return f"{'мягче' if row.leniency > 0 else 'строже'} на {size} % от высшей оценки"


LEANING = (
    Column("Год", attrgetter("year"), 8),
    Column("Работ оценено", attrgetter("n_works"), 10, is_number=True),
    Column("Мягче или строже остальных", leniency_in_words, 30),
    Column("Разброс оценок, %", attrgetter("spread"), 12, is_number=True),
    Column("У остальных на тех же работах, %", attrgetter("spread_of_others"), 12, is_number=True),
)


def appointments_of(person):
    return (
        ExpertAppointment.objects.filter(person=person)
        .select_related("document")
        .prefetch_related("subjects")
    )


def person_panel(user, person):
    """The person's expert work; most people have none, so an empty panel is not shown."""
    rows = list(appointments_of(person))
    if not rows:
        return None
    return Panel(
        title="Экспертная работа",
        columns=WORK,
        rows=rows,
        all_url=reverse("experts:expert_detail", args=[person.pk]),
    )
