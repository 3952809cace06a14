"""The log of a municipality, and the whole history of one object."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.history import name_of
from masterstvo.core.listing import in_words
from masterstvo.core.models import AuditRecord
from masterstvo.core.views import requires
from masterstvo.journal.actions import undo_edit
from masterstvo.journal.forms import RecordFilterForm
from masterstvo.journal.queries import last_edit, narrowed, people_told, sheet_rows, stretch
from masterstvo.journal.rules import labels_with_history, may_change, visible_object, visible_records
from masterstvo.organizations.queries import municipality_key
from masterstvo.people.actions import note_export

COLUMNS = [
    ("Когда", 17), ("Кто", 30), ("В роли", 34), ("Что сделано", 20), ("С чем", 24), ("Запись", 44),
    ("Изменения", 70), ("Причина", 40), ("Откуда", 28),
]  # fmt: skip


@requires("journal.view_record")
def record_list(request):
    form = RecordFilterForm(request.GET)
    form.is_valid()
    here = municipality_key(request.municipality)
    records = visible_records(request.user)
    if not request.user.is_superuser or here:
        records = records.filter(place_id=here)
    records, since = narrowed(records, form.cleaned_data, ever="ever" in request.GET)
    if request.GET.get("as") == "xlsx":
        note_export(people_told(records), by=request.user, what="Журнал", filters=_filters(form, since))
        return xlsx_response("Журнал.xlsx", "Журнал", COLUMNS, sheet_rows(records, request.user))
    page = stretch(records, request.user, before=_key(request, "before"), after=_key(request, "after"))
    context = {
        "filters": form,
        "page": page,
        "with_history": labels_with_history(),
        "is_narrowed": any(form.cleaned_data.values()),
        "since": since,
        "ever_url": _address(request, ever=1),
        "older_url": _address(request, before=page.older),
        "newer_url": _address(request, after=page.newer),
        "xlsx_url": _address(request, **{"as": "xlsx"}),
    }
    return render(request, "journal/record_list.html", context)


@requires("journal.view_record")
def object_history(request, label, object_id):
    obj = _object(request, label, object_id)
    model = type(obj)
    records = AuditRecord.objects.filter(object_type=model._meta.label_lower, object_id=obj.pk)
    page = stretch(records, request.user, before=_key(request, "before"), after=_key(request, "after"))
    context = {
        "name": name_of(obj, request.user),
        "kind": model._meta.verbose_name,
        "url": obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else "",
        "page": page,
        "older_url": _address(request, before=page.older),
        "newer_url": _address(request, after=page.newer),
        "address": {"label": model._meta.label_lower, "pk": obj.pk},
        "undoable": last_edit(obj) if may_change(request.user, obj) else None,
    }
    return render(request, "journal/object_history.html", context)


@require_POST
@requires("journal.view_record")
def object_undo(request, label, object_id):
    obj = _object(request, label, object_id)
    if not may_change(request.user, obj):
        raise PermissionDenied
    try:
        undo_edit(obj, seen=_number(request.POST.get("record", "")), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Правка отменена: стоит то, что было до неё.")
    return redirect("journal:object_history", label=label, object_id=object_id)


def _object(request, label, object_id):
    """Return the object whose history the user may read. Raises: Http404."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as unknown:
        raise Http404 from unknown
    obj = visible_object(request.user, model, object_id)
    if obj is None:
        raise Http404
    return obj


def _filters(form, since):
    told = in_words(form)
    return f"{told}; с: {since:%d.%m.%Y}" if since else told


def _key(request, name):
    return _number(request.GET.get(name, ""))


def _number(asked):
    """Return the key that was sent, or None; more digits than any key has are none."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def _address(request, **changed):
    query = request.GET.copy()
    for name in ("before", "after", "as"):
        query.pop(name, None)
    query.update({name: str(value) for name, value in changed.items() if value is not None})
    return f"?{query.urlencode()}"
