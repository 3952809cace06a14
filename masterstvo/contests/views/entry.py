"""Entries: begun by a person or a school, written and sent, looked at by organizers; their files and the jury's copies."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.contests.actions.appeal import file_appeal
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
from masterstvo.contests.actions.team import agree_member, invite_member, leave_team
from masterstvo.contests.choices import EDITABLE, Entrant
from masterstvo.contests.forms.entry import AppealForm, ApplyForm, CopyForm, FileForm, InviteForm, WorkForm
from masterstvo.contests.models import Appeal, EntryFile
from masterstvo.contests.queries.appeals import may_appeal, own_marks
from masterstvo.contests.queries.entries import doubtful_words, files_with_copies, may_withdraw
from masterstvo.contests.rules import (
    answered_members,
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
from masterstvo.core.views import done, led, requires, show_form, tried
from masterstvo.experts.redacting import DOUBTS
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person
from masterstvo.people.panels import partners_of
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
    text = "Черновик заявки сохранён: заполните его и отправьте."
    return led(request, text, contest, begin_entry, contest, **whose)


@requires("contests.open_entry", among=opened_entries)
def entry_detail(request, entry):
    """One entry: written by whoever sends it, answered by its team, checked by the organizer."""
    may = May(
        own=request.user.has_perm("contests.write_entry", entry),
        check=request.user.has_perm("contests.check_entry", entry),
        is_open=entry.state in EDITABLE,
    )
    forms = EntryForms(request, entry, may=may)
    answer = _answered(request, entry, forms, may) if request.method == "POST" else None
    return answer or _shown(request, entry, forms, may)


@dataclass(frozen=True)
class May:
    """What the reader may do with an entry. ``is_open``: it may still be written."""

    own: bool
    check: bool
    is_open: bool

    @property
    def write(self):
        return self.own and self.is_open


class EntryForms:
    """The forms of the page: the words with the file beside them in one, so that no button loses what was typed."""

    def __init__(self, request, entry, *, may):
        is_words = (
            may.write
            and request.method == "POST"
            and not {"check", "withdraw", "appeal"} & request.POST.keys()
        )
        data, files = (request.POST, request.FILES) if is_words else (None, None)
        is_file, is_invited = "file_form" in request.POST, "invite" in request.POST
        self.words = WorkForm(data, instance=entry, colleagues=_colleagues(entry))
        row = EntryFile(entry=entry)
        self.file = FileForm(
            data if is_file else None, files if is_file else None, instance=row, prefix="file"
        )
        self.invited = InviteForm(
            data if is_invited else None, prefix="invited", organizations=_other_schools(entry)
        )
        is_appeal = "appeal" in request.POST
        self.appeal = AppealForm(request.POST if is_appeal else None)
        is_replaced = request.POST.get("check") == "replace"
        self.copy = CopyForm(*((request.POST, request.FILES) if is_replaced else ()))

    @property
    def are_wrong(self):
        return any(
            each.is_bound and each.errors
            for each in (self.words, self.file, self.invited, self.appeal, self.copy)
        )


def _answered(request, entry, forms, may):
    """Do what a button asks for; None when a form was refused, which the page says."""
    if "check" in request.POST:
        _need(may.check)
        return _checked(request, entry, forms.copy)
    if "agree" in request.POST or "leave" in request.POST:
        return _of_team(request, entry, may_write=may.write)
    _need(may.own)
    if "withdraw" in request.POST:
        return tried(request, "Заявка отозвана.", "contests:contest_own", withdraw_entry, entry)
    if "appeal" in request.POST:
        if submit(forms.appeal, file_appeal, entry, by=request.user):
            return done(request, "Апелляция подана: решение комиссии появится здесь.", entry)
        return None
    _need(may.write)
    if "remove" in request.POST:
        row = get_object_or_404(entry.files, pk=_number(request.POST["remove"]))
        return tried(request, "Файл убран.", entry, remove_file, row)
    return _written(request, entry, forms)


def _need(may):
    if not may:
        raise PermissionDenied


def _number(text):
    return int(text) if text.isdigit() else 0


def _written(request, entry, forms):
    """Keep the words first, whichever button was pressed, then do the rest."""
    others = [each for each in (forms.file, forms.invited) if each.is_bound]
    if not all(each.is_valid() for each in others):
        return None  # a file that is refused now has to be chosen once more anyway: the words stay as they were typed
    if not submit(forms.words, write_entry, entry, by=request.user):
        return None
    if others:  # what was kept has another version now: shown as it stands, whatever becomes of the rest
        forms.words = WorkForm(instance=entry, colleagues=_colleagues(entry))
    if forms.file.is_bound:
        return (
            done(request, "Приложено.", entry)
            if submit(forms.file, add_file, entry, by=request.user)
            else None
        )
    if forms.invited.is_bound:
        if submit(forms.invited, invite_member, entry, by=request.user):
            return done(request, "Позвали: заявку можно отправить, когда согласятся все.", entry)
        return None
    if "send" not in request.POST:
        return done(request, "Черновик сохранён.", entry)
    return tried(request, "Заявка отправлена: её проверит организатор.", entry, send_entry, entry)


def _of_team(request, entry, *, may_write):
    """Answer for a member: they themselves, their school, and to take somebody out also the applicant."""
    do = "agree" if "agree" in request.POST else "leave"
    key = _number(request.POST[do])
    answered = answered_members(request.user).filter(team=entry, pk=key).first()
    if do == "agree":
        _need(answered is not None)
        return tried(request, "Согласие внесено.", entry, agree_member, answered)
    member = answered or (may_write and entry.members.filter(pk=key).first())
    _need(bool(member))
    back = entry if may_write else "contests:contest_own"
    return tried(request, "В команде стало на одного человека меньше.", back, leave_team, member)


def _shown(request, entry, forms, may):
    today = timezone.localdate()
    appeal = Appeal.objects.filter(entry=entry).first()
    is_appeal_time = (may.own or may.check) and may_appeal(entry, today)
    context = {
        "entry": entry,
        "contest": entry.contest,
        "look": look_of(entry.state),
        "words": terms.titles_of("contest_result", "level"),
        "members": entry.members.select_related("person", "organization").order_by("person__last_name", "pk"),
        "answered": set(answered_members(request.user).filter(team=entry).values_list("pk", flat=True)),
        "rows": files_with_copies(entry),
        "doubts": DOUBTS,
        "doubtful_words": doubtful_words(entry) if may.check else [],
        "form": forms.words,
        "file_form": forms.file,
        "invite_form": forms.invited,
        "copy_form": forms.copy,
        "appeal_form": forms.appeal,
        "appeal": appeal,
        "own_marks": own_marks(entry) if (is_appeal_time or appeal) and may.own else None,
        "may_appeal": is_appeal_time and may.own and appeal is None,
        "may_write": may.write,
        "may_check": may.check,
        "may_withdraw": may.own and may_withdraw(entry, today),
        "history": history(entry) if may.check else [],
    }  # fmt: skip
    return render(request, "contests/entry_detail.html", context, status=422 if forms.are_wrong else 200)


def _other_schools(entry):
    """Return the organizations of the contest's municipality, the applicant's own left out: its people are ticked."""
    rows = Organization.objects.filter(municipality=entry.contest.municipality_id)
    return rows.exclude(pk=entry.organization_id).order_by("title", "pk")


def _colleagues(entry):
    today = timezone.localdate()
    if not entry.organization_id:
        return Person.objects.none()
    staff = working(today, organization=entry.organization_id)
    if entry.person_id:  # the other half of a tandem may work at another school of the place
        here = Person.objects.filter(municipality=entry.person.municipality_id)
        staff |= here.filter(partners_of(entry.person_id, today))
    return staff.exclude(pk=entry.person_id).order_by("last_name", "first_name", "pk")


def _checked(request, entry, form):
    """Do what the organizer's button says with the entry or with one of its copies; None when a file was refused."""
    do = request.POST["check"]
    if do in CHECKS:
        action, text = CHECKS[do]
        note = {} if do == "admit" else {"note": request.POST.get("note", "")}
        return tried(request, text, entry, action, [entry], **note)
    copies = opened_copies(request.user).filter(source__entry=entry)
    copied = get_object_or_404(copies, pk=_number(request.POST.get("copy", "")))
    if do == "confirm":
        return tried(request, "Копию увидит жюри.", entry, confirm_copy, copied)
    if do != "replace":
        raise Http404
    form.copied = copied.pk
    return (
        done(request, "Копия заменена.", entry)
        if submit(form, replace_copy, copied, by=request.user)
        else None
    )


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
