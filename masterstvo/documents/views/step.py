"""The steps of a document: agreed, back to a draft, signed, cancelled, dropped."""

from django import forms
from django.http import Http404
from django.utils import timezone

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.documents.actions import (
    agree_document,
    cancel_document,
    drop_draft,
    return_document,
    sign_document,
)
from masterstvo.documents.forms import SignForm
from masterstvo.documents.queries import registers_for
from masterstvo.documents.rules import editable_registers, visible_documents

STEPS = {  # step in the address: (action, heading, button, what is said afterwards)
    "agree": (agree_document, "Документ согласован", "Отметить: согласован", "Документ согласован."),
    "return": (return_document, "Вернуть в черновик", "Вернуть в черновик", "Документ снова черновик."),
    "sign": (sign_document, "Подписать и зарегистрировать", "Присвоить номер", "Документ подписан: {}."),
    "cancel": (cancel_document, "Отменить документ", "Отменить документ", "Документ отменён."),
    "drop": (drop_draft, "Удалить черновик", "Удалить черновик", "Черновик удалён."),
}


@requires("documents.change_document", among=visible_documents)
def document_step(request, document, step):
    if step not in STEPS:
        raise Http404
    action, heading, button, said = STEPS[step]
    form, more = _form(request, document, step)
    if (answer := submit(form, action, document, by=request.user, **more)) is not None:
        text = said.format(answer) if step == "sign" else said
        return done(request, text, "documents:document_list" if step == "drop" else document)
    return show_form(
        request,
        "documents/document_step.html",
        form,
        document=document,
        step=step,
        heading=heading,
        button=button,
    )


def _form(request, document, step):
    """Return the form of a step, and what its action is told besides."""
    today = timezone.localdate()
    if step == "sign":
        form = bind(SignForm, request, initial={"dated_on": today, "register": document.register_id})
        form.fields["register"].queryset = registers_for(document, editable_registers(request.user))
        return form, {"today": today}
    form = bind(forms.Form if step == "agree" else ReasonForm, request)
    if step in ("return", "cancel"):
        form.fields["reason"].label = "Почему отменяем" if step == "cancel" else "Почему возвращаем"
        form.fields["reason"].help_text = "Останется в журнале"
    return form, {}
