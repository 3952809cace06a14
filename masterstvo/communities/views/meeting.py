"""Pages of meetings and what they leave."""

from pathlib import PurePath

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.communities.actions.meeting import (
    add_material,
    cancel_meeting,
    edit_meeting,
    hold_meeting,
    plan_meeting,
    plan_meetings,
    remove_material,
)
from masterstvo.communities.actions.protocol import draft_protocol
from masterstvo.communities.choices import MeetingState
from masterstvo.communities.forms import (
    AgendaForm,
    CancelForm,
    HoldForm,
    Inviting,
    MaterialForm,
    MeetingForm,
    PlanForm,
)
from masterstvo.communities.models import Meeting
from masterstvo.communities.queries import lines_of_last_year, request_of, study_year
from masterstvo.communities.rules import visible_communities, visible_materials, visible_meetings
from masterstvo.communities.views.years import year_asked
from masterstvo.communities.word import protocol
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.numbers import counted
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.core.word import docx_response
from masterstvo.people.actions import note_export
from masterstvo.people.agenda import on_days
from masterstvo.people.asked import alike, asked_in_weeks, shown
from masterstvo.people.collisions import collisions
from masterstvo.people.rules import visible_people
from masterstvo.plans.actions.activity import token_of
from masterstvo.plans.panels import activities_to_choose
from masterstvo.plans.queries.doings import proposals_for
from masterstvo.plans.rules import visible_activities

LOOK = "look"  # the button that asks what is in the way


@requires("communities.lead_community", among=visible_communities)
def meeting_create(request, community):
    form = bind(
        MeetingForm,
        request,
        instance=Meeting(community=community),
        among=_activities_offered(request.user, community),
        people=visible_people(request.user),
    )
    looks = LOOK in request.POST
    if not looks and submit(form, plan_meeting, community=community, by=request.user):
        return done(request, "Заседание в плане, участники узнают о нём.", community)
    seen = looks and form.is_valid()
    beside = _beside(form.instance, request.user) | _day(form.instance, request.user) if seen else {}
    return show_form(
        request, "communities/meeting_create.html", form, community=community, has_looked=seen, **beside
    )


def _day(meeting, user):
    """Return what the calendar of the municipality has on the day of a meeting that is being planned."""
    day = meeting.held_on
    return {"day": day, "on_that_day": on_days(user, meeting.community.municipality_id, day, day)}


@requires("communities.lead_community", among=visible_communities)
def meeting_plan(request, community):
    """Many meetings at once; where the year has none yet, those of the year before are offered, moved by 52 weeks."""
    first, last = year_asked(request, timezone.localdate())
    before = lines_of_last_year(community, first)
    is_empty = not community.meetings.filter(held_on__range=(first, last)).exists()
    offered = before if is_empty or "copy" in request.GET else []
    initial = {"lines": "\n".join(map(str, offered))}
    form = bind(PlanForm, request, year=first.year, initial=initial)
    if made := submit(form, plan_meetings, community=community, by=request.user):
        told = counted(len(made), "заседание", "заседания", "заседаний")
        return done(request, f"В плане {told}, участники узнают о них.", community)
    return show_form(
        request,
        "communities/meeting_plan.html",
        form,
        community=community,
        first=first,
        last=last,
        offered=offered,
        may_copy=before and not offered,
    )


@requires("communities.view_meeting", among=visible_meetings)
def meeting_detail(request, meeting):
    may_lead = request.user.has_perm("communities.lead_meeting", meeting)
    may_keep = request.user.has_perm("communities.keep_meeting", meeting)
    attendances = list(meeting.attendances.select_related("person").order_by("person", "pk"))
    materials = [
        (each, PurePath(each.file.name).name if each.file else "") for each in meeting.materials.all()
    ]
    activities = _activities(meeting)
    context = {
        "meeting": meeting,
        "community": meeting.community,
        "may_lead": may_lead,
        "may_keep": may_keep,
        "guests": list(meeting.guests.select_related("person")),
        "today": timezone.localdate(),
        "present": [each.person for each in attendances if each.was_present],
        "absent": [each.person for each in attendances if not each.was_present],
        "n_expected": len(attendances) or meeting.expected().count(),
        "decisions": meeting.decisions.select_related("person"),
        "materials": materials,
        "may_open_document": request.user.has_perm("documents.view_document", meeting.document)
        if meeting.document
        else False,
        "activities": activities,
        "may_accept": any(
            request.user.has_perm("plans.change_activity", each) for each, _, _ in activities[:1]
        ),
        **(_beside(meeting, request.user) if may_lead and meeting.state == MeetingState.PLANNED else {}),
        "history": history(meeting)
        if request.user.has_perm("communities.oversee_community", meeting.community)
        else [],
    }
    return render(request, "communities/meeting_detail.html", context)


