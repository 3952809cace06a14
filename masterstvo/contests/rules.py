"""Who may see and change contest entries: whoever may see and change the person."""

import rules

from masterstvo.contests.models import Entry
from masterstvo.organizations.rules import add_view, edits_own, reads, within
from masterstvo.people.rules import editable_people, visible_people


def visible_entries(user):
    return Entry.objects.filter(person__in=visible_people(user))


def editable_entries(user):
    return Entry.objects.filter(person__in=editable_people(user))


add_view("contests.view_entry", visible_entries, reads)
rules.add_perm("contests.change_entry", within(editable_entries, edits_own) | rules.is_superuser)
rules.add_perm("contests.change_contest", edits_own | rules.is_superuser)
