"""Sessions of courses in the fictional district, and requests in every state."""

import datetime as dt

from masterstvo.people.models import Person
from masterstvo.training import actions
from masterstvo.training.choices import RequestState
from masterstvo.training.models import Training, TrainingRequest
from masterstvo.training.queries import quarters_from, teachers, without_course

SESSIONS = (  # programme of the catalogue, days from today, days long, seats, place
    (0, 20, 12, 25, "дистанционно"),
    (2, 34, 12, 6, "ЦНППМ, очно"),
    (4, 48, 15, 20, "дистанционно"),
    (13, 62, 24, None, "с применением дистанционных технологий"),
    (7, 41, 10, 30, "дистанционно"),
)
STATES = (RequestState.ASKED, RequestState.BY_SCHOOL, RequestState.APPROVED)
REASON = "курс давно не проходили, школа согласна на полную неделю"


def make_courses(municipality, programmes, *, today, by, first):
    """Write the sessions of the next months and who asks for them, the account with the address ``first`` among them.

    Only people without a course this year, in an order of their keys: the district's indicators stay what they were.
    """
    came_on = dt.date(today.year - (today.month < 9), 9, 1)
    people = Person.objects.filter(municipality=municipality, user=None, routes=None)
    people = people.filter(teaching_since__lt=came_on)  # with whom nothing has been done yet stay so
    waiting = list(without_course(teachers(people, today), today).order_by("pk"))
    _remember_old_courses(waiting, programmes, today)
    place = iter(waiting)
    for number, (programme, after, days, seats, where) in enumerate(SESSIONS):
        starts_on = today + dt.timedelta(days=after)
        session = actions.add_session(
            municipality=municipality,
            programme=programmes[programme],
            starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=days),
            seats=seats,
            place=where,
            by=by,
        )
        for state in STATES:
            group = [person for person, _ in zip(place, range(2), strict=False)]
            if group:
                actions.ask_for_seats(session, people=group, state=state, by=by, reason=REASON)
        if number == 0:
            actions.send_requests(list(session.requests.filter(state=RequestState.APPROVED)), by=by)
            actions.draft_order(session, by=by)
        if number == 1:
            asked = list(session.requests.filter(state=RequestState.ASKED))
            actions.decline_requests(asked[:1], by=by, reason="нужен курс по предмету, а не общий")
    planned = [person for person, _ in zip(place, range(3), strict=False)]
    if planned:  # a programme without a session, planned by the school for the quarter after this one
        (_, due_on), state = quarters_from(today)[1], RequestState.BY_SCHOOL
        actions.wish_for(programmes[9], people=planned, state=state, due_on=due_on, by=by)
    teacher = Person.objects.filter(user__email=first).first()
    if teacher:
        known = {
            *Training.objects.filter(person=teacher).values_list("programme", flat=True),
            *TrainingRequest.objects.filter(person=teacher).values_list("programme", flat=True),
        }
        wished = next((each for each in programmes if each.pk not in known), None)
        if wished:
            actions.wish_for(wished, people=[teacher], state=RequestState.ASKED, by=teacher.user)


def _remember_old_courses(people, programmes, today):
    """Give most of those without a course this year one of some years ago, so that terms run out quarter by quarter."""
    for number, person in enumerate(people):
        if number % 4:
            finished_on = today - dt.timedelta(days=3 * 365 - 60 * number)
            Training.objects.create(
                person=person,
                programme=programmes[number % 3],
                starts_on=finished_on - dt.timedelta(days=12),
                finished_on=finished_on,
                document=f"удостоверение 23-{number:03}",
            )
