"""Lines of a document: whom it names, who agrees, and what it proves."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.documents.actions import (
    add_approval,
    attach_document,
    detach_document,
    name_person,
    note_agreed,
    remove_approval,
    unname_person,
)
from masterstvo.documents.forms import ApprovalForm, PersonLineForm, TargetForm
from masterstvo.documents.models import DocumentApproval
from masterstvo.documents.panels import targets_for
from masterstvo.documents.rules import visible_documents
from masterstvo.people.queries import with_work
from masterstvo.people.rules import visible_people

ACTS = {  # act in the address: (where its lines are, action, what is said afterwards)
    "unname": ("people", unname_person, "Человек убран из документа."),
    "agreed": ("approvals", note_agreed, "Согласование отмечено."),
    "unlist": ("approvals", remove_approval, "Строка убрана из листа согласования."),
    "detach": ("attachments", detach_document, "Документ откреплён."),
}


@requires("documents.change_document", among=visible_documents)
def document_add(request, document, part):
    heading, form, action = _form(request, document, part)
    if submit(form, action, by=request.user):
        return done(request, "Внесено.", document)
    return show_form(request, "documents/document_add.html", form, document=document, heading=heading)


def _form(request, document, part):
    """Return the heading, the form and the action of a kind of line. Raises: Http404."""
    if part == "approval":
        form = bind(ApprovalForm, request, instance=DocumentApproval(document=document))
        return "Кто согласовывает", form, partial(add_approval, document)
    if part == "person":
        form = bind(PersonLineForm, request)
        people = visible_people(request.user).filter(municipality=document.municipality_id, erased_on=None)
        form.fields["person"].queryset = with_work(people)
        return "Кого называет документ", form, partial(name_person, document)
    target = targets_for(request.user).get(part)
    if target is None:
        raise Http404
    form = bind(TargetForm, request, title=target.title, by=target.by)
    form.fields["target"].queryset = target.scope(request.user, document)
    return "Что подтверждает документ", form, partial(target.attach or attach_document, document)


@require_POST
@requires("documents.change_document", among=visible_documents)
def document_line(request, document, act, line):
    """Do what the button of a line asks for."""
    if act not in ACTS:
        raise Http404
    where, action, said = ACTS[act]
    found = get_object_or_404(getattr(document, where), pk=line)
    more = {"day": timezone.localdate()} if act == "agreed" else {}
    return tried(request, said, document, action, found, **more)
