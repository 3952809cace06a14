"""Columns and filters of the lists of courses, sessions, requests and providers, and the panel on a person's card."""

import datetime as dt
from dataclasses import replace
from operator import attrgetter

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from masterstvo.core.listing import (
    Column,
    Filter,
    Panel,
    Table,
    by_condition,
    by_scope,
    by_term,
    in_period,
    search,
)
from masterstvo.core.terms import meant_titles
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Person
from masterstvo.people.panels import (
    NAME,
    job,
    person_column,
    person_search,
    workplace,
    workplace_column,
    works_at,
)
from masterstvo.people.queries import working, years_before
from masterstvo.search.panels import Kind
from masterstvo.training.choices import GRANTED, LIVE, RequestState
from masterstvo.training.models import Session, Training, TrainingRequest
from masterstvo.training.queries import course_period, without_course
from masterstvo.training.rules import visible_programmes

FOR_EXPERTS = "experts"  # a topic


def _topics(programme):
    return meant_titles(programme.topics.all())


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


STATES = {
    RequestState.ASKED: "not_started",
    RequestState.BY_SCHOOL: "on_agreement",
    RequestState.APPROVED: "approved",
    RequestState.SENT: "going_on",
    RequestState.COMPLETED: "done",
    RequestState.DECLINED: "missed",
    RequestState.WITHDRAWN: "closed",
}


def _kept(name, label):
    """Keep what the chips above a list have chosen while one narrows it further."""
    return Filter(
        name,
        lambda request, words: forms.CharField(label=label, widget=forms.HiddenInput),
        lambda rows, _: rows,
    )


def days_of(session):
    return f"{session.starts_on:%d.%m.%Y} – {session.last_day:%d.%m.%Y}" if session else ""


STATE = Column(
    "Состояние",
    lambda row: row.get_state_display(),
    16,
    state=lambda row: STATES[row.state],
)
DAYS = Column("Дни", lambda row: days_of(row.session) or "дни не назначены", 24)


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


def due_on(last, years):
    """Return the last day on which a course finished on ``last`` still counts. See ``queries.without_course``."""
    return years_before(last, -years)


def requests_panel(user, person):
    """What the person has asked for and is not over yet."""
    live = TrainingRequest.objects.filter(person=person, state__in=LIVE)
    rows = list(live.select_related("programme__provider", "session"))
    if not rows:
        return None
    return Panel(title="Заявки на курсы", columns=(PROGRAMME, DAYS, STATE), rows=rows)


WITHOUT_COURSE = Filter(
    "no_course",
    lambda request, words: forms.BooleanField(label="Без курсов три года"),
    lambda people, _: without_course(people, timezone.localdate()),
)

# --- Sessions and requests --------------------------------------------------------------------------------------------
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
        _kept("stage", "Состояние"),
    ),
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


def granted(session):
    """Return the requests of a session that the list for the provider names, in the order of names."""
    rows = session.requests.filter(state__in=GRANTED)
    return rows.select_related("person").order_by(*(f"person__{name}" for name in NAME), "pk")


# --- Providers --------------------------------------------------------------------------------------------------------
def _listed(row):
    if row.listed_from is None:
        return ""
    until = f" по {row.listed_until - dt.timedelta(days=1):%d.%m.%Y}" if row.listed_until else ""
    return f"с {row.listed_from:%d.%m.%Y}{until}"


PROVIDERS = Table(
    title="Организаторы обучения",
    columns=(
        Column("Организатор", attrgetter("title"), 50),
        Column("Входит в", attrgetter("parent"), 40),
        Column("Вид", attrgetter("kind"), 20, "provider_kind"),
        Column("Чья организация", attrgetter("ownership"), 20, "provider_ownership"),
        Column("В перечне допущенных", _listed, 26),
    ),
    filters=(search("title"), by_term("kind", "kind", "provider_kind", "Вид")),
    edit=lambda row: reverse("training:provider_edit", args=[row.pk]),
)


