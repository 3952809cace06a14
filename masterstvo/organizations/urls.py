from django.urls import path

from masterstvo.organizations.views import figure, grant, municipality, organization, status

app_name = "organizations"
urlpatterns = [
    path("organizations/<int:pk>/names/new/", organization.alias_create, name="alias_create"),
    path("organizations/names/<int:pk>/delete/", organization.alias_delete, name="alias_delete"),
    path("grants/", grant.grant_list, name="grant_list"),
    path("grants/new/", grant.grant_create, name="grant_create"),
    path("grants/<int:pk>/", grant.grant_detail, name="grant_detail"),
    path("grants/<int:pk>/end/", grant.grant_end, name="grant_end"),
    path("grants/<int:pk>/extend/", grant.grant_extend, name="grant_extend"),
    path("grants/<int:pk>/delete/", grant.grant_delete, name="grant_delete"),
    path("grants/<int:pk>/invite/", grant.grant_invite, name="grant_invite"),
    path("grants/<int:pk>/withdraw/", grant.grant_withdraw, name="grant_withdraw"),
    path("role/", grant.role_switch, name="role_switch"),
    path("municipality/", municipality.municipality_switch, name="municipality_switch"),
    path("organizations/", organization.organization_list, name="organization_list"),
    path("organizations/new/", organization.organization_create, name="organization_create"),
    path("organizations/<int:pk>/", organization.organization_detail, name="organization_detail"),
    path("organizations/<int:pk>/edit/", organization.organization_edit, name="organization_edit"),
    path("organization-figures/", figure.organizationfigure_list, name="organizationfigure_list"),
    path("organization-figures/new/", figure.organizationfigure_create, name="organizationfigure_create"),
    path(
        "organization-figures/<int:pk>/edit/", figure.organizationfigure_edit, name="organizationfigure_edit"
    ),
    path(
        "organization-figures/<int:pk>/delete/",
        figure.organizationfigure_delete,
        name="organizationfigure_delete",
    ),
    path("organization-statuses/", status.organizationstatus_list, name="organizationstatus_list"),
    path("organization-statuses/new/", status.organizationstatus_create, name="organizationstatus_create"),
    path(
        "organization-statuses/<int:pk>/edit/", status.organizationstatus_edit, name="organizationstatus_edit"
    ),
    path(
        "organization-statuses/<int:pk>/delete/",
        status.organizationstatus_delete,
        name="organizationstatus_delete",
    ),
]
