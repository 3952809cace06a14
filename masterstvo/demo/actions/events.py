"""What the fictional district has planned: events to come with their programmes, seats and waiting lists."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from masterstvo.assessments.models import Campaign
from masterstvo.communities.models import Meeting
from masterstvo.core.actions import add
from masterstvo.core.models import Term
from masterstvo.events.actions.certificate import issue_certificates
from masterstvo.events.actions.event import add_event, add_material, programme_token, set_programme
from masterstvo.events.actions.registration import register_people
from masterstvo.events.models import Event, EventSession, EventSurvey
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person
from masterstvo.people.queries import working
from masterstvo.plans.choices import OPEN_STATES
from masterstvo.plans.models import Activity

COMING = (  # days ahead, state, title, kind, format, from, to, hours, seats, from one school, words of the plan's activity
    (6, "open", "Семинар «Критерии и обратная связь на уроке»", "seminar", "in_person", "10:00", "13:00", 4, 12, 3, "семинар"),
    (6, "open", "Вебинар «Маршрут учителя: первые шаги»", "webinar", "online", "12:00", "13:30", 2, None, None, "маршрут"),
    (13, "planned", "День эксперта: задания разной трудности", "expert_day", "in_person", "09:30", "14:00", 6, 25, None, "эксперт"),
    (20, "planned", "Переговорная площадка молодых педагогов", "negotiation_platform", "mixed", "14:00", "16:00", 2, 30, None, "молод"),
)  # fmt: skip
PROGRAMME = (  # hour, minutes, what, place
    (10, 20, "Открытие: что показала диагностика", "актовый зал"),
    (10, 60, "Критерии, понятные ученику", "актовый зал"),
    (11, 45, "Практика в группах: отзыв вместо отметки", "кабинеты 12 и 14"),
    (12, 30, "Что попробуем до следующей встречи", "актовый зал"),
)
SLIDES = "https://example.org/kriterii"
NAMED = 14  # people on the first list


EXAMS = (  # of which thing to come, what is written then
    ("event", "Итоговое сочинение в 11 классах"),
    ("meeting", "Итоговое собеседование в 9 классах"),
)


def make_exam_days(municipality, *, today, by):
    """Put two days of examinations where something is planned already, so that the collision is seen."""
    meetings = Meeting.objects.filter(
        community__municipality=municipality, state="planned", held_on__gt=today
    )
    events = Event.objects.filter(municipality=municipality, state="planned", held_on__gt=today)
    days = {
        "event": events.order_by("held_on").values_list("held_on", flat=True).first(),
        "meeting": meetings.order_by("held_on").values_list("held_on", flat=True).first(),
    }
    for position, (what, title) in enumerate(EXAMS):
        day = days[what] or today + dt.timedelta(days=20 + position)
        word = Term(vocabulary="exam_day", key=day.isoformat(), title=title, position=position)
        if not Term.objects.filter(vocabulary="exam_day", key=word.key).exists():
            add(word, by=by, action="core.add_term")


def make_events(municipality, *, today, by, first):
    """Write events to come; the person with the address ``first`` is put down among others. What was held stays as it was."""
    venue = Organization.objects.filter(municipality=municipality, kind="school").order_by("pk").first()
    events = [_add(municipality, venue, row, today, by) for row in COMING]
    seminar, webinar = events[0], events[1]
    staff = working(today, organization__municipality=municipality, category="teaching").order_by("pk")
    speakers = {2: staff[1], 3: staff[2]} if len(staff) > NAMED else {}
    sessions = [
        EventSession(
            title=title,
            place=place,
            person=speakers.get(number),
            speaker=str(speakers.get(number, "")),
            starts_at=_moment(seminar.held_on, hour, 20 if number else 0),
            ends_at=_moment(seminar.held_on, hour, 20 if number else 0) + dt.timedelta(minutes=length),
        )
        for number, (hour, length, title, place) in enumerate(PROGRAMME)
    ]
    set_programme(seminar, sessions=sessions, token=programme_token([]), by=by)
    add_material(event=seminar, title="Критерии: памятка", url=SLIDES, by=by)
    teacher = Person.objects.filter(municipality=municipality, user__email=first).first()
    people = list(dict.fromkeys([*filter(None, [teacher]), *staff[::9][:NAMED]]))
    register_people(seminar, people=people, by=by, reason="учебный район")
    register_people(webinar, people=people[1:6], by=by, reason="учебный район")
    _open_lesson(municipality, venue, today, by)
    _link_held(municipality)
    _give_papers(municipality, teacher, by)


def _add(municipality, venue, row, today, by):
    ahead, state, title, kind, form, begins, ends, hours, seats, quota, words = row
    day = today + dt.timedelta(days=ahead)
    return add_event(
        municipality=municipality,
        title=title,
        held_on=day + dt.timedelta(days=day.weekday() == 6),
        level="municipal",
        by=by,
        topics=Term.objects.filter(vocabulary="topic", key="assessment"),
        activities=_activities(municipality, words)[:1],
        state=state,
        kind=kind,
        format=form,
        starts_time=dt.time.fromisoformat(begins),
        ends_time=dt.time.fromisoformat(ends),
        hours=hours,
        capacity=seats,
        per_organization=quota,
        venue=None if form == "online" else venue,
        url="https://example.org/webinar" if form != "in_person" else "",
        organizer="Методическая служба",
        within_system=True,
    )


def _open_lesson(municipality, school, today, by):
    """Write what a school holds itself and opens to the district."""
    if school:
        add_event(
            municipality=municipality,
            organization=school,
            is_shared=True,
            title="Открытый урок «Дроби вокруг нас»",
            held_on=today + dt.timedelta(days=9 + (today.weekday() == 4)),
            level="organization",
            organizer=str(school),
            venue=school,
            kind="open_lesson",
            format="in_person",
            starts_time=dt.time(10),
            ends_time=dt.time(10, 45),
            hours=1,
            capacity=8,
            state="open",
            by=by,
        )


def _moment(day, hour, minute):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def _activities(municipality, words):
    """Return the activities of the plan without a result in whose titles the words stand."""
    waiting = Activity.objects.filter(
        plan__municipality=municipality, state__in=OPEN_STATES, actual_result=""
    )
    return waiting.filter(Q(title__contains=words) | Q(title__contains=words.capitalize())).order_by(
        "position", "pk"
    )


def _link_held(municipality):
    """Let one activity wait for its result to be accepted from an event that was held."""
    held = (
        Event.objects.filter(municipality=municipality, kind="method_day", state="held")
        .order_by("held_on")
        .first()
    )
    waiting = _activities(municipality, "методическ").first() or _activities(municipality, "").first()
    if held and waiting:
        held.activities.add(waiting)


def _give_papers(municipality, teacher, by):
    """Give certificates for the latest event where the teacher was, and join the survey that is going on to it."""
    held = Event.objects.filter(municipality=municipality, state="held").order_by("-held_on", "pk")
    attended = held.filter(participations__person=teacher, participations__was_present=True).first()
    event = attended or held.filter(participations__was_present=True).first()
    if event is None:
        return
    issue_certificates(event, by=by)
    survey = Campaign.objects.filter(municipality=municipality, link__isnull=False).first()
    if survey:
        survey.title = f"Отзыв: {event.title}"
        survey.save(update_fields=["title"])
        EventSurvey.objects.create(event=event, campaign=survey)
