"""The list of completed courses, and what of them stands on the cards of people and experts."""

from operator import attrgetter

from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import Column, Panel, Table, by_term, in_period
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at
from masterstvo.training.models import Training
from masterstvo.training.queries import course_period, due_on
from masterstvo.training.tables.programme import topics_of

FOR_EXPERTS = "experts"  # a topic

PROGRAMME = Column(
    "Программа",
    attrgetter("programme.title"),
    50,
    small=lambda row: f"{row.programme.hours} ч · {row.programme.provider}",
)
KIND = Column("Вид", attrgetter("programme.kind"), 22, "training_kind")
FINISHED = Column("Окончание", attrgetter("finished_on"), 12)
REGISTER = Column("Федеральный реестр", attrgetter("programme.in_federal_register"), 12)
DOCUMENT = Column("Документ", attrgetter("document"), 24)

TRAININGS = Table(
    title="Курсы",
    columns=(
        person_column(),
        workplace_column(),
        PROGRAMME,
        Column("Организатор обучения", attrgetter("programme.provider"), 30),
        Column("Часы", attrgetter("programme.hours"), 8, is_number=True),
        KIND,
        Column("Форма", attrgetter("programme.form"), 16, "training_form"),
        REGISTER,
        Column("Темы", lambda row: topics_of(row.programme), 30),
        Column("Начало", attrgetter("starts_on"), 12),
        FINISHED,
        DOCUMENT,
    ),
    shown=(person_column(), workplace_column(), PROGRAMME, KIND, REGISTER, FINISHED),
    filters=(
        person_search("programme__title", "programme__provider__title"),
        works_at(),
        by_term("kind", "programme__kind", "training_kind", "Вид"),
        by_term("provider", "programme__provider__kind", "provider_kind", "Организатор"),
        *in_period("finished_on"),
    ),
    edit=lambda row: reverse("training:training_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The person's courses on the card, what is asked for, and until when the next is needed."""
    rows = Training.objects.filter(person=person).select_related("programme__provider")
    return Panel(
        title="Курсы",
        columns=(PROGRAMME, KIND, REGISTER, FINISHED, DOCUMENT),
        rows=list(rows),
        note=_next_course(list(rows)),
        empty="Здесь появятся пройденные курсы.",
        add_url=f"{reverse('training:training_create')}?person={person.pk}"
        if user.has_perm("people.change_person", person)
        else "",
    )


def expert_panel(user, person):
    """Courses that prepared the person to judge: those whose programme has the topic «подготовка экспертов»."""
    rows = Training.objects.filter(person=person, programme__topics__key=FOR_EXPERTS)
    return Panel(
        title="Подготовка эксперта",
        columns=(PROGRAMME, FINISHED, DOCUMENT),
        rows=list(rows.select_related("programme__provider")),
        empty="Курсов с темой «подготовка экспертов» пока нет.",
    )


def _next_course(rows):
    today = timezone.localdate()
    done = [row.finished_on for row in rows if row.finished_on <= today]
    if not done:
        return ""
    return f"Следующий нужен до {due_on(max(done), course_period(today)):%d.%m.%Y}"
