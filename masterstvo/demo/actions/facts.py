"""A year of everything that people of a district do: courses, measurements, routes, pairs, events, contests, expert work."""

import datetime as dt
from functools import cache
from pathlib import Path

import yaml

from masterstvo.contests.models import Contest, Entry
from masterstvo.core.models import Term
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.events.models import Event, Participation
from masterstvo.experts.models import ExpertAppointment
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.models import Employment, Person
from masterstvo.routes.models import Route
from masterstvo.training.models import Programme, Provider, Training

BATCH = 5000
N_NEWCOMERS = 2


@cache
def catalogue():
    """Return the programmes, events and contests of ``catalogue.yaml``."""
    return yaml.safe_load((Path(__file__).parent.parent / "catalogue.yaml").read_text(encoding="utf-8"))


@cache
def _topics():
    return {term.key: term for term in Term.objects.of("topic")}


def make_programmes():
    """Write the providers and programmes once for all districts; return the programmes in their order."""
    _topics.cache_clear()  # another database may have been looked at before
    providers: list[Provider] = []
    for entry in catalogue()["providers"]:
        parent = next((each for each in providers if each.title == entry.get("parent")), None)
        providers.append(
            Provider.objects.get_or_create(
                title=entry["title"],
                defaults={"kind": entry["kind"], "parent": parent, "ownership": entry["ownership"]},
            )[0]
        )
    programmes = []
    for entry in catalogue()["programmes"]:
        programme, is_new = Programme.objects.get_or_create(
            provider=providers[entry["provider"]],
            title=entry["title"],
            hours=entry["hours"],
            kind="upskilling",
            form="distance",
            defaults={"in_federal_register": entry["register"]},
        )
        if is_new:
            programme.topics.set([_topics()[key] for key in entry["topics"]])
        programmes.append(programme)
    return programmes


def make_year(municipality, staff, programmes, *, first, last, rng, intensity=1.0):
    """Write one year of facts between ``first`` and ``last``, both inclusive.

    ``intensity``: how many times the usual number of courses and visits a person has.
    """
    day = _days(first, last, rng)
    _make_training(staff, programmes, day, last, rng, intensity)
    measured = _make_diagnostics(staff, first, last, rng, intensity)
    _make_routes(staff, measured, first, last, rng)
    _make_mentorships(staff, first, rng)
    _make_events(municipality, staff, day, rng, intensity)
    _make_contests(staff, day, rng)
    _make_experts(staff, first, last, rng)


def _days(first, last, rng):
    """Return a function that draws a working day between ``first`` and ``last``."""
    length = (last - first).days

    def draw():
        day = first + dt.timedelta(days=rng.randint(0, length))
        return day - dt.timedelta(days=1) if day.weekday() == 6 and day > first else day

    return draw


def _some(people, share, rng):
    return (
        rng.sample(people, min(len(people), max(1, round(len(people) * share)))) if people and share else []
    )


