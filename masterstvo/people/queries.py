"""Reads about people that cross tables."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.core import terms
from masterstvo.core.models import Term
from masterstvo.core.search import fold_for_search, matching
from masterstvo.core.vocabularies import kept
from masterstvo.core.words import clean, fold
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.choices import Basis
from masterstvo.people.models import Attestation, CardReading, Employment, Export, Person
from masterstvo.people.panels import NAME

YOUNG_UNDER = 35
LEAST_THRESHOLD = 3
HEADS = ("managing",)  # categories of staff whom the others of the organization obey


def heading_positions() -> set[str]:
    """Return the folded spellings of the positions that head an organization: a deputy is of the same category and heads none. Queries: one."""
    return set(terms.spellings("heading_position"))


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day ``years`` ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def full_years(since: dt.date | None, day: dt.date) -> int | None:
    """Return how many whole years have passed, or None when nobody knows since when."""
    if since is None:
        return None
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def first_years(day: dt.date) -> int:
    """Return how many years of teaching are the first ones on ``day``: a word of the dictionary with its term of validity. Queries: one."""
    return max(terms.numbers_in_force("first_years", day))


def beginning_on(day: dt.date) -> Q:
    """Return the condition on ``Person``: in the first years of teaching. Queries: one, at once."""
    return Q(teaching_since__gt=years_before(day, first_years(day)), teaching_since__lte=day)


def young_on(day: dt.date) -> Q:
    """Return the condition on ``Person``: under 35 and in the first years of teaching. Queries: one, at once."""
    return beginning_on(day) & Q(born_on__gt=years_before(day, YOUNG_UNDER))


def people_of_municipality(key: int) -> QuerySet[Person]:
    """Return the people whose card is kept in the municipality or who have worked there."""
    employed = Employment.objects.filter(organization__municipality=key)
    return Person.objects.filter(Q(municipality=key) | Q(pk__in=employed.values("person")))


def smallest_group(day: dt.date) -> int:
    """Return how many people a number must speak of to be shown to those who may not see them. Queries: one.

    It is a word of the dictionary with its term of validity. Where none is in force the shipped one holds, and under three hides
    nothing (of two people each knows the other): nothing opens by mistake.
    """
    return max(terms.numbers_in_force("smallest_group", day, least=LEAST_THRESHOLD))


def working(day: dt.date, **conditions: Any) -> QuerySet[Person]:
    """Return the people with a job on ``day``. ``conditions``: on ``Employment``."""
    return Person.objects.filter(pk__in=Employment.objects.on(day).filter(**conditions).values("person"))


def with_work(rows: QuerySet, *, day: dt.date | None = None, path: str = "") -> QuerySet:
    """Give each person ``current_employments`` (the main one first) and ``current_attestations``. Queries: three for all rows.

    ``path``: how a row leads to its person, "" when it is the person.
    """
    day = day or timezone.localdate()
    before = f"{path}__" if path else ""
    # Of the keys "main", "internal", "external" the main one is the last in the alphabet.
    jobs = Employment.objects.on(day).order_by("-basis", "-starts_on", "pk")
    jobs = jobs.select_related("organization").prefetch_related("subjects")
    grades = Attestation.objects.on(day).order_by("-starts_on", "pk")
    return rows.prefetch_related(
        Prefetch(f"{before}employments", jobs, to_attr="current_employments"),
        Prefetch(f"{before}attestations", grades, to_attr="current_attestations"),
    )


def main_job(person: Person, day: dt.date) -> Employment | None:
    """Return where the person works on ``day``, the main job before others, with its organization. Queries: one."""
    jobs = Employment.objects.on(day).filter(person=person).select_related("organization")
    return jobs.order_by("-basis", "-starts_on", "pk").first()


def similar_people(
    municipality_key: int, *, last_name: str, first_name: str, patronymic: str, born_on: dt.date | None
) -> list[Person]:
    """Return the people of the municipality who may be the same one: same name, and the same or an unknown birth date."""
    full_name = clean(f"{last_name} {first_name} {patronymic}")
    rows = people_of_municipality(municipality_key)
    if born_on:
        rows = rows.filter(Q(born_on=born_on) | Q(born_on=None))
    return [
        person
        for person in with_work(matching(rows, full_name, *NAME))
        if fold_for_search(str(person)) == fold_for_search(full_name)
    ]


def headcount(organization: Organization, *, day: dt.date) -> list[dict[str, Any]]:
    """Return how many people of each category have their main job in the organization.

    Shape: [{"category", "n_people", "n_young"}], most people first.
    """
    young = Q(person__in=Person.objects.filter(born_on__gt=years_before(day, YOUNG_UNDER)))
    jobs = Employment.objects.on(day).filter(organization=organization, basis=Basis.MAIN)
    counted = jobs.values("category").annotate(
        n_people=Count("person", distinct=True), n_young=Count("person", distinct=True, filter=young)
    )
    return list(counted.order_by("-n_people", "category"))


# --- The words of the field -------------------------------------------------------------------------------------------
@dataclass
class Word:
    """A word of the dictionary and what is known of its use. ``uses``: [(where, how many)]; ``merged``: words that mean the same."""

    term: Term
    uses: list[tuple[str, int]] = field(default_factory=list)
    merged: list[Term] = field(default_factory=list)
    nearest: Term | None = None
    is_shipped: bool = False

    def state(self, today: dt.date) -> str:
        """Tell where the word stands on ``today``: coming, going or over."""
        if self.term.valid_to and self.term.valid_to <= today:
            return "over"
        return "coming" if self.term.valid_from and self.term.valid_from > today else "going"

    @property
    def last_day(self) -> dt.date | None:
        return self.term.valid_to and self.term.valid_to - dt.timedelta(days=1)


def words_to_decide() -> QuerySet[Term]:
    """Return the words from files that nobody has matched with the dictionary yet."""
    from_files = [name for name, each in kept().items() if each.from_files]
    return Term.objects.filter(vocabulary__in=from_files, is_confirmed=False, merged_into=None)


def known_words(vocabulary: str) -> QuerySet[Term]:
    """Return the words that others may be matched with."""
    return Term.objects.of(vocabulary).filter(is_confirmed=True, merged_into=None)


def dictionary(vocabulary: str) -> tuple[list[Word], list[Word]]:
    """Return (words to decide about, known words). Queries: one, and one for each kind of record that uses such words."""
    uses = _uses(vocabulary)
    shipped = terms.shipped_keys(vocabulary)
    rows = list(Term.objects.of(vocabulary))
    merged: dict[int, list[Term]] = defaultdict(list)
    for row in rows:
        if row.merged_into_id:
            merged[row.merged_into_id].append(row)
    words = [
        Word(row, uses[row.pk], merged[row.pk], is_shipped=row.key in shipped)
        for row in rows
        if not row.merged_into_id
    ]
    known = [word for word in words if word.term.is_confirmed]
    waiting = [word for word in words if not word.term.is_confirmed]
    spellings = {
        fold(spelling): word.term
        for word in reversed(known)
        for term in (word.term, *word.merged)
        for spelling in (term.title, *term.synonyms)
    }
    for word in waiting:
        word.nearest = _nearest(word.term.title, spellings)
    return waiting, known


def _uses(vocabulary: str) -> dict[int, list[tuple[str, int]]]:
    """Return {term: [(kind of records, how many of them)]}. Higher apps are found by their links to the dictionary."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    relations: Any = Term._meta.related_objects
    for relation in relations:
        if not relation.many_to_many or relation.limit_choices_to != {"vocabulary": vocabulary}:
            continue
        many = relation.field
        column = f"{many.m2m_reverse_field_name()}_id"
        links = relation.through._default_manager.order_by().values_list(column).annotate(Count("pk"))
        for term, number in links:
            found[term].append((str(relation.related_model._meta.verbose_name_plural), number))
    return found


