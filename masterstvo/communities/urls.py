from django.urls import path

from masterstvo.communities.views import community, decision, meeting, member

app_name = "communities"
urlpatterns = [
    path("communities/", community.community_list, name="community_list"),
    path("communities/new/", community.community_create, name="community_create"),
    path("communities/mine/", community.my_communities, name="my_communities"),
    path("communities/scores/", community.community_scores, name="community_scores"),
    path("communities/<int:pk>/", community.community_detail, name="community_detail"),
    path("communities/<int:pk>/edit/", community.community_edit, name="community_edit"),
    path("communities/<int:pk>/message/", community.message_create, name="message_create"),
    path("communities/<int:pk>/members/new/", member.member_create, name="member_create"),
    path("communities/members/<int:pk>/edit/", member.member_edit, name="member_edit"),
    path("communities/members/<int:pk>/delete/", member.member_delete, name="member_delete"),
    path("communities/<int:pk>/meetings/new/", meeting.meeting_create, name="meeting_create"),
    path("communities/<int:pk>/meetings/plan/", meeting.meeting_plan, name="meeting_plan"),
    path("communities/meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("communities/meetings/<int:pk>/edit/", meeting.meeting_edit, name="meeting_edit"),
    path("communities/meetings/<int:pk>/hold/", meeting.meeting_hold, name="meeting_hold"),
    path("communities/meetings/<int:pk>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("communities/meetings/<int:pk>/protocol/", meeting.meeting_protocol, name="meeting_protocol"),
    path("communities/meetings/<int:pk>/draft/", meeting.meeting_draft, name="meeting_draft"),
    path("communities/meetings/<int:pk>/materials/new/", meeting.material_create, name="material_create"),
    path("communities/materials/<int:pk>/file/", meeting.material_file, name="material_file"),
    path("communities/materials/<int:pk>/delete/", meeting.material_delete, name="material_delete"),
    path("communities/decisions/<int:pk>/finish/", decision.decision_finish, name="decision_finish"),
    path("communities/decisions/<int:pk>/edit/", decision.decision_edit, name="decision_edit"),
    path("communities/decisions/<int:pk>/delete/", decision.decision_delete, name="decision_delete"),
]
