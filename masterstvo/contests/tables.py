"""Columns and filters of the lists of contests and entries, the panel on a person's card, and how states look."""

from operator import attrgetter

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.choices import AssignmentState, ContestState, EntryState
from masterstvo.contests.models import Entry, JuryMember
from masterstvo.contests.rules import reports_to_confirm, visible_contests, visible_entries
from masterstvo.core.listing import Column, Panel, Table, by_scope, by_term, in_period
from masterstvo.core.numbers import plural
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Employment
from masterstvo.people.panels import person_search, workplace
from masterstvo.people.queries import people_of_municipality
from masterstvo.plans.panels import Number
from masterstvo.search.panels import Kind

LOOKS = {  # codes of the component «state»
    ContestState.DRAFT: "not_started",
    ContestState.RUNNING: "going_on",
    ContestState.FINISHED: "done",
    ContestState.CANCELLED: "not_held",
    EntryState.SENT: "not_started",
    EntryState.RETURNED: "at_risk",
    EntryState.ADMITTED: "done",
    EntryState.REJECTED: "not_held",
    EntryState.WITHDRAWN: "not_held",
}


def look_of(state):
    return LOOKS.get(state, "not_started")


def _entrant(row):
    return str(row.person or row.organization)


def _whence(row):
    """Return the school of a person, and how many are in the team."""
    team = f"в команде {row.n_members + 1}" if row.n_members else ""
    return ", ".join(filter(None, [str(row.organization or "") if row.person else "", team]))


def _noted(row):
    """Return the nomination, and that a reported result waits for the school."""
    waits = "ждёт подтверждения: откройте и сохраните" if row.reported_on and not row.held_on else ""
    return "; ".join(filter(None, [row.nomination.title if row.nomination else "", waits]))


CONTEST = Column("Конкурс", attrgetter("contest.title"), 44, small=_noted)
LEVEL = Column("Уровень", attrgetter("contest.level"), 18, "level")
HELD = Column("Дата", attrgetter("held_on"), 12)
RESULT = Column("Результат", attrgetter("result"), 16, "contest_result")

WHO = Column("Участник", _entrant, 36, url=lambda row: (row.person or row.organization).get_absolute_url())
WORKPLACE = Column("Организация", lambda row: workplace(row.person) if row.person else row.organization, 36)


def _of_organization(rows, organization):
    """Keep what the organization won itself, and what those who work there today did."""
    jobs = Employment.objects.on(timezone.localdate()).filter(organization=organization)
    return rows.filter(Q(person__in=jobs.values("person")) | Q(person=None, organization=organization))


ENTRIES = Table(
    title="Конкурсы",
    columns=(
        WHO,
        WORKPLACE,
        CONTEST,
        LEVEL,
        HELD,
        Column("Этап", attrgetter("stage"), 18),
        Column("Номинация", lambda row: row.nomination and row.nomination.title, 24),
        RESULT,
        Column("Документ", attrgetter("document"), 24),
    ),
    shown=(WHO, WORKPLACE, CONTEST, LEVEL, HELD, RESULT),
    filters=(
        person_search(
            "contest__title", "nomination__title", "organization__title", "organization__short_title"
        ),
        by_scope("organization", organizations_here, _of_organization, "Организация"),
        by_term("level", "contest__level", "level", "Уровень"),
        by_term("result", "result", "contest_result", "Результат"),
        *in_period("held_on"),
    ),
    edit=lambda row: reverse("contests:entry_edit", args=[row.pk]),
)


APPLICATIONS = (
    Column(
        "Кто",
        _entrant,
        url=lambda row: row.get_absolute_url(),
        small=_whence,
    ),
    Column("Работа", attrgetter("title"), small=lambda row: row.nomination),
    Column("Шифр", attrgetter("code")),
    Column("Заявка", lambda row: row.get_state_display(), state=lambda row: look_of(row.state)),
)


