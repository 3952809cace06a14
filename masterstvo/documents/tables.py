"""Columns and filters of the list of documents, and the panels on the cards of organizations and people."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse

from masterstvo.core.listing import (
    Column,
    Panel,
    Table,
    by_choice,
    by_condition,
    by_scope,
    by_term,
    in_period,
    search,
)
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.documents.panels import CARRIER, KIND, STATE, TITLE
from masterstvo.documents.rules import registers_here, visible_documents
from masterstvo.organizations.rules import organizations_here
from masterstvo.search.panels import Kind

PANEL_ROWS = 10
DOCUMENTS = Table(
    title="Документы",
    columns=(
        Column("Номер", attrgetter("number"), 14),
        Column("Дата", attrgetter("dated_on"), 12),
        KIND,
        Column("Название", attrgetter("title"), 50),
        Column("Организация", attrgetter("organization"), 36),
        Column("Состояние", Document.get_state_display, 14),
        Column("Журнал регистрации", attrgetter("register"), 30),
        Column("Почему отменён", attrgetter("cancelled_reason"), 30),
        Column("Ссылка", attrgetter("url"), 40),
        Column("Ссылка не отвечает с", attrgetter("url_silent_since"), 14),
    ),
    shown=(TITLE, KIND, Column("Организация", attrgetter("organization")), STATE, CARRIER),
    filters=(
        search("number", "title"),
        by_choice("state", "state", DocumentState.choices, "Состояние"),
        by_term("kind", "kind", "document_kind", "Вид"),
        by_scope(
            "register", registers_here, lambda rows, each: rows.filter(register=each), "Журнал регистрации"
        ),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(organization=each),
            "Организация",
        ),
        *in_period("dated_on"),
        by_condition("silent", lambda: Q(url_silent_since__isnull=False), "Ссылка не отвечает"),
    ),
    edit=lambda row: reverse("documents:document_edit", args=[row.pk]),
)


def organization_panel(user, organization):
    """The latest papers of the organization. Queries: two."""
    rows = Document.objects.filter(organization=organization).prefetch_related("files")
    return Panel(
        title="Документы",
        columns=(TITLE, KIND, STATE, CARRIER),
        rows=list(rows[:PANEL_ROWS]),
        empty="Положения, приказы о парах, программы развития ещё не внесены.",
        add_url=f"{reverse('documents:document_create')}?organization={organization.pk}"
        if user.has_perm("organizations.change_organization", organization)
        else "",
        all_url=f"{reverse('documents:document_list')}?organization={organization.pk}",
    )


def person_panel(user, person):
    """The latest papers that name the person; nothing where there are none. Queries: one."""
    rows = visible_documents(user).filter(people__person=person)
    found = list(rows[:PANEL_ROWS])
    return Panel(title="Назван в документах", columns=(TITLE, KIND, STATE), rows=found) if found else None


FOUND = Kind(
    model="documents.Document",
    title="Документы",
    visible=visible_documents,
    texts=lambda document: (document.title, document.number),
    words={"kind": "document_kind"},
    told=lambda document: str(document.organization or document.municipality),
    related=("organization", "municipality"),
    list_url="documents:document_list",
    order=60,
)
