"""What the fictional region does not scale by itself: events to come, courses, papers and notices of every district, and the search index."""

import datetime as dt
import itertools

from django.db import transaction
from django.utils import timezone

COMING, SESSIONS, PAPERS, NOTICES = 30, 20, 900, 300  # of a district; notices: of a user
SEATS = 40
TITLES = (
    "направлении педагогов на семинар", "составе жюри конкурса", "закреплении наставников", "проведении недели мастерства",
    "выезде в сельские школы", "школьном этапе олимпиады", "внесении изменений в план", "присвоении статуса площадки",
)  # fmt: skip


@transaction.atomic
def fill():
    """Write the same for each district that has none of it yet."""
    from masterstvo.accounts.models import User
    from masterstvo.core.statistics import refresh_statistics
    from masterstvo.organizations.models import Municipality
    from masterstvo.search.actions import rebuild

    today = timezone.localdate()
    for municipality in Municipality.objects.all():
        people = list(municipality.people.order_by("pk"))
        _events(municipality, people, today)
        _courses(municipality, people, today)
        _papers(municipality, today)
    for user in User.objects.all():
        _notices(user)
    rebuild()
    refresh_statistics()


def _events(municipality, people, today):
    from masterstvo.events.models import Event, Registration

    events = Event.objects.bulk_create(
        Event(
            municipality=municipality,
            title=f"Семинар «Оценивание, часть {number}»",
            held_on=today + dt.timedelta(days=number),
            level="municipal",
            kind="seminar",
            state="open",
            capacity=SEATS,
            hours=2,
        )
        for number in range(1, COMING + 1)
    )
    some = itertools.cycle(people)
    Registration.objects.bulk_create(
        [
            Registration(
                event=event,
                person=person,
                role="listener",
                state="registered",
                queued_at=timezone.now(),
                code=f"{event.pk}-{person.pk}",
            )
            for event in events
            for person in itertools.islice(some, min(SEATS, len(people)))
        ],
        batch_size=5000,
    )


def _courses(municipality, people, today):
    from masterstvo.training.models import Programme, Session, TrainingRequest

    programmes = list(Programme.objects.order_by("pk"))
    sessions = Session.objects.bulk_create(
        Session(
            municipality=municipality,
            programme=programmes[number % len(programmes)],
            starts_on=today + dt.timedelta(days=30 + number),
            ends_on=today + dt.timedelta(days=50 + number),
            seats=SEATS,
            place=f"поток {number}",
        )
        for number in range(SESSIONS)
    )
    states = itertools.cycle(("asked", "by_school", "approved", "sent"))
    some = itertools.cycle(people)
    TrainingRequest.objects.bulk_create(
        [
            TrainingRequest(person=person, programme=session.programme, session=session, state=next(states))
            for session in sessions
            for person in itertools.islice(some, min(SEATS, len(people)))
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )


def _papers(municipality, today):
    from masterstvo.documents.models import Document, Register

    register = Register.objects.create(
        municipality=municipality, title="Приказы за прошлые годы", kinds=["order"]
    )
    Document.objects.bulk_create(
        Document(
            municipality=municipality,
            kind="order",
            register=register,
            ordinal=number,
            year=today.year,
            number=str(number),
            dated_on=today - dt.timedelta(days=number),
            title=f"О {TITLES[number % len(TITLES)]}, {number}",
        )
        for number in range(1, PAPERS + 1)
    )


def _notices(user):
    from masterstvo.inbox.models import Notice

    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                user=user,
                kind="due",
                text=f"Подходит срок мероприятия {number}",
                key=f"bench-{number}",
                created_at=now - dt.timedelta(hours=number),
                read_at=now if number > 30 else None,
                mailed_at=now,
            )
            for number in range(NOTICES)
        ],
        batch_size=5000,
    )
