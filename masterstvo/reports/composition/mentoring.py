"""What mentoring came to in a period: pairs by model and format, acts, the target model of schools, both ways."""

from collections import Counter
from collections.abc import Iterable

from masterstvo.core.numbers import counted
from masterstvo.core.terms import titles_of
from masterstvo.indicators.evaluation import formula_of
from masterstvo.indicators.evaluation.needs import leaves
from masterstvo.indicators.language import FactCondition
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.queries import MODEL_KINDS, models_of
from masterstvo.organizations.models import Organization
from masterstvo.plans.models import Target
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


def mentoring_sentences(facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences on a municipality for the period of a report; nothing where nothing is known. Queries: eight."""
    period, here = facts.period, facts.municipality.pk
    pairs = list(
        Mentorship.objects.worked()
        .overlapping(period.first, period.last)
        .filter(mentee__municipality=here)
        .order_by()
        .values_list("model", "format", "is_formal", "act_number")
    )
    schools = Organization.objects.filter(municipality=here, kind__in=MODEL_KINDS).open_on(period.last)
    models = models_of(list(schools.order_by("pk")), period.last)
    told = []
    if pairs:
        words = titles_of("mentoring_model", "mentoring_format")
        by_model = Counter(words["mentoring_model"].get(model, model) for model, *_ in pairs)
        by_format = Counter(words["mentoring_format"].get(form, form) for _, form, *_ in pairs)
        n_formal = sum(is_formal for *_, is_formal, _ in pairs)
        n_without = sum(not number for *_, number in pairs)
        told.append(
            f"За период работали {counted(len(pairs), *PAIRS)}: {_listed(by_model)}; по форматам: {_listed(by_format)}."
        )
        told.append(
            f"Оформлены полностью (статья 351.8 ТК РФ) {counted(n_formal, *PAIRS)}, без приказа {counted(n_without, *PAIRS)}."
        )
    if any(each.met for each in models):
        n_regulation = sum("regulation" in each.met for each in models)
        n_order = sum("order" in each.met for each in models)
        told.append(
            f"Положение о наставничестве есть в {n_regulation} из {len(models)} организаций, приказ о закреплении пар – в {n_order}."
        )
    return tuple(told)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{title} – {n}" for title, n in counts.most_common())
