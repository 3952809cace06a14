"""Entries: begun by a person or a school, written and sent, looked at by organizers; their files and the jury's copies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.contests.actions.copying import confirm_copy, replace_copy
from masterstvo.contests.actions.entry import (
    add_file,
    admit_entries,
    begin_entry,
    reject_entries,
    remove_file,
    return_entries,
    send_entry,
    withdraw_entry,
    write_entry,
)
from masterstvo.contests.choices import EDITABLE, Entrant
from masterstvo.contests.forms.entry import ApplyForm, CopyForm, FileForm, WorkForm
from masterstvo.contests.models import EntryFile
from masterstvo.contests.queries.entries import files_with_copies
from masterstvo.contests.rules import (
    open_contests,
    opened_copies,
    opened_entries,
    opened_files,
    people_entered_by,
    schools_entered_by,
)
from masterstvo.contests.tables import look_of
from masterstvo.core import terms
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.experts.redacting import DOUBTS
from masterstvo.people.models import Person
from masterstvo.people.queries import with_work, working

CHECKS = {"admit": (admit_entries, "Заявка допущена."), "return": (return_entries, "Заявка возвращена на исправление."), "reject": (reject_entries, "Заявка отклонена.")}  # fmt: skip


@requires("contests.enter_contest", among=open_contests)
def contest_apply(request, contest):
    """Begin an application: one's own with one button, for others by choosing them."""
    is_for_schools = contest.entrant == Entrant.ORGANIZATION
    own = None if is_for_schools else Person.objects.filter(user=request.user, erased_on=None).first()
    if request.method == "POST" and "own" in request.POST:
        if own is None:
            raise PermissionDenied
        return _begun(request, contest, person=own)
    people = with_work(people_entered_by(request))
    schools = schools_entered_by(request) if is_for_schools else None
    may_enter = schools.exists() if schools is not None else request.user.has_perm("people.change_person")
    form = bind(ApplyForm, request, among=people, organizations=schools)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    if entry := submit(form, begin_entry, contest, by=request.user):
        return done(request, "Черновик заявки сохранён: заполните его и отправьте.", entry)
    return show_form(
        request, "contests/contest_apply.html", form, contest=contest, own=own, may_enter=may_enter
    )


def _begun(request, contest, **whose):
    found = []

    def begin(*, by):
        found.append(begin_entry(contest, by=by, **whose))

    return tried(
        request,
        "Черновик заявки сохранён: заполните его и отправьте.",
        lambda: found[0] if found else contest,
        begin,
    )


@requires("contests.open_entry", among=opened_entries)
def entry_detail(request, entry):
    """One entry: written by whoever sends it, checked by the organizer."""
    may_write = request.user.has_perm("contests.write_entry", entry) and entry.state in EDITABLE
    may_check = request.user.has_perm("contests.check_entry", entry)
    if request.method == "POST" and "check" in request.POST:
        if not may_check:
            raise PermissionDenied
        return _checked(request, entry)
    if request.method == "POST" and "withdraw" in request.POST:
        if not request.user.has_perm("contests.write_entry", entry):
            raise PermissionDenied
        return tried(request, "Заявка отозвана.", "contests:contest_own", withdraw_entry, entry)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    if "remove" in request.POST:
        row = get_object_or_404(entry.files, pk=_number(request.POST["remove"]))
        return tried(request, "Файл убран.", entry, remove_file, row)
    return _written(request, entry, may_write=may_write, may_check=may_check)


def _number(text):
    return int(text) if text.isdigit() else 0


def _written(request, entry, *, may_write, may_check):
    is_file = "file_form" in request.POST
    form = WorkForm(
        request.POST if request.method == "POST" and not is_file else None,
        instance=entry,
        colleagues=_colleagues(entry),
    )
    file = FileForm(*((request.POST, request.FILES) if is_file else ()), instance=EntryFile(entry=entry))
    if is_file and submit(file, add_file, entry, by=request.user):
        return done(request, "Приложено.", entry)
    if not is_file and submit(form, write_entry, entry, by=request.user):
        if "send" not in request.POST:
            return done(request, "Черновик сохранён.", entry)
        return tried(request, "Заявка отправлена: её проверит организатор.", entry, send_entry, entry)
    context = {
        "entry": entry,
        "contest": entry.contest,
        "look": look_of(entry.state),
        "words": terms.titles_of("contest_result", "level"),
        "members": entry.members.select_related("person").order_by("person__last_name", "pk"),
        "rows": files_with_copies(entry),
        "doubts": DOUBTS,
        "file_form": file,
        "may_write": may_write,
        "may_check": may_check,
        "may_withdraw": request.user.has_perm("contests.write_entry", entry) and entry.state not in ("withdrawn", "rejected") and not entry.result,
        "history": history(entry) if may_check else [],
    }  # fmt: skip
    is_wrong = form.errors or file.errors
    return render(
        request, "contests/entry_detail.html", {"form": form, **context}, status=422 if is_wrong else 200
    )


def _colleagues(entry):
    today = timezone.localdate()
    if not entry.organization_id:
        return Person.objects.none()
    staff = working(today, organization=entry.organization_id)
    return staff.exclude(pk=entry.person_id).order_by("last_name", "first_name", "pk")


def _checked(request, entry):
    """Do what the organizer's button says with the entry or with one of its copies."""
    do = request.POST["check"]
    if do in CHECKS:
        action, text = CHECKS[do]
        note = {} if do == "admit" else {"note": request.POST.get("note", "")}
        return tried(request, text, entry, action, [entry], **note)
    copies = opened_copies(request.user).filter(source__entry=entry)
    copied = get_object_or_404(copies, pk=_number(request.POST.get("copy", "")))
    if do == "confirm":
        return tried(request, "Копию увидит жюри.", entry, confirm_copy, copied)
    form = CopyForm(request.POST, request.FILES)
    if do != "replace":
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["file"])))
        return redirect(entry)
    return tried(request, "Копия заменена.", entry, replace_copy, copied, file=form.cleaned_data["file"])


@require_safe
@requires("contests.open_file", among=opened_files)
def entry_file(request, row):
    """Send what was sent, to be saved, never shown."""
    return sent(row.file)


@require_safe
@requires("contests.open_copy", among=opened_copies)
def copy_file(request, copied):
    """Send the jury's copy under a name of ours."""
    return sent(copied.file)
