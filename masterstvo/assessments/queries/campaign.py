"""What is known of a campaign: who has answered, and what all the answers together say."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from masterstvo.assessments.content.flow import answer_in_words, asked
from masterstvo.assessments.content.items import Item, alpha, item_statistics
from masterstvo.assessments.content.parts import WITH_OPTIONS, Content, Criterion, ScaleKind
from masterstvo.assessments.content.scoring import points, score
from masterstvo.assessments.models import AnonymousSheet, Answered, Campaign, Sheet
from masterstvo.core.suppression import hidden_cells
from masterstvo.organizations.models import Organization


@dataclass(frozen=True)
class Coverage:
    """How many of an organization's sheets are finished."""

    organization: Organization | None
    n_sheets: int
    n_finished: int


def coverage(sheets: QuerySet[Sheet]) -> list[Coverage]:
    """Return the organizations, those with the fewest answers first. Queries: two."""
    counted = (
        sheets.order_by()
        .values("organization")
        .annotate(n=Count("pk"), n_finished=Count("pk", filter=Q(finished_at__isnull=False)))
    )
    rows = {row["organization"]: row for row in counted}
    named = Organization.objects.in_bulk([key for key in rows if key])
    found = [Coverage(named.get(key), row["n"], row["n_finished"]) for key, row in rows.items()]
    return sorted(found, key=lambda each: (each.n_finished / each.n_sheets, str(each.organization or "")))


def with_coverage(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Give each campaign ``n_sheets`` and ``n_finished``, and ``n_anonymous`` of nobody's."""
    return campaigns.annotate(
        n_sheets=_n(Sheet.objects.all()),
        n_finished=_n(Sheet.objects.filter(finished_at__isnull=False)),
        n_anonymous=_n(AnonymousSheet.objects.filter(is_finished=True)),
    )


def _n(rows: QuerySet) -> Coalesce:
    counted = rows.filter(campaign=OuterRef("pk")).order_by().values("campaign").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


# --- All answers together -------------------------------------------------------------------------------------------
@dataclass
class Answer:
    """One answer to choose: how many chose it. ``share``: percent of those who answered the question."""

    label: str
    n: int
    share: Decimal


@dataclass
class Summary:
    """What was said to one question. ``mean``: of its percent, or of the numbers; ``texts``: free answers.

    ``is_hidden``: some of it stands for too few people to be told.
    """

    criterion: Criterion
    n: int
    answers: list[Answer] = field(default_factory=list)
    mean: Decimal | None = None
    texts: list[str] = field(default_factory=list)
    is_hidden: bool = False


@dataclass
class Whole:
    """All finished sheets of a campaign together. ``levels``: empty also where one of them holds too few people."""

    n: int
    percent: Decimal | None
    levels: list[tuple[str, int]]
    sections: list[tuple[str, list[Summary]]]


def finished(campaign: Campaign) -> list[Answered]:
    """Return the finished sheets of either kind. Queries: one."""
    if campaign.is_anonymous:
        # Their order must not tell who was first.
        return sorted(campaign.anonymous_sheets.filter(is_finished=True), key=lambda each: str(each.answers))
    return list(campaign.sheets.filter(finished_at__isnull=False))


def answers_together(campaign: Campaign, *, least: int, with_texts: bool) -> tuple[Whole | None, int]:
    """Return what all say together, None when they are fewer than ``least``, and how many they are. Queries: one."""
    sheets = finished(campaign)
    if len(sheets) < max(least, 1):
        return None, len(sheets)
    told = whole(
        campaign.version.parts,
        sheets,
        with_texts=with_texts,
        least=least,
        are_named=not campaign.is_anonymous,
    )
    return told, len(sheets)


def whole(
    content: Content, sheets: list[Answered], *, with_texts: bool, least: int, are_named: bool
) -> Whole:
    """Return what the sheets say together. The caller has seen to it that they are not too few (``smallest_group``).

    ``with_texts``: free answers too; in them people may name themselves. ``least``: a question that fewer have answered tells nothing.
    ``are_named``: the program knows whose sheets they are, so a split that shows fewer than ``least`` is not shown at all (ADR 0022).
    """
    smallest_cell = least if are_named else 0
    told: dict[str, list[Any]] = defaultdict(list)
    for sheet in sheets:
        for criterion in asked(content, sheet.answers, sheet.form):
            if criterion.key in sheet.answers:
                told[criterion.key].append(sheet.answers[criterion.key])
    levels = Counter(sheet.level for sheet in sheets if sheet.level)
    percents = [sheet.percent for sheet in sheets if sheet.percent is not None]
    return Whole(
        n=len(sheets),
        percent=_mean(percents),
        levels=[]
        if hidden_cells(levels, threshold=smallest_cell)
        else [(each.title, levels[each.title]) for each in content.levels],
        sections=[
            (
                section.title,
                [
                    Summary(each, len(told[each.key]), is_hidden=True)
                    if 0 < len(told[each.key]) < least
                    else _summary(each, told[each.key], with_texts=with_texts, smallest_cell=smallest_cell)
                    for each in section.criteria
                ],
            )
            for section in content.sections
        ],
    )


def _summary(criterion: Criterion, answers: list[Any], *, with_texts: bool, smallest_cell: int) -> Summary:
    found = Summary(criterion, len(answers))
    kind = criterion.scale.kind
    if kind in WITH_OPTIONS | {ScaleKind.YES_NO}:
        chosen = Counter(
            key for answer in answers for key in (answer if isinstance(answer, list) else [answer])
        )
        if hidden_cells(chosen, threshold=smallest_cell):
            found.is_hidden = True
            best = criterion.scale.best
            found.mean = _mean([points(criterion, each) / best * 100 for each in answers]) if best else None
            return found
        found.answers = [
            Answer(
                option.label,
                chosen[option.key],
                Decimal(chosen[option.key] * 100) / len(answers) if answers else Decimal(0),
            )
            for option in criterion.scale.choices
        ]
    elif kind == ScaleKind.TEXT:
        found.texts = sorted(answers) if with_texts else []
    else:
        found.mean = _mean([Decimal(each) for each in answers])
    return found


def _mean(values: list[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


# --- Items of a test ------------------------------------------------------------------------------------------------
def items(content: Content, sheets: list[Answered]) -> tuple[list[tuple[Criterion, Item]], float | None]:
    """Return what is known of each question of a test, and Cronbach's alpha."""
    shares = [
        {
            key: float(percent) / 100
            for key, percent in score(content, sheet.answers, sheet.form).criteria.items()
        }
        for sheet in sheets
    ]
    known = {each.key: each for each in item_statistics(shares)}
    found = [(criterion, known[criterion.key]) for criterion in content.criteria() if criterion.key in known]
    return found, alpha(shares)


# --- One sheet in words -----------------------------------------------------------------------------------------------
def answers_in_words(content: Content, sheet: Answered) -> list[tuple[str, list[tuple[Criterion, str]]]]:
    """Return [(section, [(question, answer)])] of what was asked; "" where it was skipped."""
    got = {each.key for each in asked(content, sheet.answers, sheet.form)}
    return [
        (
            section.title,
            [
                (each, answer_in_words(each, sheet.answers[each.key]) if each.key in sheet.answers else "")
                for each in section.criteria
                if each.key in got
            ],
        )
        for section in content.sections
    ]
