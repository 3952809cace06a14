"""Reads about courses: who may teach, how many seats are left, who is due for a course, hours."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.dates import monday
from masterstvo.core.models import Term
from masterstvo.core.search import matching
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people import load
from masterstvo.people.asked import Request
from masterstvo.people.models import Employment, Person
from masterstvo.people.panels import NAME
from masterstvo.people.queries import people_of_municipality, working, years_before
from masterstvo.training.choices import GRANTED, IN_PERSON, LIVE, RequestState
from masterstvo.training.models import Programme, Provider, Session, Training, TrainingRequest

WHO_MAY_TEACH = "eligible_provider"
LISTED = "listed"  # the word of «eligible_provider» for those who stand in the list; the others are those of «provider_ownership»
TEACHING = "teaching"  # whom the law obliges: 273-ФЗ, art. 47
QUARTERS_AHEAD = 6


# --- Who may teach ---------------------------------------------------------------------------------------------------
Lasting = tuple[str, str, dt.date | None, dt.date | None]  # key, title, first day, first day after


def doubt_about(provider: Provider, day: dt.date) -> str:
    """Say why a course of ``provider`` that begins on ``day`` may not be counted to a teacher; "" when nothing speaks against it. Queries: one."""
    words = Term.objects.of(WHO_MAY_TEACH).filter(merged_into=None)
    lasting = words.values_list("key", "title", "valid_from", "valid_to")
    return doubt_by(lasting, provider.ownership, provider.listed_from, provider.listed_until, day)


def doubt_by(
    words: Iterable[Lasting],
    ownership: str,
    listed_from: dt.date | None,
    listed_until: dt.date | None,
    day: dt.date,
) -> str:
    """Say the same of plain values: the only place that knows the rule. ``words``: of «eligible_provider», in force or not."""
    allowed = {whom_of(key): title for key, title, first, after in words if _holds(first, after, day)}
    if not allowed or ownership in allowed:
        return ""
    if LISTED in allowed and listed_from is not None and _holds(listed_from, listed_until, day):
        return ""
    told = "; ".join(allowed.values())
    if not ownership:
        return f"Не указано, чья это организация. Педагогов с {day:%d.%m.%Y} учат: {told}. Проверьте карточку организатора."
    return f"Курсы педагогов, которые начинаются {day:%d.%m.%Y}, проводят: {told}. Этого организатора среди них нет."


def whom_of(key: str) -> str:
    """Return whom a word of «eligible_provider» allows: one that came back after a while has a number after the name."""
    return key.partition(":")[0]


def is_about_the_same(new: str, old: str) -> bool:
    return whom_of(new) == whom_of(old)


def _holds(first: dt.date | None, after: dt.date | None, day: dt.date) -> bool:
    return (first is None or first <= day) and (after is None or day < after)


# --- Seats ------------------------------------------------------------------------------------------------------------
def with_seats(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Give each session ``n_taken``, and ``n_free`` (None: as many as come)."""
    live = TrainingRequest.objects.filter(session=OuterRef("pk"), state__in=LIVE)
    counted = live.order_by().values("session").annotate(n=Count("pk")).values("n")
    taken: Coalesce = Coalesce(Subquery(counted), 0)
    return sessions.annotate(n_taken=taken, n_free=F("seats") - taken)


def open_sessions(person: Person, today: dt.date) -> QuerySet[Session]:
    """Return the sessions not yet begun whose seats are for those who work where ``person`` does."""
    jobs = Employment.objects.on(today).filter(person=person)
    mine = Q(pk=person.municipality_id) | Q(pk__in=jobs.values("organization__municipality"))
    sessions = Session.objects.filter(
        municipality__in=Municipality.objects.filter(mine).values("pk"), starts_on__gt=today
    )
    return with_seats(sessions).select_related("programme__provider")


def hours_of_courses(people: Collection[int]) -> Iterable[load.Row]:
    """What the ledger of hours takes: seats asked for or granted, and the courses completed that lasted into this week."""
    done = Q(state=RequestState.COMPLETED, session__ends_on__gt=monday(timezone.localdate()))
    rows = TrainingRequest.objects.filter(Q(state__in=LIVE) | done, person__in=people, session__isnull=False)
    return rows.values_list("person", "session__starts_on", "session__ends_on", "programme__hours")


