from django.apps import AppConfig

WORDS = {
    "documents.add_version": "приложена версия файла",
    "documents.agree_document": "документ согласован",
    "documents.cancel_document": "документ отменён",
    "documents.check_link": "проверена ссылка",
    "documents.draft_document": "создан черновик",
    "documents.drop_draft": "удалён черновик",
    "documents.edit_draft": "исправлен черновик",
    "documents.name_person": "назван человек",
    "documents.note_agreed": "отмечено согласование",
    "documents.return_document": "возвращён в черновик",
    "documents.sign_document": "документ подписан",
    "documents.unname_person": "человек убран из документа",
}


class DocumentsConfig(AppConfig):
    name = "masterstvo.documents"
    verbose_name = "Документы"

    def ready(self):
        from masterstvo.core import history, integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import Kept, keep  # noqa: PLC0415 -- app ready
        from masterstvo.documents import (  # noqa: F401, PLC0415 -- app ready
            actions,
            personal,
            rules,
            sources,
            tables,
            tasks,
        )
        from masterstvo.organizations import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels as people_panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import erase_with  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("documents.Attachment", actions.erase_evidence)
        history.VERBS.update(WORDS)

        sources.declare()
        for label in ("documents.DocumentFile", "documents.DocumentTemplate"):
            integrity.add_sums(label)
        panels.detail.add(tables.organization_panel, order=60)
        people_panels.card.add(tables.person_panel, order=80)
        menu.add_item(
            section="Люди и школы",
            title="Документы",
            icon="file-text",
            url_name="documents:document_list",
            permission="documents.view_document",
            order=260,
        )
        add_kind(tables.FOUND)
        keep(Kept("document_kind", "Виды документов"))
