"""Who may see and change contests and entries. While a blind contest is judged its jurors see no entrant, whatever else they may read."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.contests.choices import EDITABLE, AssignmentState, ContestState, EntryState, PhaseKind
from masterstvo.contests.models import (
    Appeal,
    Assignment,
    Contest,
    Entry,
    EntryCopy,
    EntryFile,
    JuryMember,
    Letter,
    MarkSheet,
)
from masterstvo.contests.queries.phases import contests_in, kept_blind
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits,
    edits_own,
    municipalities_where,
    organizations_where,
    reads,
    visible_municipalities,
    visible_organizations,
    within,
)
from masterstvo.people.models import Employment
from masterstvo.people.queries import people_of_municipality
from masterstvo.people.rules import editable_people, has_only_a_card, here, visible_people


# --- Contests -------------------------------------------------------------------------------------------------------
def judged_contests(user):
    """Return the contests in whose jury ``user`` sits or sat."""
    sat = JuryMember.objects.filter(appointment__person__user=user.pk)
    return Contest.objects.filter(pk__in=sat.values("contest"))


def blinded_contests(user):
    """Return the contests whose entrants ``user`` must not know: blind, running, and theirs to judge."""
    return kept_blind().filter(pk__in=judged_contests(user).values("pk"))


def places_of(user):
    """Return the condition on a municipality: whose pages ``user`` sees, or where they work today."""
    jobs = Employment.objects.on(timezone.localdate()).filter(person__user=user.pk)
    return Q(municipality__in=visible_municipalities(user)) | Q(
        municipality__in=jobs.values("organization__municipality")
    )


def visible_contests(user):
    """Return the contests of ours that ``user`` may open: all of their own, those of others once they are opened."""
    own = Contest.objects.filter(municipality__isnull=False).filter(places_of(user))
    mine = Q(municipality__in=municipalities_where(user, READERS))
    return own.filter(mine | ~Q(state=ContestState.DRAFT))


def editable_contests(user):
    """Return the contests that ``user`` runs: never one that they judge blindly."""
    own = Contest.objects.filter(municipality__in=municipalities_where(user, EDITORS))
    return own.exclude(pk__in=blinded_contests(user).values("pk"))


def contests_to_prove(user, document):
    """Return the contests whose paper ``document`` may be."""
    return editable_contests(user).filter(municipality=document.municipality_id)


def open_contests(user):
    """Return the contests to which ``user`` may apply today."""
    return visible_contests(user).filter(pk__in=contests_in(PhaseKind.APPLICATIONS, timezone.localdate()).values("pk"))  # fmt: skip


def public_contests():
    """Return the contests whose results anybody may read."""
    return Contest.objects.filter(is_public=True, state=ContestState.FINISHED)


def without_blinded(user, rows):
    """Take out the entries of which ``user`` must know nothing; their own stay, those of their teams too."""
    own = Entry.objects.filter(person__user=user.pk)
    teams = own.filter(team__isnull=False).values("team")
    return rows.exclude(
        Q(contest__in=blinded_contests(user).values("pk")) & ~Q(person__user=user.pk) & ~Q(pk__in=teams)
    )


# --- Entries --------------------------------------------------------------------------------------------------------
def visible_entries(user):
    """Return the facts and entries of the people and organizations that ``user`` sees; drafts and names of a blinded contest never."""
    seen = Q(person__in=visible_people(user)) | Q(person=None, organization__in=visible_organizations(user))
    return without_blinded(user, Entry.objects.filter(seen).exclude(state=EntryState.DRAFT))


def entries_here(request):
    """Return the facts and entries of the current municipality that the user sees."""
    key = municipality_key(request.municipality)
    of_people = Q(person__in=people_of_municipality(key).values("pk"))
    rows = visible_entries(request.user)
    return rows.filter(of_people | Q(person=None, organization__municipality=key))


def editable_entries(user):
    """Return the facts ``user`` may correct: of contests that others hold. In ours the results are decided, not entered."""
    whose = Q(person__in=editable_people(user)) | Q(
        person=None, organization__in=editable_organizations(user)
    )
    return Entry.objects.filter(whose, contest__municipality=None)


def own_entries(user):
    """Return the entries that are ``user``'s to write: of their own card, or sent for the school that they answer for."""
    schools = organizations_where(user, frozenset(), SCHOOL) if not user.is_superuser else None
    mine = Q(person__user=user.pk) | Q(applicant=user.pk)
    if schools is not None:
        mine |= Q(organization__in=schools)
    return without_blinded(user, Entry.objects.filter(mine, contest__municipality__isnull=False, team=None))


def answered_members(user):
    """Return the places in teams about which ``user`` answers: their own, and those of the people of their school."""
    schools = organizations_where(user, EDITORS, SCHOOL)
    mine = Q(person__user=user.pk) | Q(organization__in=schools)
    rows = Entry.objects.filter(mine, team__isnull=False, team__state__in=EDITABLE)
    return without_blinded(user, rows)


def shared_entries(user):
    """Return the entries of teams in which ``user`` is, or somebody of the school that they answer for; to be read, not written."""
    schools = organizations_where(user, frozenset(), SCHOOL)
    mine = Q(person__user=user.pk) | Q(organization__in=schools)
    rows = Entry.objects.filter(mine, team__isnull=False, contest__municipality__isnull=False)
    return without_blinded(user, Entry.objects.filter(pk__in=rows.values("team")))


def own_parts(user):
    """Return what ``user`` takes part in, alone or in a team."""
    return Entry.objects.filter(person__user=user.pk, contest__municipality__isnull=False)


