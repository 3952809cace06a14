"""Those who carry others, in a period: pairs, experts, results of contests, practices of the bank – as sentences and as one table."""

from collections import Counter
from collections.abc import Iterable, Iterator

from masterstvo.experts.models import ExpertAppointment
from masterstvo.indicators.evaluation import formula_of
from masterstvo.indicators.evaluation.needs import leaves
from masterstvo.indicators.language import FactCondition
from masterstvo.mentoring.models import Mentorship
from masterstvo.plans.models import Target
from masterstvo.practices.choices import PracticeKind
from masterstvo.practices.models import Practice, Repeat
from masterstvo.reports.composition.content import TallyRow
from masterstvo.reports.queries import ReportFacts

PAIRS, EXPERTS, CONTESTS, PRACTICES = (
    "Пары наставников",
    "Эксперты",
    "Результаты конкурсов",
    "Банк практик",
)
REPEATED, RECOMMENDED = "повторили коллеги", "рекомендованы региону"
PARTS = {"experts": EXPERTS, "contests": CONTESTS, "practices": PRACTICES, "practice_repeats": PRACTICES}


def parts_named(targets: Iterable[Target], facts: ReportFacts) -> list[str]:
    """Return the parts of the table that ``targets`` are counted from, in its order. Pairs have sentences of their own."""
    found = set()
    for target in targets:
        if indicator := facts.indicators.get(target.indicator_code):
            named = leaves(formula_of(indicator).with_)
            found |= {PARTS.get(each.fact, "") for each in named if isinstance(each, FactCondition)}
    return [part for part in (EXPERTS, CONTESTS, PRACTICES) if part in found]


def master_rows(facts: ReportFacts) -> tuple[TallyRow, ...]:
    """Return the table: what of each part there was, the most first. Queries: five, and those of the entries."""
    return (*_pairs(facts), *_experts(facts), *_contests(facts), *_practices(facts))


def master_sentences(rows: Iterable[TallyRow], parts: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence on each of ``parts``; nothing on what there was nothing of."""
    by_part: dict[str, list[TallyRow]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    return tuple(f"{part}: {_listed(by_part[part])}." for part in parts if part in by_part)


def _listed(rows: Iterable[TallyRow]) -> str:
    return "; ".join(f"{row.title} – {row.number}" for row in rows)


def _tally(part: str, counts: Counter[str]) -> Iterator[TallyRow]:
    for title, number in counts.most_common():
        yield TallyRow(part, title, number)


def _pairs(facts: ReportFacts) -> Iterator[TallyRow]:
    pairs = Mentorship.objects.worked().overlapping(facts.period.first, facts.period.last)
    told = list(
        pairs.filter(mentee__municipality=facts.municipality.pk).values_list("model", "format", "is_formal")
    )
    models, formats = facts.words["mentoring_model"], facts.words["mentoring_format"]
    names = Counter(f"{models.get(model, model)}, {formats.get(form, form)}" for model, form, _ in told)
    yield from _tally(PAIRS, names)
    if told:
        yield TallyRow(PAIRS, "из них оформлены полностью", sum(is_formal for *_, is_formal in told))


def _experts(facts: ReportFacts) -> Iterator[TallyRow]:
    held = ExpertAppointment.objects.overlapping(facts.period.first, facts.period.last)
    people = set(held.filter(person__municipality=facts.municipality.pk).values_list("kind", "person"))
    kinds = facts.words["expert_kind"]
    yield from _tally(EXPERTS, Counter(kinds.get(kind, kind) for kind, _ in people))


def _contests(facts: ReportFacts) -> Iterator[TallyRow]:
    counts = Counter(
        f"{facts.words['level'].get(each.contest.level, each.contest.level)}, {facts.words['contest_result'].get(each.result, each.result)}"
        for each in facts.entries
    )
    yield from _tally(CONTESTS, counts)


def _practices(facts: ReportFacts) -> Iterator[TallyRow]:
    """What the bank took in, what of it was recommended, and how often colleagues repeated what the district has."""
    days = (facts.period.first, facts.period.last)
    own = Practice.objects.filter(municipality=facts.municipality.pk, is_hidden=False)
    taken = own.filter(banked_on__range=days).values_list("kind", flat=True).order_by()
    yield from _tally(PRACTICES, Counter(str(PracticeKind(kind).label) for kind in taken))
    if n_recommended := own.filter(recommended_on__range=days).count():
        yield TallyRow(PRACTICES, RECOMMENDED, n_recommended)
    if n_repeated := Repeat.objects.filter(practice__in=own.values("pk"), repeated_on__range=days).count():
        yield TallyRow(PRACTICES, REPEATED, n_repeated)
