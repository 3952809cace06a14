"""Writes of documents, one file per noun."""

from masterstvo.documents.actions.document import (
    attach_document,
    create_document,
    detach_document,
    edit_document,
    erase_evidence,
)
from masterstvo.documents.actions.draft import (
    add_approval,
    draft_document,
    drop_draft,
    edit_draft,
    name_person,
    note_agreed,
    redraft_document,
    remove_approval,
    unname_person,
)
from masterstvo.documents.actions.signing import (
    agree_document,
    cancel_document,
    return_document,
    sign_document,
)

__all__ = [
    "add_approval",
    "agree_document",
    "attach_document",
    "cancel_document",
    "create_document",
    "detach_document",
    "draft_document",
    "drop_draft",
    "edit_document",
    "edit_draft",
    "erase_evidence",
    "name_person",
    "note_agreed",
    "redraft_document",
    "remove_approval",
    "return_document",
    "sign_document",
    "unname_person",
]
