"""Pages of who belongs to a community."""

from masterstvo.communities.actions.community import add_member, edit_member, remove_member
from masterstvo.communities.forms import MemberCorrectionForm, MemberForm
from masterstvo.communities.models import CommunityMember
from masterstvo.communities.rules import visible_communities, visible_members
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people


@requires("communities.change_community", among=visible_communities)
def member_create(request, community):
    among = {"person": with_work(editable_people(request.user))}
    form = bind(MemberForm, request, instance=CommunityMember(community=community), among=among)
    if submit(form, add_member, community=community, by=request.user):
        return done(request, "Участник внесён.", community)
    return show_form(request, "communities/member_create.html", form, community=community)


@requires("communities.change_communitymember", among=visible_members)
def member_edit(request, member):
    form = bind(MemberCorrectionForm, request, instance=member)
    if submit(form, edit_member, member, by=request.user):
        return done(request, "Участие исправлено.", member.community)
    return show_form(request, "communities/member_edit.html", form, object=member, community=member.community)


@requires("communities.change_communitymember", among=visible_members)
def member_delete(request, member):
    form = bind(ReasonForm, request)
    if submit(form, remove_member, member, by=request.user):
        return done(request, "Запись об участии удалена.", member.community)
    return show_form(
        request, "communities/member_delete.html", form, object=member, community=member.community
    )
