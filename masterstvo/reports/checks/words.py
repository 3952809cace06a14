"""Checks of people's words: sections that say nothing, quoted numbers, names of organizations and people."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from masterstvo.core.dates import short_date
from masterstvo.core.numbers import format_decimal, format_percent
from masterstvo.core.words import fold
from masterstvo.reports.checks.registry import Place, Remark, check, digest, short
from masterstvo.reports.checks.texts import (
    Text,
    all_texts,
    fits_whole,
    number,
    possible_wholes,
    sentences,
    stems,
    written_texts,
)
from masterstvo.reports.choices import Severity
from masterstvo.reports.composition.targets import target_states, value_text
from masterstvo.reports.queries import ReportFacts

_SHARE = r"(\d{1,3}(?:,\d+)?)\s*%"
_PEOPLE = r"(педагог\w*|учител\w*|воспитател\w*|руководител\w*|специалист\w*|чел\w*)"
_COUNT_THEN_SHARE = re.compile(
    rf"(\d+)\s+(?:[а-яё-]+\s+){{0,3}}?{_PEOPLE}\s*(?:\(|[–—-]\s|,?\s*что\s+составляет\s){_SHARE}",
    re.IGNORECASE,
)
_SHARE_THEN_COUNT = re.compile(
    rf"{_SHARE}\s*(?:[а-яё-]+\s+){{0,3}}?{_PEOPLE}?\s*\(\s*(\d+)\s*{_PEOPLE}", re.IGNORECASE
)
_WHOLE = re.compile(rf"(?<![\d,])(\d+)\s+(?:[а-яё-]+\s+){{0,2}}?{_PEOPLE}", re.IGNORECASE)
_OF_THEM = re.compile(rf"{_SHARE}\s+из\s+них", re.IGNORECASE)
_OUT_OF = re.compile(
    r"(\d+)\s+из\s+(\d+)\s+(общеобразовательных|школ|детских\s+садов|дошкольных)(?!\w*\s+(?:зоны|в\s+зоне))",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"\b([А-ЯЁ][а-яё-]{3,}(?:ая|ой|ую))\s+(?:[а-яё]+\s+){0,2}(?:школ[аеуыо]\w*|СОШ|ООШ|НОШ)")
_NUMBERED = re.compile(
    r"\b(СОШ|ООШ|НОШ|школ\w{1,3}|детск\w+\s+сад\w*|лице\w+|гимнази\w+)\s*№\s*(\d+)", re.IGNORECASE
)
_PERSON = re.compile(r"\b([А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?)[ \u00a0]([А-ЯЁ])\.[ \u00a0]?([А-ЯЁ])\.")
# Adjectives that tell the sort of a school, not its name.
_SORTS = (
    "началь", "средн", "основн", "сельск", "районн", "городск", "воскресн", "музыкальн", "спортивн", "художествен",
    "общеобразоват", "вечерн", "коррекцион", "базов", "опорн", "пилотн", "друг", "кажд", "данн", "нов", "летн", "цифров",
)  # fmt: skip
_APPENDIX = re.compile(r"приложени\w*\s+(?:№\s*)?(\d+)", re.IGNORECASE)
_APPENDICES = 4


@check("no_conclusion", Severity.BLOCKS)
def no_conclusion(facts: ReportFacts) -> Iterator[Remark]:
    """Each direction ends with a conclusion: its own or one of its parts'."""
    parts = defaultdict(list)
    for direction in facts.directions:
        parts[direction.parent_id].append(direction)
    for direction in parts[None]:
        branch = [direction, *parts[direction.pk]]
        told = [facts.narratives[row.pk] for row in branch if row.pk in facts.narratives]
        if not any(words.conclusions.strip() for words in told):
            yield Remark(
                Place("direction", f"{direction.pk}:conclusions", f"Раздел «{short(direction.title)}»"),
                "Нет вывода.",
                "Напишите вывод: что получилось и что изменится.",
            )


@check("not_agreed", Severity.NOTE)
def not_agreed(facts: ReportFacts) -> Iterator[Remark]:
    """Somebody on the agreement sheet has not agreed, although their time is over."""
    for row in facts.approvals:
        if row.agreed_on is None and row.due_on is not None and row.due_on < facts.report.as_of:
            yield Remark(
                Place("report", f"approvals:{row.pk}", "Лист согласования"),
                f"{row.name}: срок согласования прошёл {short_date(row.due_on)}.",
                "Отметьте согласование или назовите новый срок.",
            )


