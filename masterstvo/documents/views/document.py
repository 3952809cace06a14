"""Documents: the list, the page of one, its file, and their editing."""

from functools import partial
from pathlib import PurePath

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.documents.actions import create_document, draft_document, edit_document, edit_draft
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.forms import DocumentCorrectionForm, DocumentForm, DraftForm, NumberedForm
from masterstvo.documents.models import Document
from masterstvo.documents.panels import STATES, proofs, targets_for
from masterstvo.documents.queries import last_signer, people_proven_by, proven_by
from masterstvo.documents.rules import (
    correctable_documents,
    templates_here,
    visible_documents,
    writes_for_authority,
)
from masterstvo.documents.tables import DOCUMENTS
from masterstvo.documents.word import is_made_here, made_document
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_editable_here, seen_by, visible_municipalities
from masterstvo.people.actions import note_export
from masterstvo.people.rules import visible_people


@requires("documents.view_document")
def document_list(request):
    rows = visible_documents(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(
        request,
        "documents/document_list.html",
        DOCUMENTS,
        rows.select_related("organization", "register").prefetch_related("files"),
        editable=correctable_documents,
    )


@requires("documents.view_document", among=visible_documents)
def document_detail(request, document):
    files = list(document.files.select_related("added_by"))
    people = list(document.people.select_related("person"))
    known = visible_people(request.user).filter(pk__in=[each.person_id for each in people])
    context = {
        "document": document,
        "state": STATES[document.state],
        "files": [(each, PurePath(each.file.name).name) for each in files],
        "is_made": document.is_unsigned and is_made_here(document),
        "people": people,
        "may_name": document.state == DocumentState.DRAFT
        or not (document.is_unsigned or document.is_numbered_here),
        "known": set(known.values_list("pk", flat=True)) if people else set(),
        "approvals": list(document.approvals.all()),
        "words": terms.titles_of("document_kind"),
        "proven": proven_by(document, seen=partial(seen_by, request.user)),
        "panels": proofs.panels(request.user, document),
        "targets": list(targets_for(request.user).values()),
        "may_change": request.user.has_perm("documents.change_document", document),
        "history": history(document),
    }
    return render(request, "documents/document_detail.html", context)


@requires("documents.view_document", among=visible_documents)
def document_file(request, document):
    """Send a version of the file to be saved, never shown: what somebody uploaded must not act as a page of ours.

    Of a draft without a file of its own, the text as it is now.
    """
    version = request.GET.get("version", "")
    if not version and document.is_unsigned and is_made_here(document):
        _note(request, document)
        return docx_response(f"{document.title or document.pk}.docx", made_document(document))
    if version and not version.isdigit():
        raise Http404
    kept = get_object_or_404(document.files, version=version) if version else document.latest_file
    if kept is None:
        raise Http404
    _note(request, document)
    return sent(kept.file)


def _note(request, document):
    note_export(
        people_proven_by(document),
        by=request.user,
        what=f"Файл документа № {document.number or document.pk}",
        purpose="чтение подтверждающего документа",
    )


@requires("documents.create_document")
def document_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    is_draft = "draft" in request.GET
    for_authority = writes_for_authority(request.user, here)
    signer = last_signer(here) if is_draft and for_authority else {}
    form = bind(
        DraftForm if is_draft else DocumentForm,
        request,
        instance=Document(municipality=here),
        among=_among(request, is_draft=is_draft),
        of_organization=not for_authority,
        initial={"organization": request.GET.get("organization"), **signer},
    )
    proves = _proves(request, here)
    action = draft_document if is_draft else create_document
    if document := submit(form, action, municipality=here, attach_to=proves, by=request.user):
        return done(request, "Черновик создан." if is_draft else "Документ внесён.", document)
    return show_form(request, "documents/document_create.html", form, is_draft=is_draft, proves=proves)


def _proves(request, here):
    """Return what the new paper is entered for: «?to=training-17» of a page that asked for evidence."""
    key, _, chosen = request.GET.get("to", "").partition("-")
    target = targets_for(request.user).get(key)
    if target is None or target.attach or not chosen.isdecimal():
        return []
    return list(target.scope(request.user, Document(municipality=here)).filter(pk=chosen))


def _among(request, *, is_draft):
    own = {"organization": organizations_editable_here(request)}
    return own | {"template": templates_here(request)} if is_draft else own


@requires("documents.change_document", among=visible_documents)
def document_edit(request, document):
    if document.is_numbered_here:
        form = bind(NumberedForm, request, instance=document)
    else:
        is_draft = document.is_unsigned
        form = bind(
            DraftForm if is_draft else DocumentCorrectionForm,
            request,
            instance=document,
            among=_among(request, is_draft=is_draft),
            of_organization=not writes_for_authority(request.user, document.municipality),
        )
    if submit(form, edit_draft if document.is_unsigned else edit_document, document, by=request.user):
        return done(request, "Документ исправлен.", document)
    return show_form(request, "documents/document_edit.html", form, document=document)