def _make_training(staff, programmes, day, last, rng, intensity):
    rows: list[Training] = []
    seen = set()

    def complete(person, programme, finished_on):
        if (person.pk, programme.pk, finished_on) not in seen:
            seen.add((person.pk, programme.pk, finished_on))
            starts_on = finished_on - dt.timedelta(days=programme.hours // 3)
            number = f"{len(rows) + 1:06}"
            rows.append(
                Training(
                    person=person,
                    programme=programme,
                    starts_on=starts_on,
                    finished_on=finished_on,
                    document=f"удостоверение {number}",
                )
            )

    for entry, programme in zip(catalogue()["programmes"], programmes, strict=True):
        share = entry["share"]
        for _ in range(max(1, round(intensity))):
            for person in _some(staff.teachers, share, rng) + _some(
                staff.managers, entry.get("managers", 0), rng
            ):
                complete(person, programme, day())
    risky = (
        [
            person
            for person in staff.teachers
            if staff.organization_of[person.pk].statuses.filter(kind="risk_zone").exists()
        ]
        if intensity == 1
        else []
    )
    for person in _some(risky, 0.9, rng):
        complete(person, programmes[11], day())
    for person in _some(staff.managers, 0.45, rng):
        complete(person, programmes[4], day())
    complete(staff.teachers[0], programmes[2], last + dt.timedelta(days=20))
    Training.objects.bulk_create(rows, batch_size=BATCH)


def _make_diagnostics(staff, first, last, rng, intensity):
    """An entry measurement of an eighth of the teachers in spring; some measured again in autumn."""
    measured = _some(staff.teachers, 0.125, rng)
    heads = _some(staff.managers, 0.12, rng)
    moments = [(first + dt.timedelta(days=75), catalogue()["procedures"][0], measured + heads)]
    if last > first + dt.timedelta(days=250):
        moments.append(
            (first + dt.timedelta(days=250), catalogue()["procedures"][1], measured[: len(measured) // 3])
        )
    rows = []
    for measured_on, procedure, people in moments:
        for person in people:
            for competency in catalogue()["competencies"]:
                for repeat in range(max(1, round(intensity / 3))):
                    score = rng.randint(35, 95)
                    rows.append(
                        Diagnostic(
                            person=person,
                            measured_on=measured_on + dt.timedelta(days=repeat),
                            procedure=procedure,
                            kind="test",
                            competency=competency,
                            score=score,
                            maximum=100,
                            threshold=60,
                            has_deficit=score < 60,
                        )
                    )
    Diagnostic.objects.bulk_create(rows, batch_size=BATCH)
    return measured


def _make_routes(staff, measured, first, last, rng):
    """Two thirds of the measured have an approved route, some wait for agreement, a few are drafts; some routes stand on other grounds."""
    rows = []
    n_approved = round(len(measured) * 0.71)
    for index, person in enumerate(measured):
        drafted_on = first + dt.timedelta(days=85)
        approved_on = min(drafted_on + dt.timedelta(days=rng.randint(3, 120)), last)
        if index < n_approved:
            state = "completed" if index % 4 == 0 else "active"
            rows.append(
                Route(
                    person=person,
                    basis="diagnostics",
                    state=state,
                    drafted_on=drafted_on,
                    approved_on=approved_on,
                    starts_on=approved_on,
                    companion="методист",
                )
            )
        elif index < n_approved + 3:
            rows.append(
                Route(
                    person=person,
                    basis="diagnostics",
                    state="agreement",
                    drafted_on=drafted_on,
                    companion="методист",
                )
            )
        elif index < n_approved + 5:
            rows.append(
                Route(
                    person=person,
                    basis="diagnostics",
                    state="draft",
                    drafted_on=drafted_on,
                    companion="методист",
                )
            )
    taken = {person.pk for person in measured}
    for person in _some([each for each in staff.teachers if each.pk not in taken], 0.02, rng):
        approved_on = first + dt.timedelta(days=30)
        rows.append(
            Route(
                person=person,
                basis="attestation",
                state="active",
                drafted_on=first,
                approved_on=approved_on,
                starts_on=approved_on,
                companion="методист",
            )
        )
    Route.objects.bulk_create(rows, batch_size=BATCH)


def _make_mentorships(staff, first, rng):
    """Most beginners have a mentor in their own organization; every fourth pair has no act."""
    rows = []
    colleagues: dict[int, list[Person]] = {}
    for person in staff.teachers:
        if person not in staff.young:
            colleagues.setdefault(staff.organization_of[person.pk].pk, []).append(person)
    for index, mentee in enumerate(staff.young):
        mentors = colleagues.get(staff.organization_of[mentee.pk].pk)
        if mentors and index % 4 != 3:
            rows.append(_pair(rng.choice(mentors), mentee, first, index, has_act=index % 4 != 2))
    experienced = [person for people in colleagues.values() for person in people]
    for index in range(len(staff.teachers) // 25):
        mentor, mentee = rng.sample(experienced, 2)
        is_own = staff.organization_of[mentor.pk] == staff.organization_of[mentee.pk]
        agreement = "inside" if is_own else "network"
        rows.append(
            _pair(
                mentor,
                mentee,
                first,
                index,
                has_act=index % 3 != 0,
                model="short",
                format="equals",
                agreement=agreement,
            )
        )
    Mentorship.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def leave_newcomers(staff, today):
    """The last beginners without a mentor came this autumn, and nothing has been done with them: indicators have something to move."""
    paired = set(Mentorship.objects.filter(mentee__in=staff.young).values_list("mentee", flat=True))
    newcomers = [person.pk for person in staff.young if person.pk not in paired][-N_NEWCOMERS:]
    for model in (Training, Participation, Route, Diagnostic, ExpertAppointment):
        model.objects.filter(person__in=newcomers).delete()
    came_on = dt.date(today.year - (today.month < 9), 9, 1)
    Person.objects.filter(pk__in=newcomers).update(teaching_since=came_on)
    Employment.objects.filter(person__in=newcomers, basis="main").update(starts_on=came_on)


def _pair(mentor, mentee, first, index, *, has_act, model="long", format="elder_younger", agreement="inside"):
    starts_on = first + dt.timedelta(days=20 + index % 5)
    act = {"act_number": f"{30 + index}-од", "act_on": starts_on} if has_act else {}
    return Mentorship(
        mentor=mentor,
        mentee=mentee,
        model=model,
        format=format,
        starts_on=starts_on,
        agreement=agreement,
        **act,
    )


def _make_events(municipality, staff, day, rng, intensity):
    schools = list(
        {
            organization.pk: organization
            for organization in staff.organization_of.values()
            if organization.kind == "school"
        }.values()
    )
    events: dict[tuple, tuple] = {}
    listeners = []
    for entry in catalogue()["events"]:
        for time in range(max(1, round(entry["times"] * intensity))):
            school = schools[(time * 3 + len(events)) % len(schools)]
            event = Event(
                municipality=municipality,
                title=entry["title"].replace("{school}", school.title),
                held_on=day(),
                kind=entry["kind"],
                level=entry["level"],
                within_system=entry["within"],
                organizer="Управление образования",
                hours=2,
            )
            key = (event.title, event.held_on, event.level)
            if key not in events:
                events[key] = (event, entry)
                listeners.append(
                    _some(staff.teachers, entry["share"], rng) + _some(staff.managers, entry["share"], rng)
                )
    made = Event.objects.bulk_create([event for event, _ in events.values()], batch_size=BATCH)
    through = Event.topics.through
    through.objects.bulk_create(
        through(event_id=event.pk, term_id=_topics()[key].pk)
        for event, (_, entry) in zip(made, events.values(), strict=True)
        for key in entry["topics"]
    )
    Participation.objects.bulk_create(
        (
            Participation(
                event=event,
                person=person,
                role="speaker" if index == 0 else "listener",
                was_present=rng.random() > 0.04,
            )
            for event, people in zip(made, listeners, strict=True)
            for index, person in enumerate(people)
        ),
        batch_size=BATCH,
    )


def _make_contests(staff, day, rng):
    rows = []
    for entry in catalogue()["contests"]:
        contest, _ = Contest.objects.get_or_create(
            municipality=None, title=entry["title"], level=entry["level"]
        )
        held_on = day()
        kind = entry.get("kind")
        candidates = [
            person
            for person in staff.teachers
            if kind is None or staff.organization_of[person.pk].kind == kind
        ]
        wanted = max(1, round(len(staff.teachers) * entry["share"]))
        for place, person in enumerate(rng.sample(candidates, min(len(candidates), wanted))):
            result = "winner" if place == 0 else "prize_winner" if place < 3 else "participant"
            rows.append(Entry(contest=contest, person=person, held_on=held_on, result=result))
    Entry.objects.bulk_create(rows, batch_size=BATCH)


def _make_experts(staff, first, last, rng):
    kinds = ["jury", "subject_commission", "attestation", "community"]
    starts_on = first + dt.timedelta(days=40)
    ExpertAppointment.objects.bulk_create(
        [
            ExpertAppointment(
                person=person,
                kind=kinds[index % len(kinds)],
                level="municipal",
                starts_on=starts_on,
                ends_on=dt.date(first.year + 1, 1, 1),
                basis=f"приказ № {66 + index % 3}-од" if index % 9 else "",  # a few wait for an order
                max_works=20,
            )
            for index, person in enumerate(_some(staff.teachers, 0.1, rng))
        ],
        batch_size=BATCH,
    )
