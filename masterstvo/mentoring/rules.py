"""Who may see and change mentoring: whoever may see and change one of the two people, and the two themselves."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.mentoring.choices import Reach
from masterstvo.mentoring.models import (
    Conversation,
    MenteeNeed,
    MentorProfile,
    Mentorship,
    PairSheet,
    PairTask,
    ProgrammeTemplate,
)
from masterstvo.mentoring.queries import employers_of
from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import (
    EDITORS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits,
    edits_own,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
    visible_municipalities,
    visible_organizations,
    within,
)
from masterstvo.people.models import Employment, Person
from masterstvo.people.rules import editable_people, has_only_a_card, people_of, visible_people

HEAD_OF_SCHOOL = frozenset({Role.ORGANIZATION})


def _of(people):
    return Mentorship.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))


def visible_mentorships(user):
    """Return the pairs ``user`` may open: of the people whose cards one opens, one's own included."""
    return _of(visible_people(user))


def editable_mentorships(user):
    return _of(editable_people(user))


def own_mentorships(user):
    """Return the pairs in which ``user`` is the mentor or the mentee."""
    return Mentorship.objects.filter(Q(mentor__user=user.pk) | Q(mentee__user=user.pk))


def kept_mentorships(user):
    """Return the pairs whose programme and diary ``user`` keeps: one's own, and those one edits."""
    return editable_mentorships(user) | own_mentorships(user)


def approvable_mentorships(user):
    """Return the pairs ``user`` may approve for one side at least: as the head of a school where one of the two works, or for the authority."""
    return _of(people_of(user, EDITORS, HEAD_OF_SCHOOL))


def sides_of(user, pair, school_roles):
    """Return the sides of ``pair`` for which ``user`` answers: a school for whom it employs today, an authority for all of its place.

    For who works nowhere answers whoever answers for the other, and the authority of the place where the card is kept.
    """
    employers = employers_of(pair, timezone.localdate())
    keys = {each.pk for places in employers.values() for each in places}
    own = set(organizations_where(user, EDITORS, school_roles).filter(pk__in=keys))
    found = {side for side, places in employers.items() if own.intersection(places)}
    idle = {side for side, places in employers.items() if not places}
    cards = [getattr(pair, side).municipality_id for side in idle]
    if found or (idle and municipalities_where(user, EDITORS).filter(pk__in=cards).exists()):
        found |= idle
    return found


def mentees_of(user):
    """Return the people whose mentor ``user`` is today, but not those whose employer ``user`` is. A proposed pair opens nothing.

    A head enters the pairs of the school, so a pair with oneself would open to the employer what the employer may not read.
    """
    pairs = Mentorship.objects.at_work(timezone.localdate()).filter(mentor__user=user)
    employed = people_of(user, {Role.HEAD}, HEAD_OF_SCHOOL)
    return Person.objects.filter(pk__in=pairs.values("mentee")).exclude(pk__in=employed.values("pk"))


def answered_people(user):
    """Return those of the people whose card ``user`` changes for whom ``user`` answers today: a former school of somebody who works elsewhere does not."""
    jobs = Employment.objects.on(timezone.localdate())
    own = jobs.filter(organization__in=organizations_where(user, EDITORS, SCHOOL))
    return editable_people(user).filter(Q(pk__in=own.values("person")) | ~Q(pk__in=jobs.values("person")))


def offered_mentors(user):
    """Return the mentors of other schools whom ``user`` may propose by name: those of the base who take people from beyond their own school."""
    places = editable_organizations(user).values("municipality")
    anywhere = Q(mentor_profile__reach=Reach.ANYWHERE)
    near = Q(mentor_profile__reach=Reach.MUNICIPALITY, municipality__in=places)
    rows = Person.objects.filter(anywhere | near, mentor_profile__is_willing=True, erased_on=None)
    return rows.filter(mentor_profile__consent_on__isnull=False)


def proposable_mentors(user):
    """Return whom ``user`` may propose as a mentor: the people whose card one changes, and whoever the base offers."""
    own, offered = editable_people(user), offered_mentors(user)
    return Person.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=offered.values("pk")))


# --- What belongs to a pair -----------------------------------------------------------------------------------------
def visible_tasks(user):
    return PairTask.objects.filter(mentorship__in=visible_mentorships(user).values("pk"))


def kept_tasks(user):
    return PairTask.objects.filter(mentorship__in=kept_mentorships(user).values("pk"))


def visible_conversations(user):
    return Conversation.objects.filter(mentorship__in=visible_mentorships(user).values("pk"))


