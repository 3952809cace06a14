"""What the regulations, the order of holding and the order of results say, from what the contest itself says."""

from masterstvo.contests.choices import PARTICIPANT, Entrant, PhaseKind
from masterstvo.contests.models import Contest, Entry
from masterstvo.contests.queries.criteria import as_lines, told_criteria
from masterstvo.core import terms
from masterstvo.core.dates import russian_date
from masterstvo.core.words import quoted
from masterstvo.people.models import Person

NAMES = {  # what is drafted: the kind of document, and how it is called
    "regulations": ("regulation", "Положение о конкурсе {}"),
    "order": ("order", "О проведении конкурса {}"),
    "results_order": ("order", "Об итогах конкурса {}"),
}


def title_of(contest: Contest, paper: str) -> str:
    return NAMES[paper][1].format(quoted(str(contest.title)))[:500]


def body_of(contest: Contest, paper: str) -> str:
    """Return the paragraphs of a paper, one a line. Queries: three at most."""
    return "\n".join(
        {"regulations": _regulations, "order": _order, "results_order": _results}[paper](contest)
    )


def _when(contest: Contest) -> list[str]:
    lines = []
    for each in contest.phases.order_by("starts_on", "pk"):
        last = each.last_day or each.starts_on
        first = "" if each.starts_on == last else f"{russian_date(each.starts_on, with_year=True)} – "
        lines.append(
            f"{PhaseKind(each.kind).label.capitalize()}: {first}{russian_date(last, with_year=True)}."
        )
    return lines


def _regulations(contest: Contest) -> list[str]:
    nominations = "; ".join(each.title for each in contest.nominations.order_by("pk"))
    criteria = list(as_lines(told_criteria(contest)))
    who = {
        Entrant.PERSON: "Участвуют педагогические и руководящие работники.",
        Entrant.TEAM: f"Участвуют команды, не более {contest.team_most} человек.",
        Entrant.ORGANIZATION: "Участвуют образовательные организации.",
    }[Entrant(contest.entrant)]
    blind = (
        ["Жюри получает работы под шифром, без имён участников и названий организаций."]
        if contest.is_blind
        else []
    )
    files = [
        f"К заявке прилагают не более {contest.files_most} файлов и ссылок, файл – не больше {contest.file_megabytes} МБ."
    ]
    return [
        contest.about,
        who,
        *([f"Номинации: {nominations}."] if nominations else []),
        *files,
        "Сроки.",
        *_when(contest),
        *(["Критерии оценки.", *criteria] if criteria else []),
        *blind,
    ]


def _order(contest: Contest) -> list[str]:
    year = f" в {contest.year} году" if contest.year else ""
    return [
        f"Провести конкурс {quoted(contest.title)}{year} в следующие сроки.",
        *_when(contest),
        "Утвердить положение о конкурсе.",
        "Руководителям образовательных организаций ознакомить работников с положением и создать условия для участия.",
        "Контроль за исполнением приказа оставляю за собой.",
    ]


def _results(contest: Contest) -> list[str]:
    return [
        f"Утвердить итоги конкурса {quoted(contest.title)}: победителей, призёров и лауреатов по списку.",
        *_organizations_in_results(contest),
        "Вручить победителям, призёрам и лауреатам дипломы.",
        "Руководителям образовательных организаций рассмотреть вопрос о поощрении работников.",
        "Контроль за исполнением приказа оставляю за собой.",
    ]


def named_in_results(contest: Contest) -> list[tuple[Person, str]]:
    """Return the persons with a result above taking part, each with what the order says of it. Queries: two."""
    titles = terms.titles("contest_result")
    rows = contest.entries.filter(person__isnull=False).exclude(result__in=("", PARTICIPANT))
    ordered = rows.select_related("person", "nomination").order_by(
        "nomination", "place", "person__last_name", "pk"
    )
    return [(each.person, _told(each, titles)) for each in ordered if each.person]


def _organizations_in_results(contest: Contest) -> list[str]:
    """Return a line for each organization with a result above taking part: the list of an order has persons alone."""
    titles = terms.titles("contest_result")
    rows = contest.entries.filter(person=None).exclude(result__in=("", PARTICIPANT))
    ordered = rows.select_related("organization", "nomination").order_by(
        "nomination", "place", "organization__title", "pk"
    )
    return [f"{each.organization}: {_told(each, titles)}." for each in ordered]


def _told(entry: Entry, titles: dict[str, str]) -> str:
    place = f"{entry.place} место" if entry.place else ""
    nomination = entry.nomination.title if entry.nomination else ""
    return ", ".join(filter(None, [titles.get(entry.result, entry.result), place, nomination]))
