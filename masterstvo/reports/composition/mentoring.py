"""What mentoring came to in a period: pairs by model and format, acts, the target model of schools, both ways."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from masterstvo.core.numbers import counted
from masterstvo.indicators.evaluation import formula_of
from masterstvo.indicators.evaluation.needs import leaves
from masterstvo.indicators.language import FactCondition
from masterstvo.mentoring.choices import Agreement, PairState
from masterstvo.mentoring.models import Conversation, Mentorship
from masterstvo.mentoring.models.pair import MentorshipQuerySet
from masterstvo.mentoring.queries import MODEL_KINDS, Model, held_in, models_of
from masterstvo.organizations.models import Organization
from masterstvo.plans.models import Target
from masterstvo.reports.composition.content import ActsRow, PairsRow
from masterstvo.reports.queries import ReportFacts

ACTS = frozenset({"mentoring_regulation", "mentoring_pairs"})
PAIRS = ("пара", "пары", "пар")


def speaks_of_mentoring(targets: Iterable[Target], facts: ReportFacts) -> bool:
    """Tell whether one of ``targets`` is counted from acts about mentoring, or from pairs alone."""
    for target in targets:
        indicator = facts.indicators.get(target.indicator_code)
        if indicator is None:
            continue
        named = [each for each in leaves(formula_of(indicator).with_) if isinstance(each, FactCondition)]
        if {each.fact for each in named} == {"mentorships"}:
            return True
        if any(ACTS & set(test.values) for each in named if each.fact == "acts" for test in each.where):
            return True
    return False


@dataclass(frozen=True)
class Mentoring:
    """Mentoring of a municipality in the period of a report: pairs by model and format, the acts of its schools, and sentences on both."""

    pairs: tuple[PairsRow, ...]
    acts: tuple[ActsRow, ...]
    sentences: tuple[str, ...]


def mentoring_of(facts: ReportFacts) -> Mentoring:
    """Return what is known; no rows and no sentence where nothing is. Queries: ten."""
    here, last = facts.municipality.pk, facts.period.last
    schools = Organization.objects.filter(municipality=here, kind__in=MODEL_KINDS).open_on(last)
    models = models_of(list(schools.order_by("title", "pk")), last)
    rows = tuple(_pairs(facts))
    is_known = any(each.met or each.n_pairs for each in models)
    acts = tuple(_acts_of(each) for each in models) if is_known else ()
    return Mentoring(rows, acts, (*_of_pairs(rows), *_of_groups(facts, rows), *_of_acts(acts)))


def mentoring_sentences(facts: ReportFacts) -> tuple[str, ...]:
    return mentoring_of(facts).sentences


def _worked(facts: ReportFacts) -> MentorshipQuerySet:
    """Return the pairs of the municipality that worked in the period: a mentee is of one place, a mentor may come from another."""
    rows = Mentorship.objects.worked().overlapping(facts.period.first, facts.period.last)
    return rows.filter(mentee__municipality=facts.municipality.pk)


def _pairs(facts: ReportFacts) -> Iterator[PairsRow]:
    """Tell the pairs that worked in the period, the most first. Queries: two."""
    has_act = ~Q(act_number="") & Q(act_on__isnull=False)
    rows = (
        _worked(facts)
        .order_by()
        .values("model", "format")
        .annotate(
            n=Count("pk"),
            with_act=Count("pk", filter=has_act),
            formal=Count("pk", filter=Q(is_formal=True)),
            network=Count("pk", filter=Q(agreement=Agreement.NETWORK)),
            closed=Count("pk", filter=Q(state=PairState.CLOSED)),
        )
        .order_by("-n", "model", "format")
    )
    words = facts.words
    for each in rows:
        yield PairsRow(
            words["mentoring_model"].get(each["model"], each["model"]),
            words["mentoring_format"].get(each["format"], each["format"]),
            each["n"],
            each["with_act"],
            each["formal"],
            each["network"],
            each["closed"],
        )


def _acts_of(model: Model) -> ActsRow:
    found = {kind: model.met[kind].text if kind in model.met else "" for kind in ("regulation", "order")}
    return ActsRow(
        str(model.organization), found["regulation"], found["order"], model.n_pairs, model.n_without_act
    )


def _of_pairs(rows: Iterable[PairsRow]) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    models: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    for row in rows:
        models[row.model] += row.pairs
        formats[row.format] += row.pairs
    n_pairs, n_formal = sum(row.pairs for row in rows), sum(row.formal for row in rows)
    n_without = n_pairs - sum(row.with_act for row in rows)
    yield f"За период работали {counted(n_pairs, *PAIRS)}: {_listed(models)}; по форматам: {_listed(formats)}."
    yield (
        f"Оформлены полностью (статья 351.8 ТК РФ) {counted(n_formal, *PAIRS)}, без приказа {counted(n_without, *PAIRS)}."
    )
    if n_network := sum(row.network for row in rows):
        yield f"Между организациями, по договору, работали {counted(n_network, *PAIRS)}."


def _of_groups(facts: ReportFacts, rows: Sequence[PairsRow]) -> Iterator[str]:
    """Tell how many pairs met as groups, and how long mentors met anybody. Queries: two, none where no pair worked."""
    if not rows:
        return
    grouped = _worked(facts).exclude(group="").order_by()
    mentors = Counter(grouped.values_list("mentor", "group"))
    if mentors:
        yield (
            f"Группами, с одним наставником на всех, работали {counted(mentors.total(), *PAIRS)}: {counted(len(mentors), 'группа', 'группы', 'групп')}."
        )
    held = held_in(
        Conversation.objects.filter(
            mentorship__mentee__municipality=facts.municipality.pk,
            held_on__range=(facts.period.first, facts.period.last),
        )
    )
    if held.meetings:
        yield (
            f"В дневниках {counted(held.meetings, 'встреча', 'встречи', 'встреч')}, {counted(held.hours, 'час', 'часа', 'часов')} работы наставников; встреча группы считается один раз."
        )


def _of_acts(rows: Iterable[ActsRow]) -> Iterator[str]:
    rows = list(rows)
    if any(row.regulation or row.order for row in rows):
        n_regulation, n_order = (
            sum(bool(row.regulation) for row in rows),
            sum(bool(row.order) for row in rows),
        )
        yield (
            f"Положение о наставничестве есть в {n_regulation} из {len(rows)} организаций, приказ о закреплении пар – в {n_order}."
        )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{title} – {n}" for title, n in counts.most_common())
