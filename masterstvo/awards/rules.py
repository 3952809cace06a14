"""Who may see and change awards: an authority all of its own, a school its people; a person the own awards on the card."""

import rules
from django.db.models import Q

from masterstvo.awards.choices import NominationState
from masterstvo.awards.models import Award, GivenAward, Nomination
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    edits,
    edits_own,
    has_role,
    municipalities_where,
    organizations_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.rules import editable_people, visible_people


def visible_awards(user):
    """Return the kinds of awards of the user's municipalities: whoever nominates must know what they ask."""
    return Award.objects.filter(municipality__in=visible_municipalities(user))


def editable_awards(user):
    return Award.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def visible_given(user):
    return GivenAward.objects.filter(person__in=visible_people(user).values("pk"))


def editable_given(user):
    """Return the awards that ``user`` may correct; what a commission's nomination brought, only whoever decides on it."""
    decided = Nomination.objects.exclude(given=None).exclude(pk__in=decided_nominations(user).values("pk"))
    rows = GivenAward.objects.filter(person__in=editable_people(user).values("pk"))
    return rows.exclude(pk__in=decided.values("given"))


def visible_nominations(user):
    """Return the nominations ``user`` may read: an authority all, a school what it put forward. Nobody else, not even the person yet."""
    return Nomination.objects.filter(
        Q(award__municipality__in=municipalities_where(user, READERS))
        | Q(organization__in=organizations_where(user, (), SCHOOL))
    )


def prepared_nominations(user):
    """Return the nominations whose papers ``user`` gathers and sends."""
    return Nomination.objects.filter(
        Q(award__municipality__in=municipalities_where(user, EDITORS))
        | Q(organization__in=organizations_where(user, (), SCHOOL))
    )


def nominations_to_prove(user, document):
    """Return the nominations whose paper ``document`` may be: those still prepared; what the commission has is not added to."""
    rows = prepared_nominations(user).filter(
        award__municipality=document.municipality_id, state=NominationState.DRAFT
    )
    return rows.select_related("award", "person")


def decided_nominations(user):
    """Return the nominations on which ``user`` writes down the commission's decision."""
    return Nomination.objects.filter(award__municipality__in=municipalities_where(user, EDITORS))


add_view("awards.view_award", visible_awards, reads)
rules.add_perm("awards.change_award", within(editable_awards, edits) | rules.is_superuser)
add_view("awards.view_givenaward", visible_given, reads)
rules.add_perm("awards.change_givenaward", within(editable_given, edits_own) | rules.is_superuser)
add_view("awards.view_nomination", visible_nominations, reads)
rules.add_perm("awards.create_nomination", edits_own | rules.is_superuser)
rules.add_perm("awards.change_nomination", within(prepared_nominations, edits_own) | rules.is_superuser)
rules.add_perm("awards.decide_nomination", within(decided_nominations, edits) | rules.is_superuser)
rules.add_perm("awards.view_merits", has_role(READERS) | rules.is_superuser)