def _activities(meeting):
    """Return the activities of the meeting with what is proposed to them. Shape: [(activity, proposal, token)]. Queries: those of the sources and one."""
    rows = meeting.activities.select_related("plan").order_by("plan", "position", "pk")
    return [(activity, told, token_of(activity)) for activity, told in proposals_for(list(rows))]


def _activities_offered(user, community, meeting=None):
    """Return the activities of the municipality's plans of the year of study and later, for a leader who reads plans: {field: rows}."""
    if not user.has_perm("plans.view_activity"):
        return {}
    year = study_year(meeting.held_on if meeting else timezone.localdate())[0].year
    chosen = meeting.activities.all() if meeting else None
    return {
        "activities": activities_to_choose(visible_activities(user), community.municipality_id, year, chosen)
    }


def _beside(meeting, user):
    """Return what is in the way of a planned meeting, and what is asked of its members' schools in the same weeks.

    Whoever edits the community reads names; a leader is told that it is somebody (ADR 0046).
    """
    people = frozenset(each.person_id for each in meeting.expected())
    asked = asked_in_weeks(meeting.community.municipality_id, meeting.held_on, meeting.held_on)
    own = request_of(meeting, people)
    planned = next((each for each in asked if each.key == own.key), own)
    names = user.has_perm("communities.change_community", meeting.community)
    return {
        "in_the_way": collisions(planned, asked, names=names),
        "asked_already": shown(alike(planned, asked), user),
    }


@requires("communities.keep_meeting", among=visible_meetings)
def meeting_edit(request, meeting):
    """The leader changes everything, a secretary the agenda, the place and who is invited."""
    kind: type[Inviting] = AgendaForm
    among, people = None, visible_people(request.user)
    if may_lead := request.user.has_perm("communities.lead_meeting", meeting):
        kind, among = MeetingForm, _activities_offered(request.user, meeting.community, meeting)
    form = bind(kind, request, instance=meeting, among=among, people=people)
    if submit(form, edit_meeting, meeting, by=request.user):
        return done(request, "Заседание изменено.", meeting)
    return show_form(
        request,
        "communities/meeting_edit.html",
        form,
        meeting=meeting,
        community=meeting.community,
        may_lead=may_lead,
    )


@requires("communities.keep_meeting", among=visible_meetings)
def meeting_hold(request, meeting):
    form = bind(HoldForm, request, meeting=meeting)
    if submit(form, hold_meeting, meeting, by=request.user):
        return done(request, f"Заседание проведено, протокол № {meeting.protocol_number} готов.", meeting)
    return show_form(
        request,
        "communities/meeting_hold.html",
        form,
        meeting=meeting,
        community=meeting.community,
        decisions=meeting.decisions.select_related("person"),
    )


@requires("communities.lead_meeting", among=visible_meetings)
def meeting_cancel(request, meeting):
    form = bind(CancelForm, request)
    if submit(form, cancel_meeting, meeting, by=request.user):
        return done(request, "Заседание отменено.", meeting)
    return show_form(
        request, "communities/meeting_cancel.html", form, meeting=meeting, community=meeting.community
    )


@requires("communities.view_meeting", among=visible_meetings)
def meeting_protocol(request, meeting):
    """The protocol in Word, as it was signed once it is; it names people, so whoever takes it away is written down."""
    if meeting.state != MeetingState.HELD:
        raise Http404
    what = f"Протокол № {meeting.protocol_number}, {meeting.community}"
    note_export(
        meeting.attendances.values_list("person", flat=True), by=request.user, what=what, purpose="протокол"
    )
    document = meeting.document
    if document and not document.is_unsigned and document.latest_file:
        return sent(document.latest_file.file)
    return docx_response(f"{what}.docx", protocol(meeting))


@require_POST
@requires("communities.keep_meeting", among=visible_meetings)
def meeting_draft(request, meeting):
    text = "Протокол передан в «Документы»: номер он получит, когда его подпишут."
    return tried(request, text, meeting, draft_protocol, meeting)


# --- Materials ------------------------------------------------------------------------------------------------------
@requires("communities.keep_meeting", among=visible_meetings)
def material_create(request, meeting):
    form = bind(MaterialForm, request)
    if submit(form, add_material, meeting=meeting, by=request.user):
        return done(request, "Материал добавлен.", meeting)
    return show_form(
        request, "communities/material_create.html", form, meeting=meeting, community=meeting.community
    )


@requires("communities.view_material", among=visible_materials)
def material_file(request, material):
    return sent(material.file)


@requires("communities.keep_material", among=visible_materials)
def material_delete(request, material):
    form = bind(ReasonForm, request)
    meeting = material.meeting
    if submit(form, remove_material, material, by=request.user):
        return done(request, "Материал удалён.", meeting)
    return show_form(
        request,
        "communities/material_delete.html",
        form,
        object=material,
        meeting=meeting,
        community=meeting.community,
    )
