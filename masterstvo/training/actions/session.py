"""Sessions: the runs of programmes on their days."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality
from masterstvo.people.load import check_load
from masterstvo.training.choices import LIVE
from masterstvo.training.models import Session
from masterstvo.training.queries import wishes_for
from masterstvo.training.word import days_in_words


class TooFewSeats(DomainError):
    field = "seats"


class SessionIsUsed(DomainError):
    pass


@transaction.atomic
def add_session(*, municipality: Municipality, by: Any, **values: Any) -> Session:
    """Add a run of a programme, and tell whoever has been waiting for one. ``values``: programme, the two days, seats, place."""
    session = add(Session(municipality=municipality, **values), by=by, action="training.add_session")
    _tell_waiting(session, by)
    return session


def _tell_waiting(session: Session, by: Any) -> None:
    places: dict[Any, str] = {}
    for wish in wishes_for(session):
        places[wish.asked_by_id] = session.get_absolute_url()
        places[wish.person.user_id] = reverse("training:my_courses")
    for user in places.keys() - {None, getattr(by, "pk", None)}:
        notify(
            [user],
            kind=NoticeKind.INVITATION,
            text=f"Открыт набор на курс, которого ждали: «{session.programme.title}», {days_in_words(session)}",
            key=f"training:session:{session.pk}",
            url=places[user],
        )


@transaction.atomic
def edit_session(session: Session, *, by: Any, reason: str = "", **values: Any) -> Session:
    """Change a run; who is on it goes along with its days. Raises: TooFewSeats, SessionIsUsed, TooMuchAtOnce, Stale."""
    lock(session)
    people = session.requests.filter(state__in=LIVE).values_list("person", flat=True)
    seats = values.get("seats", session.seats)
    if seats is not None and seats < len(people):
        raise TooFewSeats(f"Мест уже занято {len(people)}: сначала отклоните лишние заявки.")
    if session.requests.exists() and values.get("programme", session.programme) != session.programme:
        raise SessionIsUsed("На этот поток уже есть заявки: внесите для другой программы новый.")
    before = session.starts_on, session.ends_on
    change(session, values, by=by, action="training.edit_session", reason=reason)
    if (session.starts_on, session.ends_on) != before:
        days = (session.starts_on, session.ends_on)
        check_load(people, by=by, about=session, within=days, reason=reason)
    return session


@transaction.atomic
def remove_session(session: Session, *, by: Any, reason: str) -> None:
    """Take out a run entered by mistake. Raises: SessionIsUsed."""
    if lock(session).requests.exists():
        raise SessionIsUsed("На этот поток уже есть заявки. Отклоните их и измените дни или места.")
    remove(session, by=by, action="training.remove_session", reason=reason)
