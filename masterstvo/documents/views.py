"""Documents: the list, the page of one, its file, and their editing."""

from functools import partial
from pathlib import PurePath

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.documents.actions import create_document, edit_document
from masterstvo.documents.forms import DocumentCorrectionForm, DocumentForm, content_type_of
from masterstvo.documents.models import Document
from masterstvo.documents.panels import proofs
from masterstvo.documents.queries import people_proven_by, proven_by
from masterstvo.documents.rules import editable_documents, visible_documents, writes_for_authority
from masterstvo.documents.tables import DOCUMENTS
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import organizations_editable_here, seen_by, visible_municipalities
from masterstvo.people.actions import note_export


@requires("documents.view_document")
def document_list(request):
    rows = visible_documents(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(
        request,
        "documents/document_list.html",
        DOCUMENTS,
        rows.select_related("organization"),
        editable=editable_documents,
    )


@requires("documents.view_document", among=visible_documents)
def document_detail(request, document):
    context = {
        "document": document,
        "file_name": PurePath(document.file.name).name if document.file else "",
        "words": terms.titles_of("document_kind"),
        "proven": proven_by(document, seen=partial(seen_by, request.user)),
        "panels": proofs.panels(request.user, document),
        "may_change": request.user.has_perm("documents.change_document", document),
        "history": history(document),
    }
    return render(request, "documents/document_detail.html", context)


@requires("documents.view_document", among=visible_documents)
def document_file(request, document):
    """Send the file to be saved, never shown: what somebody uploaded must not act as a page of ours."""
    if not document.file or not document.file.storage.exists(document.file.name):
        raise Http404
    name = PurePath(document.file.name).name
    note_export(
        people_proven_by(document),
        by=request.user,
        what=f"Файл документа № {document.number or document.pk}",
        purpose="чтение подтверждающего документа",
    )
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=name, content_type=content_type_of(name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires("documents.create_document")
def document_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    form = bind(
        DocumentForm,
        request,
        instance=Document(municipality=here),
        among={"organization": organizations_editable_here(request)},
        of_organization=not writes_for_authority(request.user, here),
        initial={"organization": request.GET.get("organization")},
    )
    if document := submit(form, create_document, municipality=here, by=request.user):
        return done(request, "Документ внесён.", document)
    return show_form(request, "documents/document_create.html", form)


@requires("documents.change_document", among=visible_documents)
def document_edit(request, document):
    form = bind(
        DocumentCorrectionForm,
        request,
        instance=document,
        among={"organization": organizations_editable_here(request)},
        of_organization=not writes_for_authority(request.user, document.municipality),
    )
    if submit(form, edit_document, document, by=request.user):
        return done(request, "Документ исправлен.", document)
    return show_form(request, "documents/document_edit.html", form, document=document)
