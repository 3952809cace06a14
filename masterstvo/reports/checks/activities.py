"""Checks of Table 2: results, proofs, dates of rows."""

import re
from collections import defaultdict
from collections.abc import Iterator

from masterstvo.core.dates import short_date
from masterstvo.core.words import fold
from masterstvo.plans.choices import ActivityState
from masterstvo.plans.models import Activity
from masterstvo.reports.checks.registry import Place, Remark, check, digest, of_activity, short
from masterstvo.reports.checks.texts import URL, Text, addresses, all_texts, sentences, stems, written_texts
from masterstvo.reports.choices import Severity
from masterstvo.reports.queries import ReportFacts

_NEEDS_RESULT = (ActivityState.NOT_STARTED, ActivityState.GOING, ActivityState.DONE, ActivityState.PART)
_NEEDS_REASON = (
    ActivityState.PART,
    ActivityState.NOT_HELD,
    ActivityState.POSTPONED,
    ActivityState.REPLACED,
    ActivityState.NOT_APPLICABLE,
)
_NEVER = re.compile(
    r"не\s+было\s+участия|не\s+прин\w+\s+участи|не\s+участвовал|не\s+пров[оё]д\w*|не\s+провед[её]н\w*|"
    r"не\s+осуществля\w*|не\s+вел[аои]сь|не\s+состоял\w*|не\s+организован\w*|"
    r"не\s+созда\w*|не\s+разработан\w*|не\s+сформирован\w*",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:будет|будут|планиру(?:ем|ет|ют|ется|ются)|запланирован[аоы]?|намечен[аоы]?)\b", re.IGNORECASE
)
LONG_COPY = 80  # letters; shorter answers are rightly alike


@check("empty_result", Severity.BLOCKS)
def empty_result(facts: ReportFacts) -> Iterator[Remark]:
    """A row whose term is over says what came of it."""
    for activity in facts.activities:
        due = activity.due_on is not None and activity.due_on <= facts.report.as_of
        said_done = activity.state in (ActivityState.DONE, ActivityState.PART)
        if activity.state in _NEEDS_RESULT and (due or said_done) and not activity.actual_result.strip():
            when = (
                f"Срок {short_date(activity.due_on)} прошёл"
                if due and activity.due_on
                else "Отмечено выполненным"
            )
            yield Remark(
                of_activity(activity),
                f"{when}, фактический результат не внесён.",
                "Внесите результат или укажите, что мероприятие перенесено либо не проводилось.",
            )


@check("state_without_reason", Severity.BLOCKS)
def state_without_reason(facts: ReportFacts) -> Iterator[Remark]:
    """What was not done as planned says why."""
    for activity in facts.activities:
        if (
            activity.state in _NEEDS_REASON
            and not activity.reason.strip()
            and not activity.actual_result.strip()
        ):
            yield Remark(
                of_activity(activity),
                f"Состояние «{activity.get_state_display()}», причина не указана.",
                "Напишите причину.",
            )


@check("done_without_evidence", Severity.NEEDS_WORD)
def done_without_evidence(facts: ReportFacts) -> Iterator[Remark]:
    """Done by somebody's word alone: possible, with a reason."""
    for activity in facts.activities:
        proved = activity.evidence.all() or addresses(activity.actual_result)
        if activity.state == ActivityState.DONE and not proved and not activity.reason.strip():
            yield Remark(
                of_activity(activity),
                "Отмечено выполненным без ссылки или документа.",
                "Приложите подтверждение или поясните, почему его нет.",
            )


@check("promise_as_result", Severity.NEEDS_WORD)
def promise_as_result(facts: ReportFacts) -> Iterator[Remark]:
    """A plan written where the fact belongs."""
    for activity in facts.activities:
        promise = _FUTURE.search(activity.actual_result)
        if activity.state == ActivityState.DONE and promise:
            yield Remark(
                of_activity(activity),
                f"Отмечено выполненным, но в результате сказано о будущем: «{_around(activity.actual_result, promise)}».",
                "Напишите, что сделано, или измените состояние.",
            )


@check("same_proof", Severity.NEEDS_WORD)
def same_proof(facts: ReportFacts) -> Iterator[Remark]:
    """One link that proves several rows."""
    rows: dict[str, dict[int, Activity]] = defaultdict(dict)
    for activity in facts.activities:
        for url in (*(proof.url for proof in activity.evidence.all()), *addresses(activity.actual_result)):
            if url:
                rows[url.rstrip("/")][activity.pk] = activity
    for url, proved in rows.items():
        if len(proved) > 1:
            numbers = ", ".join(
                activity.number.rstrip(".") or short(activity.title, 40) for activity in proved.values()
            )
            yield Remark(
                Place("link", digest(url), f"Мероприятия № {numbers}"),
                f"Одна ссылка подтверждает несколько мероприятий: {url}",
                "Дайте каждому мероприятию своё подтверждение или поясните, почему оно общее.",
            )


