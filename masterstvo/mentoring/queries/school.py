"""The target model at schools, the order on pairs, and what waits for an answer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.numbers import counted, plural
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.inbox.panels import Due
from masterstvo.mentoring.choices import PairState
from masterstvo.mentoring.models import Mentorship, PairTask, SchoolCondition
from masterstvo.mentoring.models.pair import MentorshipQuerySet
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, Municipality, Organization
from masterstvo.organizations.rules import EDITORS, SCHOOL, municipalities_where, organizations_where
from masterstvo.people.models import Employment
from masterstvo.plans.panels import Number

MODEL_KINDS = ("school", "kindergarten", "extracurricular")  # whose target model indicator B2 counts
ORDER = "mentoring_pairs"
PAPERS = {
    "mentoring_regulation": "regulation",
    ORDER: "order",
    "incentives": "incentives",
}  # kind of document: condition


# --- The order ------------------------------------------------------------------------------------------------------
def pairs_of_school(organization: Organization, day: dt.date) -> MentorshipQuerySet:
    """Return the pairs whose mentor works at the school on ``day``: the employer of the mentor fixes a pair."""
    staff = Employment.objects.on(day).filter(organization=organization).values("person")
    return Mentorship.objects.filter(mentor__in=staff)


def draft_of(organization: Organization) -> Document | None:
    """Return the draft of the school's order on pairs, if somebody has begun one. Queries: one."""
    drafts = Document.objects.filter(organization=organization, kind=ORDER, state=DocumentState.DRAFT)
    return (
        drafts.filter(pk__in=Mentorship.objects.filter(act__in=drafts).values("act")).order_by("pk").first()
    )


def pairs_to_fix(organization: Organization, draft: Document | None) -> QuerySet[Mentorship]:
    """Return the approved and working pairs of a school that no act fixes yet, but those in another paper that waits. Queries: one."""
    today = timezone.localdate()
    rows = pairs_of_school(organization, today).filter(
        Q(act=None) | Q(act=draft),
        Q(ends_on=None) | Q(ends_on__gt=today),
        state__in=[PairState.APPROVED, PairState.ACTIVE],
        act_number="",
    )
    return rows.select_related("mentor", "mentee").order_by(
        "mentor__last_name",
        "mentor__first_name",
        "mentor",
        "group",
        "mentee__last_name",
        "mentee__first_name",
        "pk",
    )


# --- The target model -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Evidence:
    """What proves that a condition is met. ``url``: where to see it, "" where there is no page."""

    text: str
    url: str = ""
    by_school: bool = False


@dataclass(frozen=True)
class Model:
    """The conditions at one school. ``met``: {kind: evidence}."""

    organization: Organization
    titles: dict[str, str]
    met: dict[str, Evidence]
    n_pairs: int
    n_formal: int
    n_without_act: int

    @property
    def pk(self) -> int:
        return self.organization.pk

    @property
    def lines(self) -> list[tuple[str, str, Evidence | None]]:
        return [(key, title, self.met.get(key)) for key, title in self.titles.items()]

    @property
    def missing(self) -> list[str]:
        return [title for key, title in self.titles.items() if key not in self.met]

    @property
    def n_met(self) -> int:
        return sum(key in self.titles for key in self.met)


def models_of(organizations: Sequence[Organization], day: dt.date) -> list[Model]:
    """Return the target model at each of ``organizations``. Queries: six, however many."""
    titles = dict(terms.choices("mentoring_condition"))
    met: dict[int, dict[str, Evidence]] = defaultdict(dict)
    for key, kind, evidence in _evidence(organizations, day):
        met[key].setdefault(kind, evidence)
    pairs: dict[int, dict[int, Any]] = defaultdict(dict)
    for pair in _pairs(organizations, day):
        pairs[pair["school"]][pair["pk"]] = pair
        if pair["act_number"] and pair["act_on"]:
            act = Evidence(f"№ {pair['act_number']} от {pair['act_on']:%d.%m.%Y}, в записи пары")
            met[pair["school"]].setdefault("order", act)
        if pair["tasks"]:
            met[pair["school"]].setdefault(
                "programmes", Evidence("у пар есть программы с задачами и сроками")
            )
    return [
        Model(
            each,
            titles,
            met[each.pk],
            len(pairs[each.pk]),
            sum(pair["is_formal"] for pair in pairs[each.pk].values()),
            sum(not (pair["act_number"] and pair["act_on"]) for pair in pairs[each.pk].values()),
        )
        for each in organizations
    ]


