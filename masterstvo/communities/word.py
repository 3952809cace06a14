"""The protocol of a meeting as a .docx file."""

from masterstvo.communities.choices import MemberRole
from masterstvo.communities.models import Meeting
from masterstvo.core.dates import russian_date
from masterstvo.core.word import Paper


def protocol(meeting: Meeting) -> bytes:
    """Return the protocol of a meeting that was held. Queries: five."""
    community = meeting.community
    members = list(meeting.expected())
    attendances = list(meeting.attendances.select_related("person").order_by("person", "pk"))
    paper = Paper(f"Протокол № {meeting.protocol_number}", day=meeting.held_on)
    paper.head(f"ПРОТОКОЛ № {meeting.protocol_number}", "заседания", community.title)
    paper.pairs(
        [
            ("Дата", russian_date(meeting.held_on, with_year=True)),
            ("Место", meeting.place or ("дистанционно" if meeting.link else "")),
            ("Тема", meeting.title),
            ("Присутствовали", _present(attendances)),
            ("Отсутствовали", _names(each.person for each in attendances if not each.was_present) or "–"),
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
        (number, each.text, each.person.short_name, each.due_on)
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
        told.append(f"{number}. {each.text}. Ответственный: {each.person.short_name}, срок: {term}.")
    return told


def _present(attendances) -> str:
    names = _names(each.person for each in attendances if each.was_present)
    n_present = sum(each.was_present for each in attendances)
    told = f"{n_present} из {len(attendances)}"
    return f"{told}: {names}" if names else told


def _names(people) -> str:
    return ", ".join(each.short_name for each in people)