@check("problem_without_cause", Severity.NEEDS_WORD)
def problem_without_cause(facts: ReportFacts) -> Iterator[Remark]:
    """A problem is named, its cause is not."""
    for direction in facts.directions:
        words = facts.narratives.get(direction.pk)
        if words and words.problems.strip() and not words.causes.strip():
            yield Remark(
                Place("direction", f"{direction.pk}:causes", f"Раздел «{short(direction.title)}»"),
                "Проблемы названы, причины нет.",
                "Напишите причину: без неё не понять, что менять.",
            )


@check("quoted_share_differs", Severity.NOTE)
def quoted_share_differs(facts: ReportFacts) -> Iterator[Remark]:
    """A percentage in a sentence that speaks of an indicator, other than the indicator's."""
    states = [
        state for state in target_states(facts) if state.value is not None and state.value.value is not None
    ]
    subjects = [(state, stems(state.target.title)) for state in states]
    for text, sentence in _sentences(facts):
        about = stems(sentence)
        shares = [number(share) for share in re.findall(_SHARE, sentence)]
        akin = [(len(about & subject), state) for state, subject in subjects if len(about & subject) >= 2]
        if not shares or not akin:
            continue
        _, state = max(akin, key=lambda pair: pair[0])
        known = {row.value.value for row in states if row.value} | {state.plan.value if state.plan else None}
        strange = [share for share in shares if share not in known]
        if strange and state.value:
            yield Remark(
                _spot(text, sentence),
                f"В тексте {format_percent(strange[0], 3)}, а показатель «{short(state.target.title, 60)}» – "
                f"{value_text(state.value)}.",
                "Сверьте число с таблицей 1.",
            )


@check("quoted_count_fits_nobody", Severity.NOTE)
def quoted_count_fits_nobody(facts: ReportFacts) -> Iterator[Remark]:
    """«1 % руководителей (3 чел.)»: no headcount gives both numbers."""
    wholes = sorted({whole for whole in facts.headcounts.values() if whole})
    for text, sentence in _sentences(facts):
        for count, share, words in _pairs(sentence):
            fitting = _wholes_for(words, facts) or wholes
            least, most = possible_wholes(count, share)
            if share and fitting and not any(least <= whole <= most for whole in fitting):
                listed = ", ".join(str(whole) for whole in fitting)
                yield Remark(
                    _spot(text, sentence),
                    f"{count} – это не {format_percent(share, 3)}: на дату отчёта всего {listed}.",
                    "Проверьте, от кого посчитана доля.",
                )


@check("share_of_them_is_not_whole", Severity.NEEDS_WORD)
def share_of_them_is_not_whole(facts: ReportFacts) -> Iterator[Remark]:
    """«36 молодых педагогов … 2,5 % из них» is nine tenths of a person."""
    for text in all_texts(facts):
        for block in text.text.split("\n"):
            for found in _OF_THEM.finditer(block):
                before = list(_WHOLE.finditer(block[: found.start()]))
                share = number(found.group(1))
                if before and not fits_whole(share, int(before[-1].group(1))):
                    whole = before[-1].group(1)
                    people = share * int(whole) / 100
                    yield Remark(
                        _spot(text, found.group()),
                        f"{format_percent(share, 3)} из {whole} – это {format_decimal(people)} человека.",
                        "Посчитайте долю заново или укажите число людей.",
                    )


@check("organizations_miscounted", Severity.NOTE)
def organizations_miscounted(facts: ReportFacts) -> Iterator[Remark]:
    """«22 из 23 общеобразовательных», where there are ten."""
    there: dict[str, int] = defaultdict(int)
    for organization in facts.organizations:
        closed = organization.closed_on and organization.closed_on <= facts.report.as_of
        there[organization.kind] += not closed
    for text in all_texts(facts):
        for found in _OUT_OF.finditer(text.text):
            kind = "kindergarten" if found.group(3).casefold()[0] == "д" else "school"
            if there[kind] and int(found.group(2)) != there[kind]:
                yield Remark(
                    _spot(text, found.group()),
                    f"В тексте «{found.group()}», в справочнике таких организаций {there[kind]}.",
                    "Проверьте число организаций.",
                )


