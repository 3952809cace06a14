"""Who may see and change contest entries: whoever may see and change the person."""

import rules

from masterstvo.contests.models import Entry
from masterstvo.organizations.rules import edits, reads
from masterstvo.people.rules import visible_people


def visible_entries(user):
    return Entry.objects.filter(person__in=visible_people(user))


rules.add_perm("contests.view_entry", reads | rules.is_superuser)
rules.add_perm("contests.change_entry", edits | rules.is_superuser)
