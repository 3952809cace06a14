"""Columns and filters of instruments, campaigns and sheets; the panel on a person's card."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.models import Campaign, Sheet
from masterstvo.assessments.rules import own_sheets, readable_sheets
from masterstvo.core.listing import (
    Column,
    Filter,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    search,
)
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.panels import person_column, person_search


def _state_of_version(instrument):
    if instrument.archived_on:
        return "closed"
    return "approved" if instrument.published_number else "draft"


def _version_in_words(instrument):
    if instrument.archived_on:
        return "в архиве"
    if not instrument.published_number:
        return "черновик"
    return f"версия {instrument.published_number}"


INSTRUMENTS = Table(
    title="Инструменты",
    columns=(
        Column("Инструмент", attrgetter("title"), 50, url=lambda row: row.get_absolute_url()),
        Column("Вид", attrgetter("kind"), 20, "instrument_kind"),
        Column("О ком или о чём", lambda row: row.get_subject_display(), 20),
        Column("Чей", lambda row: row.municipality or "поставляется с программой", 30),
        Column("Состояние", _version_in_words, 16, state=_state_of_version),
    ),
    filters=(
        search("title", "purpose"),
        by_term("kind", "kind", "instrument_kind", "Вид"),
        by_choice("subject", "subject", Subject.choices, "О ком или о чём"),
        by_condition("archived", lambda: Q(archived_on__isnull=False), "Только из архива"),
    ),
)


# --- Campaigns --------------------------------------------------------------------------------------------------------
def state_of(campaign: Campaign) -> tuple[str, str]:
    """Return (code of the component «state», its words)."""
    today = timezone.localdate()
    if campaign.starts_on > today and not campaign.closed_on:
        return "not_started", f"с {campaign.starts_on:%d.%m.%Y}"
    if campaign.is_open(today):
        return "going_on", f"идёт по {campaign.last_day:%d.%m.%Y}"
    return "closed", "закрыта"


def answered_in_words(campaign) -> str:
    """Return «12 из 20», or the number of anonymous sheets."""
    if campaign.is_anonymous:
        return str(campaign.n_anonymous)
    return f"{campaign.n_finished} из {campaign.n_sheets}"


def _going_on():
    today = timezone.localdate()
    return Q(Q(closed_on=None) | Q(closed_on__gt=today), starts_on__lte=today, ends_on__gt=today)


CAMPAIGNS = Table(
    title="Опросы и диагностика",
    columns=(
        Column(
            "Кампания",
            attrgetter("title"),
            50,
            url=lambda row: row.get_absolute_url(),
            small=lambda row: row.version.instrument.title,
        ),
        Column("Кто отвечает", lambda row: row.get_assessor_display(), 24),
        Column("С", attrgetter("starts_on"), 12),
        Column("По", attrgetter("last_day"), 12),
        Column("Ответили", answered_in_words, 14),
        Column("Состояние", lambda row: state_of(row)[1], 20, state=lambda row: state_of(row)[0]),
    ),
    filters=(
        search("title", "version__instrument__title"),
        by_choice("assessor", "assessor", Assessor.choices, "Кто отвечает"),
        by_condition("open", _going_on, "Идут сейчас"),
    ),
)


# --- Sheets -----------------------------------------------------------------------------------------------------------
def sheet_state(sheet: Sheet) -> tuple[str, str]:
    if sheet.finished_at:
        return "done", "ответил" + (" на бумаге" if sheet.is_on_paper else "")
    return ("going_on", "начал") if sheet.started_at else ("not_started", "не начинал")


def _by_state(rows, state):
    if state == "done":
        return rows.filter(finished_at__isnull=False)
    rows = rows.filter(finished_at=None)
    return rows.filter(started_at__isnull=state == "not_started")


SHEETS = Table(
    title="Кого спросили",
    columns=(
        person_column(),
        Column("Организация", attrgetter("organization"), 36),
        Column("Что наблюдали", attrgetter("occasion"), 30),
        Column("Состояние", lambda row: sheet_state(row)[1], 16, state=lambda row: sheet_state(row)[0]),
        Column("Закончен", lambda row: row.finished_at and timezone.localdate(row.finished_at), 12),
    ),
    filters=(
        person_search(),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, value: rows.filter(organization=value),
            "Организация",
        ),
        Filter(
            "state",
            by_choice(
                "state",
                "",
                [("not_started", "не начинали"), ("going_on", "начали"), ("done", "ответили")],
                "Состояние",
            ).field,
            _by_state,
        ),
    ),
    edit=lambda row: reverse("assessments:sheet_enter", args=[row.pk]),
)


def waiting_sheets(user):
    """Return the own sheets that take answers today."""
    today = timezone.localdate()
    return own_sheets(user).filter(
        Q(campaign__closed_on=None) | Q(campaign__closed_on__gt=today),
        finished_at=None,
        campaign__starts_on__lte=today,
        campaign__ends_on__gt=today,
    )


def waiting_count(request):
    """Return what the menu says beside «Мне ответить». Queries: one."""
    n = waiting_sheets(request.user).count()
    return (n, "ждут ответа") if n else None


def asked_panel(user):
    """Return how many questionnaires wait for the user, on «Мой доступ»; None for whoever is never asked."""
    n = waiting_sheets(user).count()
    return {"n_waiting": n} if n else None


def person_panel(user, person):
    """That somebody was asked and has answered; the results stand with the measurements."""
    sheets = Sheet.objects.filter(person=person).select_related("campaign__version__instrument")
    readable = set(readable_sheets(user).filter(person=person).values_list("pk", flat=True))
    rows = list(sheets.order_by("-campaign__starts_on", "-pk")[:20])

    waiting = set(waiting_sheets(user).filter(person=person).values_list("pk", flat=True))

    def where(row):
        if row.pk in waiting:
            return reverse("assessments:sheet_answer", args=[row.pk])
        if row.finished_at and row.pk in readable:
            return reverse("assessments:sheet_result", args=[row.pk])
        return ""

    return Panel(
        title="Опросы и карты",
        columns=(
            Column("Что", lambda row: row.campaign.title, 40, url=where, small=attrgetter("occasion")),
            Column("Состояние", lambda row: sheet_state(row)[1], 16, state=lambda row: sheet_state(row)[0]),
            Column("Закончен", lambda row: row.finished_at and timezone.localdate(row.finished_at), 12),
        ),
        rows=rows,
        empty="Пока ни о чём не спрашивали.",
    )
