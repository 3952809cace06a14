"""Who may see and change contests and entries. During a blind contest its jurors see no entrant, whatever else they may read."""

import rules
from django.db.models import Q

from masterstvo.contests.choices import AssignmentState, ContestState
from masterstvo.contests.models import Assignment, Contest, Entry, JuryMember
from masterstvo.contests.queries.phases import kept_blind
from masterstvo.organizations.rules import (
    EDITORS,
    add_view,
    edits,
    edits_own,
    municipalities_where,
    reads,
    within,
)
from masterstvo.people.rules import editable_people, visible_people


def judged_contests(user):
    """Return the contests in whose jury ``user`` sits or sat."""
    sat = JuryMember.objects.filter(appointment__person__user=user.pk)
    return Contest.objects.filter(pk__in=sat.values("contest"))


def blinded_contests(user):
    """Return the contests whose entrants ``user`` must not know: blind, running, and theirs to judge."""
    return kept_blind().filter(pk__in=judged_contests(user).values("pk"))


def editable_contests(user):
    """Return the contests that ``user`` runs: never one that they judge blindly."""
    own = Contest.objects.filter(municipality__in=municipalities_where(user, EDITORS))
    return own.exclude(pk__in=blinded_contests(user).values("pk"))


def visible_entries(user):
    """Return the facts and admitted entries of the people whom ``user`` sees, drafts and names of a blinded contest never."""
    rows = Entry.objects.filter(person__in=visible_people(user))
    return rows.exclude(Q(contest__in=blinded_contests(user)) & ~Q(person__user=user.pk))


def editable_entries(user):
    """Return the facts ``user`` may correct: of contests that others hold. In ours the results are decided, not entered."""
    return Entry.objects.filter(person__in=editable_people(user), contest__municipality=None)


add_view("contests.view_entry", visible_entries, reads)
rules.add_perm("contests.change_entry", within(editable_entries, edits_own) | rules.is_superuser)
rules.add_perm("contests.add_outside_contest", edits_own | rules.is_superuser)


# --- The jury -----------------------------------------------------------------------------------------------------------
def editable_members(user):
    """Return the members of the juries that ``user`` leads."""
    return JuryMember.objects.filter(contest__in=editable_contests(user).values("pk"))


def own_assignments(user):
    """Return the works that ``user`` is to mark, while the contest goes on."""
    return Assignment.objects.filter(
        member__appointment__person__user=user.pk,
        state=AssignmentState.GIVEN,
        entry__contest__state=ContestState.RUNNING,
    )


@rules.predicate
def judges(user):
    """Tell whether ``user`` sits in a jury that is at work. Queries: one, once a request."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_judges"):
        user._judges = JuryMember.objects.filter(
            appointment__person__user=user.pk, contest__state=ContestState.RUNNING
        ).exists()
    return user._judges


rules.add_perm("contests.run_jury", within(editable_contests, edits) | rules.is_superuser)
rules.add_perm("contests.change_jurymember", within(editable_members, edits) | rules.is_superuser)
rules.add_perm("contests.view_my_jury", judges)
rules.add_perm("contests.judge_entry", within(own_assignments, judges))
