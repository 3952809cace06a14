"""The support desk's view of mentorships."""

from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.mentoring.models import Mentorship


@admin.register(Mentorship)
class MentorshipAdmin(ReadOnlyAdmin):
    list_display = ["mentor", "mentee", "starts_on", "ends_on", "act_number"]
    search_fields = ["mentor__last_name", "mentee__last_name"]
    list_select_related = ["mentor", "mentee"]
    autocomplete_fields = ["mentor", "mentee"]
