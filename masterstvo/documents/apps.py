from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "masterstvo.documents"
    verbose_name = "Документы"

    def ready(self):
        from masterstvo.core import integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.documents import (  # noqa: F401, PLC0415 -- app ready
            actions,
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.organizations import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import erase_with  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("documents.Attachment", actions.erase_evidence)

        sources.declare()
        integrity.add_sums("documents.Document")
        panels.detail.add(tables.organization_panel, order=60)
        menu.add_item(
            section="Люди и школы",
            title="Документы",
            icon="file-text",
            url_name="documents:document_list",
            permission="documents.view_document",
            order=260,
        )