def programmes_like(text: str) -> QuerySet[Programme]:
    """Return the programmes with the words of ``text`` in their title, provider or number, whether they have days or not."""
    rows = Programme.objects.select_related("provider")
    return matching(rows, text, "title", "provider__title", "register_number").order_by("title", "pk")


# --- Once in three years ----------------------------------------------------------------------------------------------
def course_period(day: dt.date) -> int:
    """Return once in how many years a teacher takes a course, on ``day``. Queries: one."""
    return min(terms.numbers_in_force("course_period", day))


def due_on(last: dt.date, years: int) -> dt.date:
    """Return the last day on which a course finished on ``last`` still counts. See ``without_course``."""
    return years_before(last, -years)


def without_course(people: QuerySet[Person], day: dt.date) -> QuerySet[Person]:
    """Keep those who on ``day`` have completed no course within the period: the only place that says so. Queries: one, at once."""
    since = years_before(day, course_period(day))
    lately = Training.objects.filter(person=OuterRef("pk"), finished_on__gte=since, finished_on__lte=day)
    return people.filter(
        ~Exists(lately)
    )  # person by person: a region's courses of three years are too many to gather


def teachers(people: QuerySet[Person], day: dt.date) -> QuerySet[Person]:
    """Keep those whom the law obliges: who teach on ``day``."""
    return people.filter(pk__in=working(day, category=TEACHING).values("pk"))


def with_courses(people: QuerySet[Person], day: dt.date, *, period: int) -> QuerySet[Person]:
    """Give each person ``last_course_on``, ``last_course`` (its title), ``period`` and ``is_planned``: whether a seat or a wish is there."""
    done = Training.objects.filter(person=OuterRef("pk"), finished_on__lte=day).order_by("-finished_on", "pk")
    asked = TrainingRequest.objects.filter(person=OuterRef("pk"), state__in=LIVE)
    return people.annotate(
        last_course_on=Subquery(done.values("finished_on")[:1]),
        last_course=Subquery(done.values("programme__title")[:1]),
        is_planned=Exists(asked),
        period=Value(period),
    )


@dataclass(frozen=True)
class Quarter:
    """The people without a course at the end of a quarter when nobody takes one; the first is today."""

    title: str
    day: dt.date
    n_people: int


def quarters_from(day: dt.date) -> list[tuple[str, dt.date]]:
    """Return [(title, last day)] of the quarters from the one that holds ``day``."""
    found = []
    year, number = day.year, (day.month - 1) // 3 + 1
    for _ in range(QUARTERS_AHEAD):
        month = number * 3
        found.append((f"{number} кв. {year}", dt.date(year, month, calendar.monthrange(year, month)[1])))
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    return found


def forecast(people: QuerySet[Person], today: dt.date) -> list[Quarter]:
    """Return who will have no course at the end of each of the next quarters. Queries: two a quarter."""
    days = [("сейчас", today), *quarters_from(today)]
    return [Quarter(title, day, without_course(people, day).count()) for title, day in days]


@dataclass(frozen=True)
class OfSchool:
    """How many of a school's teachers have had no course, will have none at the end of next year, and have asked for one."""

    organization: Organization
    n_people: int
    n_without: int
    n_running_out: int
    n_planned: int


def by_school(
    people: QuerySet[Person], organizations: QuerySet[Organization], today: dt.date
) -> list[OfSchool]:
    """Return the schools where courses are or will be missing, the most teachers without one first. Queries: seven."""
    end = dt.date(today.year + 1, 12, 31)
    without, later = without_course(people, today), without_course(people, end)
    planned = people.filter(pk__in=TrainingRequest.objects.filter(state__in=LIVE).values("person"))
    counts = [_counted(rows, today) for rows in (people, without, later, planned)]
    rows = [
        OfSchool(
            each,
            counts[0][each.pk],
            counts[1].get(each.pk, 0),
            counts[2].get(each.pk, 0) - counts[1].get(each.pk, 0),
            counts[3].get(each.pk, 0),
        )
        for each in organizations
        if counts[1].get(each.pk) or counts[2].get(each.pk)
    ]
    return sorted(rows, key=lambda row: (-row.n_without, -row.n_running_out, str(row.organization)))