def _evidence(organizations: Sequence[Organization], day: dt.date) -> Iterable[tuple[int, str, Evidence]]:
    """Tell what papers, roles and the schools themselves prove, the newest paper first."""
    papers = Document.objects.filter(
        organization__in=organizations, kind__in=PAPERS, state=DocumentState.SIGNED, dated_on__lte=day
    )
    for paper in papers.order_by("-dated_on", "-pk"):
        yield (
            paper.organization_id or 0,
            PAPERS[paper.kind],
            Evidence(f"№ {paper.number} от {paper.dated_on:%d.%m.%Y}", paper.get_absolute_url()),
        )
    curators = Grant.objects.on(day).filter(role=Role.CURATOR, organization__in=organizations)
    for curator in curators.select_related("user").order_by("pk"):
        yield curator.organization_id or 0, "curator", Evidence(f"роль в программе: {curator.user}")
    told = SchoolCondition.objects.filter(organization__in=organizations, met_on__lte=day)
    for each in told.select_related("document"):
        words = each.note or str(each.document or each.url)
        url = each.url or (each.document.get_absolute_url() if each.document else "")
        yield each.organization_id, each.kind, Evidence(words, url, by_school=True)


def _pairs(organizations: Sequence[Organization], day: dt.date) -> Iterable[dict[str, Any]]:
    """Tell each working pair once for each school where its mentor works. Queries: two."""
    staff = Employment.objects.on(day).filter(organization__in=organizations)
    schools: dict[int, set[int]] = defaultdict(set)
    rows = Mentorship.objects.at_work(day).filter(mentor__in=staff.values("person"))
    columns = ("pk", "mentor", "is_formal", "act_number", "act_on", "tasks")
    pairs = list(rows.order_by("pk").values(*columns))
    for person, school in staff.filter(person__in={each["mentor"] for each in pairs}).values_list(
        "person", "organization"
    ):
        schools[person].add(school)
    for pair in pairs:
        for school in schools[pair["mentor"]]:
            yield pair | {"school": school}


# --- What waits -----------------------------------------------------------------------------------------------------
def waiting_for(user: Any) -> QuerySet[Mentorship]:
    """Return the pairs that wait for this user's own answer, as a mentor or as a mentee."""
    return Mentorship.objects.filter(
        Q(mentor__user=user.pk, state=PairState.PROPOSED)
        | Q(mentee__user=user.pk, state=PairState.MENTOR_AGREED)
    )


def due_tasks(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the tasks that pairs still have to do, to each side that signs in, for reminders. Queries: one."""
    rows = PairTask.objects.filter(
        done_on=None, due_on__range=(first, last), mentorship__state=PairState.ACTIVE
    ).select_related("mentorship__mentor__user", "mentorship__mentee__user")
    for task in rows:
        for person in (task.mentorship.mentor, task.mentorship.mentee):
            if person.user and person.user.is_active:
                told = f"задача пары «{task.title}»"
                url = task.get_absolute_url()
                yield Due(person.user.pk, f"mentoring.task:{task.pk}", told, url, task.due_on)


def due_results(first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield the pairs whose last day comes or has passed without a result, to those who answer for the schools of the two, for reminders. Queries: three."""
    days = (first + dt.timedelta(days=1), last + dt.timedelta(days=1))
    pairs = Mentorship.objects.filter(state=PairState.ACTIVE, ends_on__range=days).select_related(
        "mentor", "mentee"
    )
    today, people = timezone.localdate(), {key for each in pairs for key in (each.mentor_id, each.mentee_id)}
    jobs = Employment.objects.on(today).filter(person__in=people)
    grants = Grant.objects.on(today).filter(
        role__in=SCHOOL, organization__in=jobs.values("organization"), user__is_active=True
    )
    users: dict[int, set[int]] = defaultdict(set)
    for organization, user in grants.values_list("organization", "user"):
        users[organization].add(user)
    answering: dict[int, set[int]] = defaultdict(set)
    for person, organization in jobs.values_list("person", "organization"):
        answering[person] |= users[organization]
    for pair in pairs:
        told = f"результат пары «{pair.mentor.short_name} – {pair.mentee.short_name}»"
        for user in sorted(answering[pair.mentor_id] | answering[pair.mentee_id]):
            yield Due(user, f"mentoring.result:{pair.pk}", told, pair.get_absolute_url(), pair.last_day)


def over_number(user: Any, municipality: Municipality, day: dt.date) -> Number | None:
    """Tell on «Сегодня» how many pairs are past their last day without a result, to those who close them. Queries: one."""
    places = organizations_where(user, EDITORS, SCHOOL).filter(municipality=municipality)
    staff = Employment.objects.on(day).filter(organization__in=places).values("person")
    pairs = Mentorship.objects.filter(state=PairState.ACTIVE, ends_on__lte=day)
    number = pairs.filter(Q(mentor__in=staff) | Q(mentee__in=staff)).count()
    if not number:
        return None
    told = plural(number, "пара ждёт результата", "пары ждут результата", "пар ждут результата")
    url = f"{reverse('mentoring:mentorship_list')}?ended=on"
    return Number(str(number), told, url, small="срок прошёл", tone="risk")


def without_act_line(user: Any, day: dt.date) -> str:
    """Return how many pairs work without an act where ``user`` answers for a municipality, for the digest. Queries: one, and those of grants."""
    here = municipalities_where(user, {Role.HEAD})
    n_pairs = Mentorship.objects.without_act(day).filter(mentee__municipality__in=here).count()
    told = ("пара без приказа", "пары без приказа", "пар без приказа")
    return counted(n_pairs, *told) if n_pairs else ""
