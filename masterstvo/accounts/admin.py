"""The support desk's view of users."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin

from masterstvo.accounts.models import Invitation, User
from masterstvo.accounts.panels import why_indispensable
from masterstvo.accounts.queries import is_last_support
from masterstvo.core.support import ReadOnlyAdmin, RecordedAdmin


class UserForm(forms.ModelForm):
    """Refuses to shut out the last one who could open the door again."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        is_closed = not cleaned.get("is_active", True)
        loses_support = is_closed or not (cleaned.get("is_superuser", True) and cleaned.get("is_staff", True))
        if loses_support and is_last_support(self.instance):
            raise forms.ValidationError(
                "Это последний администратор программы, который может войти: без него никто не откроет этот раздел."
                " Сначала дайте такие же права другой учётной записи."
            )
        if is_closed and (why := why_indispensable(self.instance)):
            raise forms.ValidationError(why)
        return cleaned


@admin.register(User)
class UserAdmin(RecordedAdmin):
    form = UserForm
    list_display = ["email", "full_name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "full_name"]
    readonly_fields = ["password", "last_login", "joined_at"]
    exclude = ["groups", "user_permissions"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()  # an invitation lets the owner choose one
        super().save_model(request, obj, form, change)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["user", "invited_by", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["user", "invited_by"]
    search_fields = ["user__email", "user__full_name"]
    exclude = ["token_hash"]


# Secrets and other people's sessions are nobody's business, and what is never filled only confuses.
for model in (Authenticator, UserSession, EmailAddress, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