def _counted(people: QuerySet[Person], day: dt.date) -> dict[int, int]:
    jobs = Employment.objects.on(day).filter(category=TEACHING, person__in=people.values("pk"))
    told = jobs.order_by().values_list("organization").annotate(n=Count("person", distinct=True))
    return dict(told)


# --- Hours ------------------------------------------------------------------------------------------------------------
def hours_by_person(people: QuerySet[Person], done: QuerySet[Training]) -> QuerySet[Person]:
    """Return the people with ``n_courses`` and ``hours`` of the completions ``done``; the longest learners first."""
    return _with_hours(people, done, "person").order_by("-hours", "last_name", "first_name", "pk")


def hours_by_provider(done: QuerySet[Training]) -> QuerySet[Provider]:
    rows = _with_hours(Provider.objects.select_related("parent"), done, "programme__provider")
    return rows.order_by("-hours", "title", "pk")


def hours_by_topic(done: QuerySet[Training]) -> QuerySet[Term]:
    """Return the words of the dictionary; what was merged counts as the word that it means, once for each course."""
    links = Programme.topics.through.objects.filter(programme=OuterRef("programme"))
    word = OuterRef(OuterRef("pk"))
    about = done.filter(Exists(links.filter(Q(term=word) | Q(term__merged_into=word))))
    topics = Term.objects.of("topic").filter(merged_into=None)
    told = about.order_by().annotate(one=Value(1)).values("one")
    return _told(topics, told).order_by("-hours", "title", "pk")


def _with_hours(rows: QuerySet, done: QuerySet[Training], path: str) -> QuerySet:
    return _told(rows, done.filter(**{path: OuterRef("pk")}).order_by().values(path))


def _told(rows: QuerySet, told: QuerySet) -> QuerySet:
    """Give ``rows`` the counts of the grouped completions ``told``, and leave out those without any."""
    return rows.annotate(
        n_courses=Subquery(told.annotate(n=Count("pk")).values("n")),
        hours=Subquery(told.annotate(n=Sum("programme__hours")).values("n")),
        n_people=Subquery(told.annotate(n=Count("person", distinct=True)).values("n")),
    ).filter(n_courses__gt=0)


# --- The queue --------------------------------------------------------------------------------------------------------
def last_finished(people: Collection[int]) -> dict[int, dt.date]:
    """Return {person: last day of the last course}. Queries: one."""
    rows = Training.objects.filter(person__in=people).order_by().values_list("person")
    return dict(rows.annotate(last=Max("finished_on")))


def granted(session: Session) -> QuerySet[TrainingRequest]:
    """Return the requests of a session that the list for the provider names, in the order of names."""
    rows = session.requests.filter(state__in=GRANTED)
    return rows.select_related("person").order_by(*(f"person__{name}" for name in NAME), "pk")


def wishes_for(session: Session) -> QuerySet[TrainingRequest]:
    """Return who of the municipality has been waiting for the programme of ``session``, those whose term is nearest first."""
    rows = TrainingRequest.objects.filter(programme=session.programme_id, session=None, state__in=LIVE)
    rows = rows.filter(person__in=people_of_municipality(session.municipality_id).values("pk"))
    return rows.select_related("person").order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")


# --- What is asked of schools -----------------------------------------------------------------------------------------
def asked_by_courses(municipality: int, first: dt.date, last: dt.date) -> Iterator[Request]:
    """Yield the runs of programmes in person that go on between two days, with those who asked for a seat. Queries: two at most."""
    rows = Session.objects.filter(
        municipality=municipality, programme__form__in=IN_PERSON, starts_on__lte=last, ends_on__gt=first
    )
    sessions = list(rows.select_related("programme").order_by("starts_on", "pk"))
    people = defaultdict(set)
    asked = TrainingRequest.objects.filter(session__in=sessions, state__in=LIVE) if sessions else ()
    for request in asked:
        people[request.session_id].add(request.person_id)
    for each in sessions:
        yield Request(
            key=f"training.session:{each.pk}",
            kind="курс",
            title=each.programme.title,
            first=each.starts_on,
            last=each.last_day,
            url=each.get_absolute_url(),
            permission="training.view_session",
            people=frozenset(people[each.pk]),
            takes_time=True,
        )