@check("copied_text", Severity.NOTE)
def copied_text(facts: ReportFacts) -> Iterator[Remark]:
    """The same paragraph in two places."""
    seen: dict[str, Text] = {}
    for text in all_texts(facts):
        for block in text.text.split("\n"):
            folded = fold(URL.sub("", block))
            if len(folded) < LONG_COPY:
                continue
            first = seen.setdefault(folded, text)
            if first.place != text.place:
                yield Remark(
                    text.place,
                    f"Текст повторяет слово в слово: {first.place.words}. «{short(block)}»",
                    "Оставьте текст в одном месте или напишите о том, чем эти места различаются.",
                )


@check("denied_but_recorded", Severity.NEEDS_WORD)
def denied_but_recorded(facts: ReportFacts) -> Iterator[Remark]:
    """A fact said not to exist while the records, or another row, speak of it."""
    events = [
        (event.title, stems(event.title)) for event in facts.events if event.held_on <= facts.period.last
    ]
    contests = {entry.contest.title: stems(entry.contest.title) for entry in facts.entries}
    recorded = [*events, *contests.items()]
    told = [
        (activity, stems(activity.actual_result))
        for activity in facts.activities
        if activity.actual_result and not _NEVER.search(activity.actual_result)
    ]
    for place, words, own in _denials(facts):
        about = stems(words)
        match = next((title for title, marks in recorded if _akin(about, marks)), None)
        if match:
            yield Remark(
                place,
                f"Сказано, что этого не было, но в данных есть «{short(match)}».",
                "Исправьте текст или поясните, чем это отличается.",
            )
            continue
        row = next((row for row, marks in told if row.pk != own and len(about & marks) >= 3), None)
        if row:
            yield Remark(
                place,
                f"Сказано, что этого не было, но об этом говорит мероприятие № {row.number.rstrip('.')}: "
                f"«{short(row.actual_result)}».",
                "Исправьте один из двух текстов или поясните разницу.",
            )


@check("approved_after_work", Severity.NEEDS_WORD)
def approved_after_work(facts: ReportFacts) -> Iterator[Remark]:
    """Rows whose term was over before the plan was approved."""
    approved = facts.plan.order_on
    before = [row for row in facts.activities if approved and row.due_on and row.due_on < approved]
    if before and approved:
        numbers = ", ".join(row.number.rstrip(".") for row in before if row.number)
        yield Remark(
            Place("plan", "approved_after_work", "План"),
            f"План утверждён {short_date(approved)}, а срок мероприятий № {numbers} прошёл раньше.",
            "Поясните, на каком основании они проводились.",
        )


@check("row_without_period", Severity.NOTE)
def row_without_period(facts: ReportFacts) -> Iterator[Remark]:
    """A row without a period is often the tail of the row above."""
    for activity in facts.activities:
        if not activity.period_text.strip():
            yield Remark(
                of_activity(activity),
                "Срок не указан. Так бывает, когда строка – продолжение предыдущей.",
                "Укажите срок или объедините с предыдущей строкой.",
            )


def _denials(facts: ReportFacts) -> Iterator[tuple[Place, str, int | None]]:
    """Yield (place, words that say what was not, key of the row they stand in)."""
    for activity in facts.activities:
        if activity.state == ActivityState.NOT_HELD:
            yield of_activity(activity), activity.title, activity.pk
            continue
        for sentence in sentences(activity.actual_result):
            if _NEVER.search(sentence):
                vague = len(stems(sentence)) < 2  # «Работа не велась» speaks of the row's own title
                yield of_activity(activity), activity.title if vague else sentence, activity.pk
    for text in written_texts(facts):
        for sentence in sentences(text.text):
            if _NEVER.search(sentence):
                place = Place(text.place.kind, f"{text.place.key}:{digest(sentence)}", text.place.words)
                yield place, sentence, None


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles speak of the same: two telling words in common, or the only one that either has."""
    common = one & other
    return len(common) >= 2 or bool(common) and min(len(one), len(other)) == 1


def _around(text: str, found: re.Match[str]) -> str:
    return short(text[max(0, found.start() - 30) : found.end() + 50].replace("\n", " "))
