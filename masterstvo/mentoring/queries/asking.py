"""Which pairs are to be asked, by what, and what both sides have answered."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from masterstvo.assessments.choices import Subject
from masterstvo.assessments.content.flow import asked
from masterstvo.assessments.content.parts import Criterion
from masterstvo.assessments.models import Version
from masterstvo.assessments.queries.instrument import published_versions
from masterstvo.mentoring.choices import QUESTIONNAIRES, PairState, Side, Stage
from masterstvo.mentoring.counting import ANSWERED_AFTER_END
from masterstvo.mentoring.models import Mentorship, PairSheet

A_YEAR = dt.timedelta(days=365)


def questionnaires(municipality: int | None) -> dict[tuple[Stage, Side], Version]:
    """Return {(stage, side): what is asked}: the municipality's own copy where there is one, else the shipped one. Queries: one."""
    of = {key: when for when, key in QUESTIONNAIRES.items()}
    rows = published_versions(municipality, {Subject.PAIR}).filter(instrument__key__in=of)
    # The shipped ones first, so that an own one takes their place.
    found = sorted(rows, key=lambda each: each.instrument.municipality_id is not None)
    return {of[each.instrument.key]: each for each in found}


def pairs_to_ask(day: dt.date) -> QuerySet[Mentorship]:
    """Return the working pairs with a term that may be asked on ``day``, with the sheets that they have. Queries: two."""
    rows = Mentorship.objects.filter(
        state=PairState.ACTIVE, starts_on__lte=day, ends_on__gt=day - ANSWERED_AFTER_END
    )
    return rows.select_related("mentor", "mentee").prefetch_related("sheets").order_by("pk")


def waiting_sheets(user: Any, day: dt.date) -> QuerySet[PairSheet]:
    """Return the questionnaires that wait for an answer of ``user`` on ``day``."""
    rows = PairSheet.objects.on(day).filter(person__user=user.pk, finished_on=None)
    return rows.select_related("mentorship__mentor", "mentorship__mentee").order_by("ends_on", "pk")


# --- All answers together -------------------------------------------------------------------------------------------
@dataclass
class Said:
    """What all said to one question. ``n_yes`` of ``n``: the answers of the better half of its scale; ``answers``: (option, how many)."""

    criterion: Criterion
    n: int = 0
    n_yes: int = 0
    chosen: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> list[tuple[str, int]]:
        return [(each.label, self.chosen[each.key]) for each in self.criterion.scale.choices]


@dataclass
class Together:
    """One questionnaire: of ``n_asked`` who were asked ``n_finished`` have answered."""

    title: str
    n_asked: int
    n_finished: int
    said: list[Said]


def said_together(sheets: QuerySet[PairSheet], day: dt.date) -> list[Together]:
    """Return what was answered in the year before ``day``, one for each questionnaire that somebody was asked. Free answers stay in their sheets.

    The caller's ``sheets`` are those that the reader may open one by one, so few people hide nothing here (ADR 0022). Queries: one.
    """
    rows: dict[Version, list[PairSheet]] = defaultdict(list)
    since = sheets.filter(starts_on__gt=day - A_YEAR, starts_on__lte=day)
    for each in since.select_related("version__instrument").order_by("stage", "side", "version"):
        rows[each.version].append(each)
    order = [str(stage) for stage in Stage]
    found = sorted(rows.items(), key=lambda row: (order.index(row[1][0].stage), row[1][0].side, row[0].pk))
    return [_together(version, each) for version, each in found]


def _together(version: Version, sheets: list[PairSheet]) -> Together:
    content = version.parts
    finished = [each for each in sheets if each.finished_on]
    said = {each.key: Said(each) for each in content.criteria() if each.scale.choices}
    for sheet in finished:
        for criterion in asked(content, sheet.answers, sheet.form):
            if criterion.key in said and criterion.key in sheet.answers:
                _count(said[criterion.key], sheet.answers[criterion.key])
    return Together(version.instrument.title, len(sheets), len(finished), list(said.values()))


def _count(said: Said, answer: Any) -> None:
    chosen = set(answer if isinstance(answer, list) else [answer])
    said.n += 1
    said.chosen.update(chosen)
    best = said.criterion.scale.best
    said.n_yes += bool(
        best and any(each.points * 2 >= best for each in said.criterion.scale.choices if each.key in chosen)
    )
