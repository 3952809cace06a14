"""Made-up schools of any size, the same for the same seed: teachers, a catalogue with seats, mentors with hours."""

import datetime as dt
import random

from masterstvo.routes.building import Deficit, Level, Mentor, Norms, Option, Problem, Traveller

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 6, 1)
WEEKS_OFF = frozenset(
    {dt.date(2026, 10, 26), dt.date(2026, 12, 28), dt.date(2027, 1, 4), dt.date(2027, 3, 22)}
)
WEEK = dt.timedelta(weeks=1)
KINDS = [
    "course",
    "course",
    "internship",
    "event",
    "practice",
    "mentoring",
    "visit",
    "open_lesson",
    "self_study",
]


def school(n_teachers: int, seed: int = 1, *, n_options: int = 60, n_competences: int = 15) -> Problem:
    """Return a school in which seats and mentors' hours do not suffice for everybody."""
    pick = random.Random(seed)
    mentors = tuple(Mentor(f"m{number}", f"наставник {number}", 40) for number in range(1 + n_teachers // 20))
    options: list[Option] = []
    for number in range(n_options):
        options.append(_option(pick, number, options, n_competences, n_teachers, mentors))
    travellers = tuple(_teacher(pick, number, n_competences) for number in range(n_teachers))
    return Problem(travellers, tuple(options), mentors, Norms())


def _option(pick, number, options, n_competences, n_teachers, mentors):
    kind = pick.choice(KINDS)
    hours, weeks = {
        "course": (pick.choice([16, 24, 36, 72]), pick.choice([4, 6, 10])),
        "internship": (pick.choice([18, 36]), pick.choice([2, 4])),
        "event": (pick.choice([2, 4, 6]), 1),
        "mentoring": (pick.choice([8, 12, 16]), pick.choice([4, 8])),
        "self_study": (pick.choice([6, 12]), pick.choice([3, 6])),
    }.get(kind, (pick.choice([2, 4, 8]), pick.choice([1, 2])))
    is_dated = kind in ("course", "event", "internship") and pick.random() < 0.8
    starts_on = FIRST + dt.timedelta(days=pick.randrange(-20, 230))
    length = weeks if is_dated else weeks + pick.randrange(2, 25)
    gains = tuple(
        Level(f"c{each}", pick.choice([1, 1, 2]))
        for each in sorted(pick.sample(range(n_competences), pick.choice([1, 1, 2, 3])))
    )
    earlier = [each.key for each in options if each.kind != "course"]
    return Option(
        f"o{number:03}", kind, f"вариант {number}", hours, starts_on, starts_on + length * WEEK, gains,
        is_dated=is_dated,
        weeks=weeks,
        programme=f"p{number % 7}" if kind == "course" else "",
        requires=(pick.choice(earlier),) if earlier and pick.random() < 0.1 else (),
        requires_levels=(Level(gains[0].competence, 1),) if pick.random() < 0.1 else (),
        seats=pick.choice([None, 1 + n_teachers // 30, 1 + n_teachers // 10]),
        mentor=pick.choice(mentors).key if kind == "mentoring" else "",
        is_distance=pick.random() < 0.4,
        is_off_the_job=is_dated and pick.random() < 0.2,
    )  # fmt: skip


def _teacher(pick, number, n_competences):
    deficits = tuple(
        Deficit(
            f"c{each}",
            f"компетенция {each}",
            level := pick.randrange(3),
            level + pick.choice([1, 1, 2, 3]),
            pick.randrange(1, 6),
        )
        for each in sorted(pick.sample(range(n_competences), pick.choice([1, 2, 3, 4, 5])))
    )
    busy = {
        FIRST - dt.timedelta(days=1) + WEEK * week: pick.randrange(6)
        for week in range(40)
        if pick.random() < 0.3
    }
    return Traveller(
        f"t{number:03}", deficits, pick.choice([24, 36, 48, 72]), pick.choice([4, 6, 8]), FIRST, LAST,
        planned=busy, weeks_off=WEEKS_OFF, barred=frozenset({f"o{pick.randrange(60):03}"}),
    )  # fmt: skip
