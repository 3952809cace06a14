"""A nomination on paper: what the registry knows of the person, the words of whoever nominates, and the lines for signatures."""

import datetime as dt
from collections.abc import Mapping, Sequence

from masterstvo.awards.models import GivenAward, Nomination
from masterstvo.awards.queries import with_numbers
from masterstvo.core.numbers import counted
from masterstvo.core.word import Paper
from masterstvo.people.models import Person
from masterstvo.people.queries import full_years, main_job

GIVEN = (("Награда", 5), ("Уровень", 3), ("Когда", 2), ("Основание", 4))
NUMBERS = (
    ("n_wins", "Победы и призовые места в конкурсах"),
    ("n_pairs", "Пары, где наставник"),
    ("n_practices", "Практики в банке"),
    ("n_expert", "Экспертные назначения"),
)


def as_word(
    nomination: Nomination,
    given: Sequence[GivenAward],
    words: Mapping[str, Mapping[str, str]],
    day: dt.date,
) -> bytes:
    """Return the nomination as a .docx file. ``words``: of «level» and «qualification». Queries: two."""
    person = with_numbers(Person.objects.filter(pk=nomination.person_id), day).get()
    award = nomination.award
    paper = Paper(f"Представление к награде: {person}", day=day, author=str(nomination.organization or ""))
    paper.head("ПРЕДСТАВЛЕНИЕ К НАГРАДЕ", award.title)
    paper.pairs(_about(nomination, person, words, day), title="О том, кого представляют")
    if given:
        paper.line("Прежние награды", bold=True, before=12, after=6, keep_next=True)
        level = words["level"]
        rows = [(each.title, level.get(each.level, each.level), each.given_on, each.basis) for each in given]
        paper.table(GIVEN, rows, title="Прежние награды")
    paper.line("Заслуги", bold=True, before=12, after=6, keep_next=True)
    paper.text(*(line.strip() for line in nomination.merits.splitlines() if line.strip()))
    head = "Руководитель организации" if nomination.organization_id else "Руководитель органа управления"
    paper.signatures([head, "Председатель наградной комиссии"], dated=True)
    return paper.bytes()


def _about(
    nomination: Nomination, person: Person, words: Mapping[str, Mapping[str, str]], day: dt.date
) -> list[tuple[str, object]]:
    """Return what is known; what nobody entered is said to be unknown, a number of nothing is left out."""
    work, years = main_job(person, day), full_years(person.teaching_since, day)
    category = person.category  # type: ignore[attr-defined]  # of with_numbers
    found = ((title, getattr(person, name)) for name, title in NUMBERS)
    return [
        ("Фамилия, имя, отчество", str(person)),
        ("Должность", work.position if work else "не внесена"),
        ("Место работы", str(work.organization) if work else "не внесено"),
        (
            "Педагогический стаж",
            "не внесён" if years is None else counted(years, "год", "года", "лет"),
        ),
        ("Квалификационная категория", words["qualification"].get(category, category) or "не внесена"),
        ("Уровень награды", words["level"].get(nomination.award.level, nomination.award.level)),
        ("Год", str(nomination.year)),
        ("Кто представляет", str(nomination.organization or "орган управления")),
        *((title, str(number)) for title, number in found if number),
    ]