APPLICATIONS_SHEET = (
    Column("Кто", _entrant, 36),
    Column("Организация", lambda row: row.organization if row.person else "", 36),
    Column("В команде", lambda row: [str(each.person) for each in row.members.all()], 40),
    Column("Номинация", lambda row: row.nomination and row.nomination.title, 24),
    Column("Работа", attrgetter("title"), 40),
    Column("Шифр", attrgetter("code"), 10),
    Column("Заявка", lambda row: row.get_state_display(), 16),
    Column("Отправлена", lambda row: row.sent_at and timezone.localtime(row.sent_at).date(), 12),
    Column("Замечание", attrgetter("note"), 40),
    Column("Результат", attrgetter("result"), 16, "contest_result"),
    Column("Место", attrgetter("place"), 8),
)
MARKED_SHEET = (  # rows: (line, who, in words)
    Column("Работа", lambda row: row[0].label, 14),
    Column("Номинация", lambda row: row[0].entry.nomination and row[0].entry.nomination.title, 30),
    Column("Эксперт", lambda row: row[1], 30),
    Column("Оценка", lambda row: row[2], 30),
    Column("Расхождение, %", lambda row: row[0].spread, 16),
)
PLACES_SHEET = (
    Column("Номинация", lambda row: row.entry.nomination and row.entry.nomination.title, 30),
    Column("Место", attrgetter("row.place"), 8),
    Column("Работа", attrgetter("label"), 14),
    Column("Итог, %", attrgetter("row.total"), 10),
    Column("Оценки", attrgetter("marks"), 60),
    Column("Как получен итог", attrgetter("how"), 60),
    Column("При равных итогах", attrgetter("tie"), 40),
)
NAMED_PLACES_SHEET = (
    *PLACES_SHEET[:3],
    Column("Участник", lambda row: _entrant(row.entry), 36),
    Column("Организация", lambda row: row.entry.organization if row.entry.person else "", 36),
    *PLACES_SHEET[3:],
)


def _told_of(user, person):
    """Return what came of the person's entries, and those that are admitted, as far as ``user`` may know of them."""
    rows = visible_entries(user) if user.pk else Entry.objects.all()
    return rows.filter(person=person, state=EntryState.ADMITTED).select_related("contest", "nomination")


def person_panel(user, person):
    """The contests in which the person took part."""
    return Panel(
        title="Конкурсы",
        columns=(CONTEST, LEVEL, HELD, RESULT),
        rows=list(_told_of(user, person)),
        empty="Здесь появится участие в профессиональных конкурсах.",
    )


def organization_panel(user, organization):
    """What the organization itself won; the results of its people stand on their cards."""
    rows = visible_entries(user).filter(person=None, organization=organization, held_on__isnull=False)
    may_add = user.has_perm("contests.change_entry")
    return Panel(
        title="Конкурсы",
        columns=(CONTEST, LEVEL, HELD, RESULT),
        rows=list(rows.select_related("contest", "nomination")),
        empty="Здесь появятся результаты самой организации в конкурсах.",
        add_url=f"{reverse('contests:entry_create')}?organization={organization.pk}" if may_add else "",
    )


FOUND = Kind(
    model="contests.Contest",
    title="Конкурсы",
    visible=visible_contests,
    texts=lambda contest: (contest.title,),
    told=lambda contest: f"{contest.year} год" if contest.year else "",
    order=45,
)


# --- On the page of an expert -------------------------------------------------------------------------------------------
JUDGED = (
    Column("Конкурс", attrgetter("contest"), 50),
    Column("Кто в жюри", lambda row: row.get_role_display(), 18),
    Column("Работ оценено", attrgetter("n_marked"), 12, is_number=True),
    Column("Отказов", attrgetter("n_abstained"), 12, is_number=True),
    Column("Вышел", attrgetter("left_on"), 12),
)


def judged_panel(user, person):
    """In which juries the expert sat, and how many works they marked there."""
    marked = Count("assignments", filter=Q(assignments__sheets__finished_at__isnull=False), distinct=True)
    said_no = Count("assignments", filter=Q(assignments__state=AssignmentState.ABSTAINED), distinct=True)
    rows = JuryMember.objects.filter(appointment__person=person).select_related("contest")
    return Panel(
        title="Что оценивал",
        columns=JUDGED,
        rows=list(rows.annotate(n_marked=marked, n_abstained=said_no).order_by("-contest__year", "-pk")),
        empty="В жюри пока не работал.",
    )


REPORTS = ("результат", "результата", "результатов")


def reports_number(user, municipality, day):
    """Tell on «Сегодня» how many results that people reported of other contests ``user`` has to confirm. Queries: one, and those of grants."""
    waiting = reports_to_confirm(user).filter(person__in=people_of_municipality(municipality.pk).values("pk"))
    if not (number := waiting.count()):
        return None
    told = (
        f"{plural(number, *REPORTS)} других конкурсов {plural(number, 'ждёт', 'ждут', 'ждут')} подтверждения"
    )
    return Number(str(number), told, reverse("contests:entry_list"), tone="risk")
