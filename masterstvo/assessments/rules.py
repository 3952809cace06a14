"""Who may build instruments, run campaigns and answer; and who reads what somebody answered."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.models import Campaign, Instrument, Sheet, Version
from masterstvo.organizations.choices import Role
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    edits,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
    within,
)
from masterstvo.people.models import Person
from masterstvo.people.panels import accompanied_people
from masterstvo.people.rules import people_of

METHODISTS = frozenset({Role.METHODIST})
measures = has_role(METHODISTS)


# --- Instruments ------------------------------------------------------------------------------------------------------
def visible_instruments(user):
    """Return the shipped instruments and those of the user's municipalities."""
    own = municipalities_where(user, READERS)
    return Instrument.objects.filter(Q(municipality=None) | Q(municipality__in=own))


def editable_instruments(user):
    """Return the instruments the user may change: shipped ones only in a copy."""
    return Instrument.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def visible_versions(user):
    return Version.objects.filter(instrument__in=visible_instruments(user))


def editable_versions(user):
    return Version.objects.filter(instrument__in=editable_instruments(user))


# --- Campaigns --------------------------------------------------------------------------------------------------------
def visible_campaigns(user):
    """Return the campaigns of the user's municipalities, and for a school those in which it is asked."""
    schools = organizations_where(user, (), SCHOOL) if not user.is_superuser else None
    seen = Q(municipality__in=municipalities_where(user, READERS))
    if schools is not None:
        seen |= Q(pk__in=Sheet.objects.filter(organization__in=schools).values("campaign"))
    return Campaign.objects.filter(seen)


def editable_campaigns(user):
    return Campaign.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def summed_campaigns(user):
    """Return the campaigns of which ``user`` may see all answers together: of the municipality, not of a school."""
    return Campaign.objects.filter(municipality__in=municipalities_where(user, READERS))


def campaigns_here(request):
    """Return the visible campaigns of the current municipality."""
    return visible_campaigns(request.user).filter(municipality=municipality_key(request.municipality))


def covered_sheets(user):
    """Return the sheets of which ``user`` may know whether they are finished, never what they say."""
    return Sheet.objects.filter(person__in=people_of(user, READERS, SCHOOL))


# --- Sheets -----------------------------------------------------------------------------------------------------------
def own_sheets(user):
    """Return the sheets that the user fills in about oneself."""
    return Sheet.objects.filter(person__user=user.pk, campaign__assessor=Assessor.SELF)


def observed_people(user):
    """Return those whose lessons and work the user may assess: people of a methodist, and whomever the user accompanies."""
    return Person.objects.filter(
        Q(pk__in=people_of(user, METHODISTS, frozenset()).values("pk"))
        | Q(pk__in=accompanied_people(user).values("pk"))
    ).exclude(user=user.pk)


def fillable_sheets(user):
    """Return the sheets that the user may answer: about oneself, and about others one assesses."""
    others = Sheet.objects.filter(campaign__assessor=Assessor.OTHER, person__in=observed_people(user))
    return Sheet.objects.filter(
        Q(pk__in=own_sheets(user).values("pk"))
        | Q(pk__in=others.filter(Q(respondent=None) | Q(respondent=user.pk)).values("pk"))
    )


def readable_sheets(user):
    """Return the sheets whose answers the user may read: one's own, those of whom one accompanies, those one filled in.

    Running a campaign is not enough: results bear on pay and attestation (ADR 0016).
    """
    if user.is_superuser:
        return Sheet.objects.all()
    return Sheet.objects.filter(
        Q(person__user=user.pk) | Q(respondent=user.pk) | Q(person__in=accompanied_people(user))
    )


def enterable_sheets(user):
    """Return the sheets whose paper forms the user may enter: a methodist's, and not finished."""
    people = people_of(user, METHODISTS, frozenset())
    return Sheet.objects.filter(
        person__in=people, campaign__municipality__in=municipalities_where(user, METHODISTS), finished_at=None
    )


def observable_campaigns(user):
    """Return the campaigns in which the user may begin a card about somebody: observations that go on today."""
    today = timezone.localdate()
    going_on = Campaign.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=today),
        assessor=Assessor.OTHER,
        version__instrument__subject=Subject.LESSON,
        starts_on__lte=today,
        ends_on__gt=today,
    )
    return going_on.filter(
        Q(municipality__in=municipalities_where(user, METHODISTS))
        | Q(municipality__in=accompanied_people(user).values("municipality"))
    )


add_view("assessments.view_instrument", visible_instruments, has_role(READERS))
rules.add_perm("assessments.change_instrument", within(editable_instruments, edits) | rules.is_superuser)
rules.add_perm(
    "assessments.copy_instrument", (edits & within(visible_instruments, edits)) | rules.is_superuser
)
add_view("assessments.view_version", visible_versions, has_role(READERS))
rules.add_perm("assessments.change_version", within(editable_versions, edits) | rules.is_superuser)
add_view("assessments.view_campaign", visible_campaigns, reads)
rules.add_perm("assessments.change_campaign", within(editable_campaigns, edits) | rules.is_superuser)
rules.add_perm("assessments.view_totals", within(summed_campaigns, has_role(READERS)) | rules.is_superuser)
rules.add_perm("assessments.observe", within(observable_campaigns, rules.is_authenticated))
rules.add_perm("assessments.view_own_sheets", rules.is_authenticated)
rules.add_perm("assessments.answer_sheet", within(fillable_sheets, rules.is_authenticated))
rules.add_perm("assessments.read_sheet", within(readable_sheets, rules.is_authenticated))
rules.add_perm("assessments.enter_sheet", within(enterable_sheets, measures))
rules.add_perm("assessments.withdraw_sheet", within(enterable_sheets, measures))
rules.add_perm("assessments.answer_anonymously", rules.always_true)
