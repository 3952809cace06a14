"""The support desk's view of users."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin

from masterstvo.accounts.models import Invitation, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "full_name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "full_name"]
    readonly_fields = ["password", "last_login", "joined_at"]
    exclude = ["groups", "user_permissions"]


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    list_display = ["user", "invited_by", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["user", "invited_by"]
    search_fields = ["user__email", "user__full_name"]
    exclude = ["token_hash"]

    def has_add_permission(self, request):
        return False  # an invitation is a letter: pages send it

    def has_change_permission(self, request, obj=None):
        return False


# Secrets and other people's sessions are nobody's business, and what is never filled only confuses.
for model in (Authenticator, UserSession, EmailAddress, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
