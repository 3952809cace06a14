"""Both plans: most people with a mentor, and the best fit; each with its numbers and with a reason for whoever is left without."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from masterstvo.core.assignment import FIT as BEST_FIT
from masterstvo.core.assignment import HIGHEST, Ban, Item, Partner, Problem, Solution, assign, judged
from masterstvo.core.assignment import MOST as MOST_SERVED
from masterstvo.mentoring.matching.facts import Mentee, Mentor
from masterstvo.mentoring.matching.judging import BANS, FINAL, Parted, ban, near, points

MOST, FIT = "most", "fit"
NOBODY_PARTED: Parted = {}
NAMED = 3  # of the mentors who are taken
FLOOR = 40  # of 100: under FIT nobody gets a mentor with whom less is in common than half


@dataclass(frozen=True)
class Match:
    """A proposed pair: keys of the need and of the mentor, and the parts of the score."""

    mentee: int
    mentor: int
    score: int
    subject: bool | None
    met: int
    asked: int
    near: str


@dataclass(frozen=True)
class Left:
    """A need that got no mentor. ``kind``: of ``core.assignment``; ``refused``: {ban: mentors}.

    ``full``: some of the ``n_full`` mentors who would do and are taken; ``nearest``: the mentor who would fit best if one ban were lifted, and ``barrier``: that ban; None and "" when there is none.
    """

    mentee: int
    kind: str
    refused: Mapping[str, int]
    full: Sequence[int] = ()
    n_full: int = 0
    nearest: int | None = None
    barrier: str = ""


@dataclass(frozen=True)
class Plan:
    """One way to match. ``load``: {mentor: mentees}; ``short``: {mentor: mentees lacking to the least}, told and not forced."""

    objective: str
    matches: Sequence[Match] = ()
    left: Sequence[Left] = ()
    is_best: bool = True
    floor: int = 0
    load: Mapping[int, int] = field(default_factory=dict)
    short: Mapping[int, int] = field(default_factory=dict)

    @property
    def mean(self) -> int:
        return round(sum(each.score for each in self.matches) / len(self.matches)) if self.matches else 0

    @property
    def worst(self) -> int:
        return min((each.score for each in self.matches), default=0)

    @property
    def busiest(self) -> int:
        return max(self.load.values(), default=0)


def plans(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], parted: Parted = NOBODY_PARTED
) -> dict[str, Plan]:
    """Return {objective: plan}: MOST serves most and lifts the worst pair as far as it goes, FIT makes no pair under the floor."""
    mentee_of, mentor_of = {each.key: each for each in mentees}, {each.key: each for each in mentors}

    bans = {code: Ban(code) for code in BANS}

    def verdict(item: Item, partner: Partner) -> int | Ban:
        mentee, mentor = mentee_of[item.key], mentor_of[partner.key]
        code = ban(mentee, mentor, parted)
        return bans[code] if code else points(mentee, mentor)

    problem = judged(
        [Item(each.key, weight=each.hours) for each in mentees],
        [
            Partner(each.key, max(0, each.hours), max(0, min(each.least, each.most)), max(0, each.most))
            for each in mentors
        ],
        verdict,
        evenness=1,
    )
    most = _solved(problem, MOST_SERVED, HIGHEST)
    fit = _solved(problem, BEST_FIT, FLOOR)
    nearest = cache(lambda key: _nearest(mentee_of[key], mentors, parted))
    return {
        name: _plan(name, *solved, mentee_of, mentor_of, nearest)
        for name, solved in ((MOST, most), (FIT, fit))
    }


def _solved(problem: Problem, objective: str, floor: int | str) -> tuple[Solution, Mapping[int, int]]:
    """Return the assignment, and who gets less than the least: that is a wish of mentors, so it gives way where it cannot be met."""
    solution = assign(problem, objective=objective, floor=floor)
    if solution.status in ("optimal", "feasible"):
        return solution, {}
    short = dict(solution.shortfalls)
    eased = [
        replace(each, least=max(0, each.least - short.get(each.key, 0)) if short else 0)
        for each in problem.partners
    ]
    solution = assign(replace(problem, partners=eased), objective=objective, floor=floor)
    if solution.status not in ("optimal", "feasible"):
        free = [replace(each, least=0) for each in problem.partners]
        solution = assign(replace(problem, partners=free), objective=objective, floor=floor)
    load = solution.load
    return solution, {
        each.key: each.least - load.get(each.key, 0)
        for each in problem.partners
        if load.get(each.key, 0) < each.least
    }


def _plan(
    objective: str,
    solution: Solution,
    short: Mapping[int, int],
    mentee_of: Mapping[int, Mentee],
    mentor_of: Mapping[int, Mentor],
    nearest: Callable[[int], tuple[int | None, str]],
) -> Plan:
    matches = [
        match_of(mentee_of[each.item], mentor_of[each.partner], each.score or 0) for each in solution.pairs
    ]
    left = [
        Left(
            each.item,
            each.kind,
            dict(each.refused),
            tuple(each.full)[:NAMED],
            len(each.full),
            *nearest(each.item),
        )
        for each in solution.unserved
    ]
    return Plan(
        objective,
        matches,
        left,
        solution.status == "optimal",
        solution.floor,
        dict(solution.load),
        dict(short),
    )


def match_of(mentee: Mentee, mentor: Mentor, score: int) -> Match:
    """Return the pair with the parts of its score."""
    return Match(
        mentee.key,
        mentor.key,
        score,
        bool(mentee.subjects & mentor.subjects) if mentee.subjects else None,
        len(mentee.wanted & mentor.strengths),
        len(mentee.wanted),
        near(mentee, mentor),
    )


def _nearest(mentee: Mentee, mentors: Iterable[Mentor], parted: Parted) -> tuple[int | None, str]:
    """Return the mentor who would fit best of those whom a ban keeps off that somebody may lift, and that ban."""
    best: tuple[int, int, str] | None = None
    for mentor in mentors:
        score = points(mentee, mentor)
        if best is None or score > best[0]:
            code = ban(mentee, mentor, parted)
            if code and code not in FINAL:
                best = score, mentor.key, code
    return (best[1], best[2]) if best else (None, "")
