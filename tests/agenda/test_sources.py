"""Of every source: its things stand in the calendars, and in the secret links, of exactly those who may see them otherwise."""

import datetime as dt

import icalendar
import pytest

from masterstvo.accounts.models import User
from masterstvo.agenda.models import Feed
from masterstvo.agenda.queries import Month, days_of, entries_of_feed
from masterstvo.core.ical import as_ical
from masterstvo.organizations.rules import visible_municipalities, visible_organizations
from masterstvo.people.agenda import Wanted, entries, sources
from masterstvo.people.choices import Whose
from tests.access import ACTORS
from tests.factories.core import TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MONTH = Month(dt.date(2026, 3, 1))
DAY, AFTER = dt.date(2026, 3, 17), dt.date(2026, 3, 18)
OWN = {"person"}
MEMBERS = {"person", "mentor"}  # of the teacher's community
ELSEWHERE = {"exams", "contests", "contest_deadlines"}  # below, and in tests/contests/test_pages.py
SIGNED_IN = set(ACTORS) - {"anonymous"}

# kind of source: (row of the world, its columns on that day, who besides those with the right to see it, that right)
THINGS = {
    "events": ("event", {"held_on": DAY}, OWN, "events.view_event"),
    "offers": ("event_empty", {"held_on": dt.date(2200, 3, 17), "state": "open"}, MEMBERS, None),
    "courses": ("course", {"starts_on": DAY, "ends_on": AFTER}, OWN, "training.view_session"),
    "meetings": ("meeting", {"held_on": DAY}, MEMBERS, "communities.view_community"),
    "decisions": ("decision", {"due_on": DAY}, OWN, None),
    "steps": ("step", {"starts_on": DAY, "ends_on": AFTER}, OWN, None),
    "campaigns": ("campaign", {"ends_on": AFTER}, OWN, "assessments.view_campaign"),
    "plan": ("activity", {"starts_on": DAY, "due_on": DAY}, set(), "plans.view_activity"),
    "reports": ("report_approval", {"due_on": DAY}, set(), "reports.view_report"),
}


def calendars(user):
    """Yield whose calendars ``user`` may look at."""
    yield Whose.MINE, 0
    for organization in visible_organizations(user):
        yield Whose.SCHOOL, organization.pk
    for municipality in visible_municipalities(user):
        yield Whose.MUNICIPALITY, municipality.pk


def in_months(user, kind, month):
    """Return the keys of one source in the month of any calendar of ``user``."""
    others = {each.kind for each in sources()} - {kind}
    return {
        line.entry.key
        for whose, place in calendars(user)
        for day in days_of(
            month, entries(Wanted(user, month.first, month.end, whose, place), left_out=others)
        )
        for line in day.lines
    }


def in_feeds(user, kind, today):
    """Return the keys of one source in what a phone would read of any calendar of ``user``."""
    others = [each.kind for each in sources() if each.kind != kind]
    found = []
    for whose, place in calendars(user):
        column = {"school": "organization_id", "municipality": "municipality_id"}.get(whose)
        feed = Feed(user=user, whose=whose, left_out=others, **({column: place} if column else {}))
        found += entries_of_feed(feed, today)
    written = icalendar.Calendar.from_ical(as_ical("", found, site=""))
    return {str(each["uid"]).split("@")[0] for each in written.walk("VEVENT")}


@pytest.mark.parametrize("kind", THINGS)
def test_a_thing_is_in_the_calendars_of_exactly_those_who_may_see_it(world, kind):
    name, columns, people, permission = THINGS[kind]
    row = world.evidence[name]
    for column, value in columns.items():
        setattr(row, column, value)
    row.save()
    world.evidence["plan"].state = "execution"
    world.evidence["plan"].save()
    about = {"reports": "report", "meetings": "community"}.get(kind)
    about = getattr(row, about) if about else row
    day = next(iter(columns.values()))
    month, seen, read = Month(day.replace(day=1)), set(), set()

    for actor in SIGNED_IN:
        user = User.objects.get(pk=world.users[actor].pk)
        for found, keys in ((seen, in_months(user, kind, month)), (read, in_feeds(user, kind, day))):
            if str(row.pk) in {key.split("-")[1] for key in keys}:
                found.add(actor)

    told = {
        actor
        for actor in SIGNED_IN
        if actor in people or permission and world.users[actor].has_perm(permission, about)
    }
    assert seen == told
    assert read == told


def test_every_source_is_tried():
    assert {each.kind for each in sources()} == {*THINGS, *ELSEWHERE}


def test_days_of_examinations_are_in_every_calendar(world):
    TermFactory(vocabulary="exam_day", key="2026-03-17", title="ОГЭ по математике")
    TermFactory(vocabulary="exam_day", key="17 марта", title="не день")

    assert in_months(world.users["person"], "exams", MONTH) == {"events.exam-2026-03-17"}
    assert in_feeds(world.users["school"], "exams", DAY) == {"events.exam-2026-03-17"}
