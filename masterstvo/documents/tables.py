"""Columns and filters of the list of documents, and the panel on an organization's card."""

from operator import attrgetter, methodcaller

from django.urls import reverse

from masterstvo.core.listing import Column, Panel, Table, by_scope, by_term, in_period, search
from masterstvo.documents.models import Document
from masterstvo.organizations.rules import organizations_here

PANEL_ROWS = 10


def _carrier(document):
    return "файл" if document.file else "ссылка" if document.url else ""


TITLE = Column(
    "Документ",
    lambda row: f"№ {row.number} от {row.dated_on:%d.%m.%Y}",
    30,
    url=methodcaller("get_absolute_url"),
    small=attrgetter("title"),
)
KIND = Column("Вид", attrgetter("kind"), 30, "document_kind")

DOCUMENTS = Table(
    title="Документы",
    columns=(
        Column("Номер", attrgetter("number"), 14),
        Column("Дата", attrgetter("dated_on"), 12),
        KIND,
        Column("Название", attrgetter("title"), 50),
        Column("Организация", attrgetter("organization"), 36),
        Column("Ссылка", attrgetter("url"), 40),
    ),
    shown=(
        TITLE,
        KIND,
        Column("Организация", attrgetter("organization")),
        Column("Приложено", _carrier),
    ),
    filters=(
        search("number", "title"),
        by_term("kind", "kind", "document_kind", "Вид"),
        by_scope(
            "organization",
            organizations_here,
            lambda rows, each: rows.filter(organization=each),
            "Организация",
        ),
        *in_period("dated_on"),
    ),
    edit=lambda row: reverse("documents:document_edit", args=[row.pk]),
)


def organization_panel(user, organization):
    """The latest papers of the organization."""
    return Panel(
        title="Документы",
        columns=(TITLE, KIND, Column("Приложено", _carrier)),
        rows=list(Document.objects.filter(organization=organization)[:PANEL_ROWS]),
        empty="Положения, приказы о парах, программы развития ещё не внесены.",
        add_url=f"{reverse('documents:document_create')}?organization={organization.pk}"
        if user.has_perm("organizations.change_organization", organization)
        else "",
        all_url=f"{reverse('documents:document_list')}?organization={organization.pk}",
    )
