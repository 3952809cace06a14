"""The support desk's view of users."""

from django.contrib import admin

from masterstvo.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "full_name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "full_name"]
    readonly_fields = ["password", "last_login", "joined_at"]
    exclude = ["groups", "user_permissions"]
