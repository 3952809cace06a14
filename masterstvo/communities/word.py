"""The protocol of a meeting and the plan of a year as .docx files."""

from collections.abc import Iterable

from django.utils import timezone

from masterstvo.communities.choices import MeetingState, MemberRole
from masterstvo.communities.models import Community, Meeting
from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper


def protocol(meeting: Meeting) -> bytes:
    """Return the protocol of a meeting that was held. Queries: six."""
    community = meeting.community
    members = list(meeting.expected())
    attendances = list(meeting.attendances.select_related("person").order_by("person", "pk"))
    came = meeting.guests.filter(was_present=True).select_related("person")
    paper = Paper(f"Протокол № {meeting.protocol_number}", day=meeting.held_on)
    paper.head(f"ПРОТОКОЛ № {meeting.protocol_number}", "заседания", community.title)
    paper.pairs(
        [
            ("Дата", russian_date(meeting.held_on, with_year=True)),
            ("Место", meeting.place or ("дистанционно" if meeting.link else "")),
            ("Тема", meeting.title),
            ("Присутствовали", _present(attendances)),
            ("Отсутствовали", _names(each.person for each in attendances if not each.was_present) or "–"),
            *([("Приглашённые", "; ".join(map(str, came)))] if came else []),
        ],
        title="О заседании",
    )
    if meeting.questions:
        paper.heading("Повестка", 2)
        paper.items(meeting.questions)
    if meeting.minutes:
        paper.heading("Ход заседания", 2)
        paper.text(*(line.strip() for line in meeting.minutes.splitlines() if line.strip()))
    paper.heading("Решили", 2)
    decisions = [
        (number, each.text, each.responsible, each.due_on)
        for number, each in enumerate(meeting.decisions.select_related("person").order_by("pk"), start=1)
    ]
    if decisions:
        columns = (("№", 1), ("Решение", 9), ("Ответственный", 4), ("Срок", 2.5))
        paper.table(columns, decisions, title="Решения")
    else:
        paper.line("Решений с поручениями не принимали.")
    leading = _names(each.person for each in members if each.role == MemberRole.LEADER)
    writing = _names(each.person for each in members if each.role == MemberRole.SECRETARY)
    paper.signatures((f"Председатель {leading}".strip(), f"Секретарь {writing}".strip()))
    return paper.bytes()


def paragraphs(meeting: Meeting) -> list[str]:
    """Return what the protocol says beside who was there, for a paper whose head and number come from elsewhere. Queries: one."""
    decisions = meeting.decisions.select_related("person").order_by("pk")
    told = [
        f"Дата: {russian_date(meeting.held_on, with_year=True)}. Место: {meeting.place or 'дистанционно'}.",
        *(["Повестка:"] if meeting.questions else []),
        *(f"{number}. {each}" for number, each in enumerate(meeting.questions, start=1)),
        *(line.strip() for line in meeting.minutes.splitlines() if line.strip()),
        "Решили:" if decisions else "Решений с поручениями не принимали.",
    ]
    for number, each in enumerate(decisions, start=1):
        term = russian_date(each.due_on, with_year=True)
        told.append(f"{number}. {each.text}. Ответственный: {each.responsible}, срок: {term}.")
    return told


def _present(attendances) -> str:
    names = _names(each.person for each in attendances if each.was_present)
    n_present = sum(each.was_present for each in attendances)
    told = f"{n_present} из {len(attendances)}"
    return f"{told}: {names}" if names else told


def _names(people) -> str:
    return ", ".join(each.short_name for each in people)


# --- The plan of a year ---------------------------------------------------------------------------------------------
PLAN_COLUMNS = (
    ("№", 6),
    ("Дата", 14),
    ("Время", 10),
    ("Тема и вопросы", 60),
    ("Место", 30),
    ("Состояние", 16),
)


def plan_rows(meetings: Iterable[Meeting]) -> list[list[object]]:
    """Return the lines of the plan, without what was cancelled."""
    going = [each for each in meetings if each.state != MeetingState.CANCELLED]
    return [
        [
            number,
            each.held_on,
            f"{each.starts_at:%H:%M}" if each.starts_at else "",
            "\n".join([each.title, *(f"– {question}" for question in each.questions)]),
            each.place or ("дистанционно" if each.link else ""),
            each.get_state_display(),
        ]
        for number, each in enumerate(going, start=1)
    ]


def plan_paper(community: Community, meetings: Iterable[Meeting], year: str) -> bytes:
    """Return the plan of meetings of one year of study. Queries: one."""
    today = timezone.localdate()
    leaders = community.members.on(today).filter(role=MemberRole.LEADER).select_related("person")
    leading = _names(each.person for each in leaders)
    paper = Paper(f"План заседаний: {community}", day=today, landscape=True)
    paper.head("ПЛАН ЗАСЕДАНИЙ", community.title, f"на {year} учебный год")
    told = [("Руководитель", leading), ("Создано", community.basis), ("Над чем работает", community.goal)]
    if known := [pair for pair in told if pair[1]]:
        paper.pairs(known, title="О сообществе")
    columns = (("№", 1), ("Дата", 3), ("Время", 2), ("Тема и вопросы", 12), ("Место", 5))
    rows = [row[:5] for row in plan_rows(meetings)]
    if rows:
        paper.table(columns, rows, title="Заседания")
    else:
        paper.line("Заседаний пока не запланировано.")
    paper.signatures((f"Руководитель {leading}".strip(),))
    return paper.bytes()
