"""Columns and filters of the list of pupils' results, and the panel on an organization's card."""

from operator import attrgetter

from django import forms
from django.db.models import Q
from django.urls import reverse

from masterstvo.core.listing import Column, Filter, Panel, Table, by_condition, by_scope, by_term, search
from masterstvo.organizations.panels import ORGANIZATION
from masterstvo.organizations.rules import organizations_here
from masterstvo.quality.models import PupilResult

PANEL_ROWS = 10

NUMBERS = (
    Column("Год", attrgetter("year"), 8),
    Column("Процедура", attrgetter("procedure"), 14, "pupil_procedure"),
    Column("Предмет", attrgetter("subject"), 24, small=lambda row: f"{row.grade} класс" if row.grade else ""),
    Column("Участников", attrgetter("n_pupils"), 12, is_number=True),
    Column("Средний балл", attrgetter("mean_score"), 12, is_number=True),
    Column("Успеваемость, %", attrgetter("passed_share"), 14, is_number=True),
    Column("Качество, %", attrgetter("quality_share"), 12, is_number=True),
    Column("Необъективность", attrgetter("looks_biased"), 12),
)

PUPIL_RESULTS = Table(
    title="Результаты обучающихся",
    columns=(ORGANIZATION, *NUMBERS[:3], Column("Класс", attrgetter("grade"), 8), *NUMBERS[3:]),
    shown=(ORGANIZATION, *NUMBERS),
    filters=(
        search("organization__title", "organization__short_title", "subject"),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(organization=each),
            "Организация",
        ),
        by_term("procedure", "procedure", "pupil_procedure", "Процедура"),
        Filter(
            "year",
            lambda request, words: forms.IntegerField(label="Год", min_value=1990, max_value=2100),
            lambda rows, year: rows.filter(year=year),
        ),
        by_condition("biased", lambda: Q(looks_biased=True), "С признаками необъективности"),
    ),
    edit=lambda row: reverse("quality:pupilresult_edit", args=[row.pk]),
)


def organization_panel(user, organization):
    """The latest results of the school; kindergartens have none, so an empty panel is not shown."""
    rows = list(
        PupilResult.objects.filter(organization=organization).order_by("-year", "procedure", "subject", "pk")[
            :PANEL_ROWS
        ]
    )
    if not rows:
        return None
    return Panel(
        title="Результаты обучающихся",
        columns=NUMBERS,
        rows=rows,
        all_url=f"{reverse('quality:pupilresult_list')}?organization={organization.pk}",
    )