# --- The plan of courses and the hours ---------------------------------------------------------------------------------
def _of_job(name):
    return lambda person: getattr(job(person), name) if job(person) else ""


def _asked(person):
    return [
        f"{each.programme.title}, {days_of(each.session) or 'дни не назначены'}"
        for each in person.live_requests
    ]


def _due(person):
    return due_on(person.last_course_on, person.period) if person.last_course_on else None


def course_state(person):
    """Return a state of a person's courses: none within the period, running out within a year, in order."""
    today = timezone.localdate()
    due = _due(person)
    if due is None or due < today:
        return "overdue"
    return "at_risk" if due < years_before(today, -1) else "done"


COURSE_STATES = {"overdue": "нужен сейчас", "at_risk": "нужен за год", "done": "есть"}


def _due_in(years):
    """Return a narrowing to those whose course runs out within ``years``, or is missing already."""
    return lambda people, _: without_course(people, years_before(timezone.localdate(), -years))


COURSE_PLAN = Table(
    title="План ДПО",
    columns=(
        Column("Педагог", str, 36, url=Person.get_absolute_url),
        Column("Организация", workplace, 36),
        Column("Должность", _of_job("position"), 24),
        Column("Последний курс", attrgetter("last_course_on"), 12, small=attrgetter("last_course")),
        Column("Название курса", attrgetter("last_course"), 50),
        Column("Следующий до", _due, 12),
        Column("Состояние", lambda person: COURSE_STATES[course_state(person)], 16, state=course_state),
        Column("Запланировано", _asked, 50),
    ),
    filters=(
        search(*NAME, label="Фамилия или имя"),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(
                pk__in=working(timezone.localdate(), organization=each).values("pk")
            ),
            "Организация",
        ),
        Filter(
            "no_course", lambda request, words: forms.BooleanField(label="Без курсов"), WITHOUT_COURSE.narrow
        ),
        Filter(
            "in_a_year",
            lambda request, words: forms.BooleanField(label="Без курсов через год"),
            _due_in(1),
        ),
        Filter(
            "not_planned",
            lambda request, words: forms.BooleanField(label="И заявки нет"),
            lambda people, _: people.filter(is_planned=False),
        ),
    ),
)
COURSE_PLAN = replace(
    COURSE_PLAN, shown=tuple(each for each in COURSE_PLAN.columns if each.title != "Название курса")
)
_HOURS = (
    Column("Курсов", attrgetter("n_courses"), 10, is_number=True),
    Column("Часов", attrgetter("hours"), 10, is_number=True),
)
_PEOPLE = Column("Педагогов", attrgetter("n_people"), 10, is_number=True)
_KEPT = (_kept("by", "Как"), _kept("year", "Год"))
HOURS = {
    "person": Table(
        title="Часы курсов по людям",
        columns=(
            Column("Педагог", str, 36, url=Person.get_absolute_url),
            Column("Организация", workplace, 36),
            *_HOURS,
        ),
        filters=(search(*NAME, label="Фамилия или имя"), *_KEPT),
    ),
    "provider": Table(
        title="Часы курсов по организаторам",
        columns=(
            Column("Организатор", attrgetter("title"), 50),
            Column("Входит в", attrgetter("parent"), 40),
            _PEOPLE,
            *_HOURS,
        ),
        filters=(search("title"), *_KEPT),
    ),
    "topic": Table(
        title="Часы курсов по темам",
        columns=(Column("Тема", attrgetter("title"), 50), _PEOPLE, *_HOURS),
        filters=(search("title"), *_KEPT),
    ),
}


FOUND = Kind(
    model="training.Programme",
    title="Программы",
    visible=visible_programmes,
    texts=lambda programme: (programme.title, programme.provider.title),
    told=lambda programme: f"{programme.provider}, {programme.hours} ч",
    url=lambda programme: f"{reverse('training:programme_list')}?{urlencode({'q': programme.title})}",
    related=("provider",),
    kin={"training.provider": "provider"},
    list_url="training:programme_list",
    order=50,
)
