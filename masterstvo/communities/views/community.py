"""Pages of communities: the list, the rating, one community, and a teacher's own."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.communities import panels
from masterstvo.communities.actions.community import create_community, edit_community
from masterstvo.communities.actions.message import send_message
from masterstvo.communities.choices import MeetingState
from masterstvo.communities.forms import (
    CommunityCorrectionForm,
    CommunityForm,
    MessageForm,
    ScoresForm,
)
from masterstvo.communities.models import Community, CommunityMember, Decision
from masterstvo.communities.queries import (
    decisions_of,
    invitations_of,
    reach_of,
    scores,
    with_activity,
    with_presence,
)
from masterstvo.communities.rules import (
    editable_communities,
    editable_members,
    visible_communities,
    visible_decisions,
    visible_members,
)
from masterstvo.communities.tables import COMMUNITIES, MEMBERS, member_columns
from masterstvo.communities.views.years import year_asked, year_in_words, years_offered
from masterstvo.communities.word import PLAN_COLUMNS, plan_paper, plan_rows
from masterstvo.core import terms
from masterstvo.core.exports import tell_witnesses, xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import as_workbook, lines, list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form
from masterstvo.core.word import docx_response
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    municipalities_where,
    organizations_editable_here,
    visible_municipalities,
)
from masterstvo.people.models import Person
from masterstvo.people.queries import with_work
from masterstvo.people.rules import visible_people

LIST = "communities:community_list"


def _here(request):
    return visible_communities(request.user).filter(municipality=municipality_key(request.municipality))


@requires("communities.view_community")
def community_list(request):
    rows = with_activity(_here(request), timezone.localdate())
    return list_page(
        request,
        "communities/community_list.html",
        COMMUNITIES,
        rows.select_related("organization").prefetch_related("subjects"),
        editable=editable_communities,
    )


@dataclass(frozen=True)
class Scored:
    """A community beside its score of some days."""

    community: Community
    score: Any


@requires("communities.rate_community")
def community_scores(request):
    """Communities by their score of any days, those of which nothing is known last. Places are given by ratings alone (ADR 0048)."""
    form = ScoresForm(request.GET or None)
    first, last = form.period()
    compared = _here(request).filter(pk__in=Community.objects.overlapping(first, last).values("pk"))
    if form.is_bound and (kind := form.cleaned_data.get("kind")):
        compared = compared.filter(kind=kind)
    rows = list(compared)
    scored = scores([row.pk for row in rows], first, last)
    rows.sort(key=lambda row: (scored[row.pk].total is None, -(scored[row.pk].total or 0), row.title))
    context = {
        "form": form if form.is_bound else ScoresForm(initial={"first": first, "last": last}),
        "first": first,
        "last": last,
        "scored": [Scored(row, scored[row.pk]) for row in rows],
        "panels": panels.scored.panels(request.user, request.municipality) if request.municipality else [],
        "words": terms.titles_of("community_kind"),
    }
    return render(request, "communities/community_scores.html", context)


@requires("communities.change_community")
def community_create(request):
    here = get_object_or_404(visible_municipalities(request.user), pk=municipality_key(request.municipality))
    form = bind(
        CommunityForm,
        request,
        instance=Community(municipality=here),
        among={"organization": organizations_editable_here(request)},
        of_organization=not _writes_for_authority(request.user, here),
    )
    if community := submit(form, create_community, municipality=here, by=request.user):
        return done(request, "Сообщество внесено. Теперь внесите руководителя и участников.", community)
    return show_form(request, "communities/community_create.html", form)


@requires("communities.change_community", among=visible_communities)
def community_edit(request, community):
    form = bind(
        CommunityCorrectionForm,
        request,
        instance=community,
        among={"organization": organizations_editable_here(request)},
        of_organization=not _writes_for_authority(request.user, community.municipality),
    )
    if submit(form, edit_community, community, by=request.user):
        return done(request, "Сообщество исправлено.", community)
    return show_form(request, "communities/community_edit.html", form, object=community)


def _writes_for_authority(user, municipality):
    return municipalities_where(user, EDITORS).filter(pk=municipality.pk).exists()


# --- One community --------------------------------------------------------------------------------------------------
@requires("communities.view_community", among=visible_communities)
def community_detail(request, community):
    """The next meeting first, then the plan of the year, what was decided, who belongs here, how the score comes about."""
    user, today = request.user, timezone.localdate()
    members = with_work(
        visible_members(user).filter(community=community).select_related("person"), path="person"
    )
    may_lead = user.has_perm("communities.lead_community", community)
    may_oversee = user.has_perm("communities.oversee_community", community)
    may_export = may_oversee or user.has_perm("communities.view_community")
    if may_export and request.GET.get("as") == "xlsx":
        what = f"{MEMBERS.title}: {community}"
        tell_witnesses(members, by=user, what=what, filters="")
        return as_workbook(MEMBERS, members.order_by("starts_on", "person", "pk"), {})
    first, last = year_asked(request, today)
    meetings = list(with_presence(community.meetings.filter(held_on__range=(first, last))))
    if request.GET.get("as") in PLAN_FILES:
        return PLAN_FILES[request.GET["as"]](community, meetings, first.year)
    current = list(members.filter(pk__in=CommunityMember.objects.on(today).values("pk")))
    current.sort(key=lambda each: (_ROLES.index(each.role), str(each.person)))
    waiting = [each for each in meetings if each.state == MeetingState.PLANNED and each.held_on >= today]
    cards = visible_people(user).filter(pk__in=[each.person_id for each in current])
    opened = set(cards.values_list("pk", flat=True))
    own = set(editable_members(user).filter(community=community).values_list("pk", flat=True))
    may_change = user.has_perm("communities.change_community", community)
    context = {
        "community": community,
        "words": terms.titles_of("community_kind"),
        "subjects": [subject.title for subject in community.subjects.all()],
        "is_open": user.has_perm("communities.open_community", community),
        "may_change": may_change,
        "may_lead": may_lead,
        "may_keep": user.has_perm("communities.keep_community", community),
        "may_export": may_export,
        "today": today,
        "years": years_offered(community, first, today),
        "meetings": meetings,
        "next": waiting[0] if waiting else None,
        "decisions": _open_decisions(user, community),
        "members": lines("Участники", member_columns(opened), current, {}, edit=MEMBERS.edit, editable=own),
        "n_members": community.members.on(today).count(),
        "first": first,
        "last": last,
        "score": scores([community.pk], first, last)[community.pk],
        "panels": panels.detail.panels(user, community),
        "history": history(community) if may_oversee else [],
    }
    return render(request, "communities/community_detail.html", context)


def _plan_in_word(community, meetings, year):
    name = f"План {community} {year_in_words(year).replace('/', '-')}.docx"
    return docx_response(name, plan_paper(community, meetings, year_in_words(year)))


def _plan_in_excel(community, meetings, year):
    name = f"План {community} {year_in_words(year).replace('/', '-')}.xlsx"
    return xlsx_response(name, "План заседаний", PLAN_COLUMNS, plan_rows(meetings))


PLAN_FILES = {"plan": _plan_in_word, "plan_xlsx": _plan_in_excel}
_ROLES = ["leader", "curator", "secretary", "member"]


def _open_decisions(user, community):
    rows = visible_decisions(user).filter(meeting__community=community, done_on=None)
    return rows.select_related("person", "meeting").order_by("due_on", "pk")


@requires("communities.lead_community", among=visible_communities)
def message_create(request, community):
    form = bind(MessageForm, request)
    if reach := submit(form, send_message, community=community, by=request.user):
        told = counted(len(reach.users), "участнику", "участникам", "участникам")
        return done(request, f"Сообщение отправлено {told}.", community)
    return show_form(
        request,
        "communities/message_create.html",
        form,
        community=community,
        reach=reach_of(community),
    )


# --- A teacher's own ------------------------------------------------------------------------------------------------
@requires("communities.view_my_communities")
def my_communities(request):
    """What a teacher is asked to do and where a teacher belongs, the nearest meeting first."""
    today = timezone.localdate()
    person = Person.objects.filter(user=request.user.pk).first()
    belonging = (
        CommunityMember.objects.on(today).filter(person=person) if person else CommunityMember.objects.none()
    )
    roles = {each.community_id: each.get_role_display() for each in belonging}
    communities = list(with_activity(Community.objects.filter(pk__in=roles), today))
    communities.sort(key=_by_nearest)
    context = {
        "person": person,
        "today": today,
        "communities": [(each, roles[each.pk]) for each in communities],
        "decisions": list(decisions_of(person).filter(done_on=None)) if person else [],
        "invitations": list(invitations_of(person, today)) if person else [],
        "n_done": Decision.objects.filter(person=person).exclude(done_on=None).count() if person else 0,
    }
    return render(request, "communities/my_communities.html", context)


def _by_nearest(community):
    return (community.next_on is None, community.next_on or community.starts_on, community.title)
