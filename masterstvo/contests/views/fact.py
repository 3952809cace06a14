"""Facts about contests: the list and its editing; contests that others hold."""

import copy

from django.db.models import F, Q
from django.shortcuts import get_object_or_404

from masterstvo.contests.actions.fact import (
    add_contest,
    add_entry,
    correct_report,
    edit_entry,
    remove_entry,
    report_result,
    take_report_back,
)
from masterstvo.contests.choices import EntryState
from masterstvo.contests.forms.fact import (
    EntryCorrectionForm,
    EntryForm,
    NewOrganizationEntryForm,
    OrganizationEntryCorrectionForm,
    OutsideForm,
    ReportForm,
)
from masterstvo.contests.queries.entries import outside_contests
from masterstvo.contests.rules import editable_entries, entries_here, visible_entries, waiting_reports
from masterstvo.contests.tables import ENTRIES
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.organizations.rules import organizations_editable_here
from masterstvo.people.models import Person
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people

LIST = "contests:entry_list"


@requires("contests.view_entry")
def entry_list(request):
    rows = entries_here(request).select_related("person", "organization", "contest", "nomination")
    # Of ours only what came of it, of others' also what a winner of ours still has before them.
    rows = rows.filter(Q(contest__municipality=None) | ~Q(result=""))
    rows = rows.order_by(F("held_on").desc(nulls_first=True), "contest__title", "pk")
    return list_page(
        request,
        "contests/entry_list.html",
        ENTRIES,
        with_work(rows, path="person"),
        editable=editable_entries,
        title="Участие и результаты",
    )


@requires("contests.change_entry")
def entry_create(request):
    """Enter the part of a person; with ``?organization=``, even without a key, that of an organization itself."""
    whose = "organization" if "organization" in request.GET else "person"
    form = bind(
        NewOrganizationEntryForm if whose == "organization" else EntryForm,
        request,
        among=_chosen_from(request, whose),
        initial={whose: request.GET.get(whose)},
    )
    if submit(form, add_entry, by=request.user):
        return done(request, "Участие внесено.", LIST)
    return show_form(request, "contests/entry_create.html", form, whose=whose)


def _chosen_from(request, whose):
    people = with_work(editable_people(request.user))
    rows = people if whose == "person" else organizations_editable_here(request)
    return {whose: rows, "contest": outside_contests()}


@requires("contests.change_entry", among=visible_entries)
def entry_edit(request, entry):
    form = bind(
        EntryCorrectionForm if entry.person else OrganizationEntryCorrectionForm,
        request,
        instance=_looked_at(entry),
        initial={"nomination_title": entry.nomination.title if entry.nomination else "", **_reported(entry)},
        among=_chosen_from(request, "person" if entry.person else "organization"),
    )
    if submit(form, edit_entry, entry, by=request.user):
        return done(request, "Участие исправлено.", LIST)
    files = entry.files.order_by("pk")
    return show_form(request, "contests/entry_edit.html", form, object=entry, files=files)


def _looked_at(entry):
    """Return the row as saving would leave it: what was reported is then confirmed."""
    looked_at = copy.copy(entry)
    looked_at.state = EntryState.ADMITTED if entry.state == EntryState.SENT else entry.state
    return looked_at


def _reported(entry):
    """Return what the person has told of it, to be looked through and confirmed by saving."""
    if entry.state != EntryState.SENT:
        return {}
    return {"held_on": entry.reported_on, "result": entry.pending_result, "place": entry.pending_place}


@requires("contests.report_result")
def entry_report(request):
    """Tell of one's own result in a contest of others: it counts once the school has confirmed it."""
    own = get_object_or_404(Person, user=request.user, erased_on=None)
    form = bind(ReportForm, request)
    if submit(form, report_result, person=own, by=request.user):
        return done(
            request, "Результат отправлен: школа или методист подтвердит его.", "contests:contest_own"
        )
    return show_form(request, "contests/entry_report.html", form)


@requires("contests.correct_report", among=waiting_reports)
def report_edit(request, entry):
    """Put right what one has told, or take it back, while nobody has confirmed it."""
    if request.method == "POST" and "take_back" in request.POST:
        return tried(request, "Результат убран.", "contests:contest_own", take_report_back, entry)
    form = bind(ReportForm, request, instance=entry)
    if submit(form, correct_report, entry, by=request.user):
        return done(request, "Исправлено: школа увидит новые сведения.", "contests:contest_own")
    files = entry.files.order_by("pk")
    return show_form(request, "contests/report_edit.html", form, object=entry, files=files)


@requires("contests.change_entry", among=visible_entries)
def entry_delete(request, entry):
    form = bind(ReasonForm, request)
    if submit(form, remove_entry, entry, by=request.user):
        return done(request, "Участие удалено.", LIST)
    return show_form(request, "contests/entry_delete.html", form, object=entry)


@requires("contests.add_outside_contest")
def outside_create(request):
    form = bind(OutsideForm, request)
    if submit(form, add_contest, by=request.user):
        return done(request, "Конкурс внесён: теперь его можно выбрать.", "contests:entry_create")
    return show_form(request, "contests/outside_create.html", form)