def own_letters(user):
    """Return the letters of thanks in force of whoever ``user`` is."""
    return Letter.objects.filter(person__user=user.pk, revoked_on=None).exclude(name="")


def followed_entries(user):
    """Return the entries that are ``user``'s to write, and those of teams in which they or people of theirs are."""
    keys = own_entries(user).values("pk"), shared_entries(user).values("pk")
    return Entry.objects.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]))


def checked_entries(user):
    """Return the entries that ``user`` checks as an organizer."""
    rows = Entry.objects.filter(contest__in=editable_contests(user), team=None)
    return rows.exclude(state=EntryState.DRAFT)


def opened_entries(user):
    """Return the entries whose page ``user`` may open. No juror is among them: theirs are pages without names."""
    keys = followed_entries(user).values("pk"), checked_entries(user).values("pk")
    return without_blinded(user, Entry.objects.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1])))


def told_entries(user):
    """Return the entries of which the log may tell ``user``: none of a contest that they judge blindly, and drafts to their writers alone."""
    told = ~Q(state=EntryState.DRAFT) | Q(pk__in=followed_entries(user).values("pk"))
    return Entry.objects.filter(told).exclude(contest__in=blinded_contests(user).values("pk"))


def told_files(user):
    return EntryFile.objects.filter(entry__in=told_entries(user))


def told_copies(user):
    return EntryCopy.objects.filter(source__entry__in=told_entries(user))


def told_appeals(user):
    return Appeal.objects.filter(entry__in=told_entries(user))


def told_assignments(user):
    return Assignment.objects.filter(entry__in=told_entries(user))


def told_sheets(user):
    return MarkSheet.objects.filter(assignment__entry__in=told_entries(user))


def opened_files(user):
    """Return the files that ``user`` may open: of the entries they open, and the proofs of facts that they may correct or told themselves."""
    keys = [rows(user).values("pk") for rows in (opened_entries, editable_entries, reported_entries)]
    return EntryFile.objects.filter(Q(entry__in=keys[0]) | Q(entry__in=keys[1]) | Q(entry__in=keys[2]))


def reported_entries(user):
    """Return what ``user`` has told of results in contests of others."""
    return Entry.objects.filter(person__user=user.pk, contest__municipality=None, reported_on__isnull=False)


def waiting_reports(user):
    """Return what ``user`` has told and may still put right: nobody has confirmed it."""
    return reported_entries(user).filter(state=EntryState.SENT)


def reports_to_confirm(user):
    """Return what people have told of results elsewhere and ``user`` confirms, not what is one's own."""
    rows = editable_entries(user).filter(state=EntryState.SENT, reported_on__isnull=False)
    return rows.exclude(person__user=user.pk)


def opened_copies(user):
    """Return the copies that ``user`` may open; a juror's own scope adds those assigned to them."""
    return EntryCopy.objects.filter(source__entry__in=checked_entries(user))


def people_entered_by(request):
    """Return the people of the current municipality whom the user may enter."""
    return here(editable_people(request.user), request, "pk")


def schools_entered_by(request):
    """Return the organizations for which the user may apply."""
    rows = organizations_where(request.user, EDITORS, SCHOOL)
    return rows.filter(municipality=municipality_key(request.municipality))


add_view("contests.view_contest", visible_contests, rules.is_authenticated)
rules.add_perm("contests.change_contest", within(editable_contests, edits) | rules.is_superuser)
rules.add_perm("contests.list_contests", reads | rules.is_superuser)
rules.add_perm("contests.enter_contest", within(open_contests, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("contests.open_entry", within(opened_entries, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("contests.write_entry", within(own_entries, rules.is_authenticated) | rules.is_superuser)
rules.add_perm(
    "contests.answer_member", within(answered_members, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm("contests.check_entry", within(checked_entries, edits) | rules.is_superuser)
rules.add_perm("contests.open_file", within(opened_files, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("contests.open_copy", within(opened_copies, rules.is_authenticated) | rules.is_superuser)
add_view("contests.view_entry", visible_entries, reads)
rules.add_perm("contests.change_entry", within(editable_entries, edits_own) | rules.is_superuser)
rules.add_perm("contests.add_outside_contest", edits_own | rules.is_superuser)
rules.add_perm("contests.view_own", rules.is_authenticated)
rules.add_perm("contests.correct_report", within(waiting_reports, rules.is_authenticated))
rules.add_perm("contests.report_result", has_only_a_card)  # whoever has a role enters facts as such
rules.add_perm("contests.view_results", rules.always_true)
rules.add_perm("contests.verify_diploma", rules.always_true)


# --- The jury -----------------------------------------------------------------------------------------------------------
def decided_appeals(user):
    """Return the appeals about which ``user`` decides."""
    return Appeal.objects.filter(entry__contest__in=editable_contests(user).values("pk"))


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


def is_concerned(user):
    """Tell whether «Мои конкурсы» is of use to ``user``: to a teacher, and to whoever has a role and takes part or judges besides. Queries: those of ``has_only_a_card``."""
    return getattr(user, "takes_part", False) or has_only_a_card(user)


@rules.predicate
def judges(user):
    """Tell whether ``user`` sits in a jury that is at work. Queries: none for the user of a request, one for another."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "judges_now"):
        user.judges_now = JuryMember.objects.filter(
            appointment__person__user=user.pk, contest__state=ContestState.RUNNING
        ).exists()
    return user.judges_now


rules.add_perm("contests.run_jury", within(editable_contests, edits) | rules.is_superuser)
rules.add_perm("contests.change_jurymember", within(editable_members, edits) | rules.is_superuser)
rules.add_perm("contests.view_my_jury", judges)
rules.add_perm("contests.judge_entry", within(own_assignments, judges))