def kept_conversations(user):
    return Conversation.objects.filter(mentorship__in=kept_mentorships(user).values("pk"))


def visible_programmes(user):
    """Return the templates of programmes of the municipalities whose shared pages ``user`` opens."""
    return ProgrammeTemplate.objects.filter(municipality__in=visible_municipalities(user))


def editable_programmes(user):
    return ProgrammeTemplate.objects.filter(municipality__in=municipalities_where(user, EDITORS))


# --- What both sides are asked ----------------------------------------------------------------------------------------
def answered_sheets(user):
    """Return the questionnaires that ``user`` answers: one's own."""
    return PairSheet.objects.filter(person__user=user.pk)


def read_sheets(user):
    """Return the questionnaires whose answers ``user`` reads as a methodist of the place, but none of a pair in which one stands oneself.

    The other side and the employer read none: who is judged by whom one depends on is not told the truth (ADR 0047).
    """
    people = people_of(user, {Role.METHODIST}, frozenset())
    return PairSheet.objects.filter(person__in=people).exclude(
        mentorship__in=own_mentorships(user).values("pk")
    )


def opened_sheets(user):
    return answered_sheets(user) | read_sheets(user)


# --- The bases ------------------------------------------------------------------------------------------------------
def _own_or(people, user):
    return Q(person__in=people.values("pk")) | Q(person__user=user.pk)


def visible_profiles(user):
    return MentorProfile.objects.filter(_own_or(visible_people(user), user))


def editable_profiles(user):
    """Return what ``user`` may correct in the base of mentors: of the people whose card one changes, and one's own."""
    return MentorProfile.objects.filter(_own_or(editable_people(user), user))


def visible_needs(user):
    return MenteeNeed.objects.filter(_own_or(visible_people(user), user))


def editable_needs(user):
    return MenteeNeed.objects.filter(_own_or(editable_people(user), user))


def people_for_bases(user):
    """Return whom ``user`` may put into the bases: the people whose card one changes, and oneself."""
    return editable_people(user) | Person.objects.filter(user=user.pk, erased_on=None)


def matchable_people(user):
    """Return whom ``user`` may match to each other: a school its own people, an authority all of its place, a region all of the region."""
    return people_of(user, EDITORS | {Role.REGION}, SCHOOL).filter(erased_on=None)


def is_concerned(user):
    """Tell whether «Моё наставничество» is of use to ``user``: to a teacher, and to whoever has a role and stands in a pair besides. Queries: those of ``has_only_a_card``."""
    return getattr(user, "stands_in_a_pair", False) or has_only_a_card(user)


matches_a_region = has_role({Role.REGION}) | rules.is_superuser
has_card_or_edits = edits_own | has_only_a_card | rules.is_superuser

add_view("mentoring.view_mentorship", visible_mentorships, reads)
rules.add_perm("mentoring.change_mentorship", within(editable_mentorships, edits_own) | rules.is_superuser)
rules.add_perm("mentoring.keep_mentorship", within(kept_mentorships, has_card_or_edits) | rules.is_superuser)
rules.add_perm("mentoring.approve_mentorship", within(approvable_mentorships, edits_own) | rules.is_superuser)
rules.add_perm("mentoring.keep_pairtask", within(kept_tasks, has_card_or_edits) | rules.is_superuser)
rules.add_perm(
    "mentoring.keep_conversation", within(kept_conversations, has_card_or_edits) | rules.is_superuser
)
rules.add_perm("mentoring.change_programmetemplate", within(editable_programmes, edits) | rules.is_superuser)
rules.add_perm("mentoring.open_pairsheet", within(opened_sheets, rules.is_authenticated))
rules.add_perm("mentoring.read_pairsheets", has_role({Role.METHODIST}) | rules.is_superuser)
rules.add_perm("mentoring.match_mentors", edits_own | matches_a_region)
add_view("mentoring.view_programmetemplate", visible_programmes, reads)
add_view("mentoring.view_mentorprofile", visible_profiles, reads)
rules.add_perm("mentoring.change_mentorprofile", within(editable_profiles, has_card_or_edits))
add_view("mentoring.view_menteeneed", visible_needs, reads)
rules.add_perm("mentoring.change_menteeneed", within(editable_needs, has_card_or_edits))
rules.add_perm("mentoring.create_needs", edits_own | rules.is_superuser)
rules.add_perm("mentoring.view_my_mentoring", rules.is_authenticated)
rules.add_perm("mentoring.view_model", within(visible_organizations, reads) | rules.is_superuser)
rules.add_perm("mentoring.change_model", within(editable_organizations, edits_own) | rules.is_superuser)
