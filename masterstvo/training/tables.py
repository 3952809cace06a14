"""Columns and filters of the lists of courses and programmes, and the panel on a person's card."""

from operator import attrgetter

from django import forms
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import Column, Filter, Panel, Table, by_term, in_period, search
from masterstvo.people.panels import person_column, person_search, workplace_column, works_at
from masterstvo.people.queries import years_before
from masterstvo.training.models import Training

YEARS_BETWEEN_COURSES = (
    3  # Federal law 273-ФЗ, art. 47, part 5: further training at least once in three years
)


def _topics(programme):
    return [topic.title for topic in programme.topics.all()]


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
        Column("Темы", lambda row: _topics(row.programme), 30),
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

PROGRAMMES = Table(
    title="Программы обучения",
    columns=(
        Column("Программа", attrgetter("title"), 50),
        Column("Организатор", attrgetter("provider"), 36),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("Вид", attrgetter("kind"), 22, "training_kind"),
        Column("Форма", attrgetter("form"), 16, "training_form"),
        Column("Федеральный реестр", attrgetter("in_federal_register"), 12),
        Column("Темы", _topics, 30),
    ),
    filters=(
        search("title", "provider__title"),
        by_term("kind", "kind", "training_kind", "Вид"),
        by_term("provider", "provider__kind", "provider_kind", "Организатор"),
    ),
    edit=lambda row: reverse("training:programme_edit", args=[row.pk]),
)


def person_panel(user, person):
    """The person's courses on the card."""
    rows = Training.objects.filter(person=person).select_related("programme__provider")
    return Panel(
        title="Курсы",
        columns=(PROGRAMME, KIND, REGISTER, FINISHED, DOCUMENT),
        rows=list(rows),
        empty="Здесь появятся пройденные курсы.",
        add_url=f"{reverse('training:training_create')}?person={person.pk}"
        if user.has_perm("people.change_person", person)
        else "",
    )


def _without_course(people, _):
    since = years_before(timezone.localdate(), YEARS_BETWEEN_COURSES)
    return people.exclude(pk__in=Training.objects.filter(finished_on__gte=since).values("person"))


WITHOUT_COURSE = Filter(
    "no_course",
    lambda request, words: forms.BooleanField(label="Без курсов три года"),
    _without_course,
)