def _nearest(title: str, spellings: dict[str, Term]) -> Term | None:
    """Return the known word that ``title`` most likely means: one is within the other, or they are spelt alike."""
    word = fold(title)
    within = [each for each in spellings if len(each) > 3 and (each in word or word in each)]
    near = sorted(within, key=len, reverse=True) or get_close_matches(word, spellings, n=1, cutoff=0.6)
    return spellings[near[0]] if near else None


@dataclass(frozen=True)
class StaffAccess:
    """The people of one organization by what an invitation can do for them."""

    invited: list[Person]  # will be
    without_email: list[Person]
    taken: list[
        Person
    ]  # their address belongs to an account or a colleague: a person must decide whose it is
    have: list[Person]


def staff_access(organization: Organization, *, day: dt.date) -> StaffAccess:
    """Return who of the organization's people can be invited on ``day``. Queries: two."""
    people = list(working(day, organization=organization))
    emails = {person.email.strip().lower() for person in people if person.email}
    used = {email.lower() for email in User.objects.filter(email__in=emails).values_list("email", flat=True)}
    found = StaffAccess([], [], [], [])
    for person in people:
        email = person.email.strip().lower()
        if person.user_id:
            found.have.append(person)
        elif not email:
            found.without_email.append(person)
        elif email in used:
            found.taken.append(person)
        else:
            used.add(email)
            found.invited.append(person)
    return found


# --- Whose term of keeping is over ----------------------------------------------------------------------------------
def readings_before(municipality: Municipality, *, before: dt.date) -> QuerySet[CardReading]:
    """Return the readings before a day of the cards that ``municipality`` keeps."""
    return CardReading.objects.filter(at__date__lt=before, person__municipality=municipality)


def exports_before(municipality: Municipality, *, before: dt.date) -> QuerySet[Export]:
    """Return the lists taken away before a day in which all were people of ``municipality``: others have terms of their own."""
    through = Export.people.through.objects.all()
    own = through.filter(person__municipality=municipality).values("export")
    foreign = through.exclude(person__municipality=municipality).values("export")
    return Export.objects.filter(at__date__lt=before, pk__in=own).exclude(pk__in=foreign)
