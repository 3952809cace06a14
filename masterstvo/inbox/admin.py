from django.contrib import admin

from masterstvo.core.support import ReadOnlyAdmin
from masterstvo.inbox.models import Preference

admin.site.register(Preference, ReadOnlyAdmin)