@check("unknown_organization", Severity.NOTE)
def unknown_organization(facts: ReportFacts) -> Iterator[Remark]:
    """A school by a name that the directory does not hold; a near one is offered."""
    names = [name for row in facts.organizations for name in _names(row)]
    if not names:
        return
    known = {word[:-2] for name in names for word in re.findall(r"[а-яё-]{5,}", name)}
    numbers = {digits for name in names for digits in re.findall(r"№\s*(\d+)", name)}
    for text in all_texts(facts):
        for found in _SCHOOL.finditer(text.text):
            stem = fold(found.group(1))[:-2]
            if stem.startswith(_SORTS):
                continue
            if stem not in known and not any(
                stem.startswith(other) or other.startswith(stem) for other in known
            ):
                near = next(
                    (name for name in names if any(_near(stem, word[:-2]) for word in name.split())), ""
                )
                yield Remark(
                    _spot(text, stem),
                    f"Организации «{found.group()}» нет в справочнике."
                    + (f" Похоже на «{near}»." if near else ""),
                    "Исправьте название или добавьте это написание организации.",
                )
        for found in _NUMBERED.finditer(text.text):
            if numbers and found.group(2) not in numbers:
                yield Remark(
                    _spot(text, found.group()),
                    f"Организации «{found.group()}» нет в справочнике.",
                    "Исправьте номер или добавьте организацию.",
                )


@check("two_spellings", Severity.NOTE)
def two_spellings(facts: ReportFacts) -> Iterator[Remark]:
    """One surname with е and ё, or with two sets of initials."""
    seen: dict[tuple[str, str, str], Text] = {}
    responsible = [
        Text(Place("activity", str(row.pk), f"Мероприятие № {row.number}"), row.responsible_text)
        for row in facts.activities
    ]
    for text in (*all_texts(facts), *responsible):
        for found in _PERSON.finditer(text.text):
            seen.setdefault(found.groups(), text)  # type: ignore[arg-type]
    for one, other in combinations(sorted(seen), 2):
        same_surname = fold(one[0]) == fold(other[0])
        if same_surname and (one[1:] == other[1:] or (one[1] == other[1] and one[2] != other[2])):
            names = f"{one[0]} {one[1]}. {one[2]}. и {other[0]} {other[1]}. {other[2]}."
            yield Remark(
                Place("person", digest(names), seen[other].place.words),
                f"Один человек или два: {names}?",
                "Если один, исправьте написание.",
            )


@check("missing_appendix", Severity.NOTE)
def missing_appendix(facts: ReportFacts) -> Iterator[Remark]:
    """«(Приложение 5)» of a report that has four."""
    for text in written_texts(facts):
        for found in _APPENDIX.finditer(text.text):
            if not 1 <= int(found.group(1)) <= _APPENDICES:
                yield Remark(
                    _spot(text, found.group()),
                    f"Названо «{found.group()}», в отчёте приложений {_APPENDICES}.",
                    "Исправьте номер приложения.",
                )


def _sentences(facts: ReportFacts) -> Iterator[tuple[Text, str]]:
    for text in all_texts(facts):
        for sentence in sentences(text.text):
            yield text, sentence


def _pairs(sentence: str) -> Iterator[tuple[int, Decimal, str]]:
    for found in _COUNT_THEN_SHARE.finditer(sentence):
        yield int(found.group(1)), number(found.group(3)), found.group(2)
    for found in _SHARE_THEN_COUNT.finditer(sentence):
        yield int(found.group(3)), number(found.group(1)), found.group(2) or found.group(4)


def _wholes_for(words: str, facts: ReportFacts) -> list[int]:
    """Return the headcounts that the word can mean; none when it names no category."""
    start = words.casefold()[:4]
    if start == "руко":
        return [whole for whole in (facts.headcounts.get("managing", 0),) if whole]
    if start in ("педа", "учит"):
        return [whole for whole in (facts.headcounts.get("teaching", 0), facts.headcounts["staff"]) if whole]
    return []


def _names(organization) -> list[str]:
    spelled = (
        organization.title,
        organization.short_title,
        *(row.name for row in organization.aliases.all()),
    )
    return [fold(name) for name in spelled if name]


def _near(one: str, other: str) -> bool:
    """Say whether two words differ in one letter: replaced, missing or added."""
    if len(one) < 5 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _spot(text: Text, words: str) -> Place:
    return Place(text.place.kind, f"{text.place.key}:{digest(words)}", text.place.words)
