"""Which weak results of pupils are worth a look at lessons: told to the methodist, decided by the methodist."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max, QuerySet

from masterstvo.assessments.models import Campaign
from masterstvo.assessments.queries.circle import Circle
from masterstvo.core import terms
from masterstvo.core.words import fold
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment
from masterstvo.quality.models import DismissedHint, SkillResult

ENDINGS = ("ий", "ый", "ая", "ое", "а", "я", "о", "е", "ь")


@dataclass(frozen=True)
class Hint:
    """A school where pupils were weak in one skill in the latest year of its subject.

    ``subject_key``: its term, or None where teachers are told by ``words`` of their position. ``n_teachers``: of the subject in the
    school today; ``campaign``: one that asks them and goes on; ``dismissed``: why it is not checked.
    """

    organization: Organization
    subject: str
    skill: str
    year: int
    weak: tuple[SkillResult, ...]
    subject_key: int | None
    words: str
    n_teachers: int
    campaign: Campaign | None
    dismissed: DismissedHint | None

    @property
    def worst(self) -> Decimal:
        return min(each.coped_share for each in self.weak)

    @property
    def asked(self) -> str:
        """What the form of a campaign is filled with. Shape: the query of an address."""
        title = f"{self.organization}: {self.subject}, {self.skill}"[:300]
        whom = {"subjects": self.subject_key} if self.subject_key else {"position": self.words}
        return urlencode({"title": title, "organizations": self.organization.pk, **whom})


@dataclass(frozen=True)
class _Teachers:
    """Who teaches what in the schools today. ``positions``: folded, with the person."""

    by_subject: dict[tuple[int, int], set[int]]
    positions: dict[int, list[tuple[str, int]]]

    def of(self, place: int, subject_key: int | None, words: str) -> tuple[int | None, int]:
        """Return the subject's key and how many teach it; where no job names the subject, None and those told by ``words``."""
        named = self.by_subject.get((place, subject_key), set()) if subject_key else set()
        if named:
            return subject_key, len(named)
        parts = words.split()
        told = {person for text, person in self.positions[place] if all(part in text for part in parts)}
        return None, len(told)


def words_of_position(subject: str) -> str:
    """Return what of a subject's name stands in positions however they are declined: «русский язык» → «русск язык»."""
    words = []
    for word in fold(subject).split():
        ending = next((each for each in ENDINGS if len(word) > 4 and word.endswith(each)), "")
        words.append(word.removesuffix(ending))
    return " ".join(words)


def weak_below(day: dt.date) -> int:
    """Return the percent of pupils who coped below which a skill is weak. Queries: one."""
    return max(terms.numbers_in_force("weak_skill", day))


def hints(organizations: QuerySet[Organization], day: dt.date) -> list[Hint]:
    """Return the hints about ``organizations``, the weakest first; dismissed ones last. Queries: nine."""
    latest = {
        (place, fold(subject)): year
        for place, subject, year in SkillResult.objects.filter(organization__in=organizations)
        .order_by()
        .values_list("organization", "subject")
        .annotate(year=Max("year"))
    }
    rows = SkillResult.objects.filter(organization__in=organizations, coped_share__lt=weak_below(day))
    weak: dict[tuple[int, str, str], list[SkillResult]] = defaultdict(list)
    for each in rows.select_related("organization"):
        if each.year == latest[each.organization_id, fold(each.subject)]:
            weak[each.organization_id, fold(each.subject), fold(each.skill)].append(each)
    if not weak:
        return []
    places = {place for place, _, _ in weak}
    subjects = {word: term.pk for word, term in terms.spellings("subject").items()}
    teachers = _teachers(places, day)
    campaigns = _campaigns(places, day)
    dismissed = {
        (each.organization_id, fold(each.subject), fold(each.skill), each.year): each
        for each in DismissedHint.objects.filter(organization__in=places)
    }
    found = []
    for (place, subject, skill), results in weak.items():
        first, words = results[0], words_of_position(subject)
        key, n_teachers = teachers.of(place, subjects.get(subject), words)
        found.append(
            Hint(
                first.organization,
                first.subject,
                first.skill,
                first.year,
                tuple(results),
                key,
                words,
                n_teachers,
                campaigns.get((place, key or words)),
                dismissed.get((place, subject, skill, first.year)),
            )
        )
    return sorted(found, key=lambda each: (each.dismissed is not None, each.worst, str(each.organization)))


def _teachers(places: Iterable[int], day: dt.date) -> _Teachers:
    """Queries: two."""
    found = _Teachers(defaultdict(set), defaultdict(list))
    jobs = Employment.objects.on(day).filter(organization__in=places).order_by()
    for place, person, position in jobs.values_list("organization", "person", "position"):
        found.positions[place].append((fold(position), person))
    taught = jobs.filter(subjects__isnull=False)
    for place, subject, person in taught.values_list("organization", "subjects", "person"):
        found.by_subject[place, subject].add(person)
    return found


def _campaigns(places: Iterable[int], day: dt.date) -> dict[tuple[int, int | str], Campaign]:
    """Return {(organization, subject or words of the position): a campaign that asks exactly there and is not over}."""
    rows = Campaign.objects.filter(
        municipality__organizations__in=places, closed_on=None, ends_on__gt=day
    ).distinct()
    found: dict[tuple[int, int | str], Campaign] = {}
    for each in rows:
        circle = Circle.read(each.circle)
        asked: list[int | str] = [*circle.subjects, circle.position]
        found |= {(place, whom): each for place in circle.organizations for whom in asked if whom}
    return found
