"""Who may see and change results of pupils."""

import rules

from masterstvo.organizations.rules import (
    add_view,
    editable_organizations,
    edits,
    edits_own,
    reads,
    visible_organizations,
    within,
)
from masterstvo.quality.models import PupilResult, SkillResult


def visible_pupil_results(user):
    return PupilResult.objects.filter(organization__in=visible_organizations(user))


def editable_pupil_results(user):
    return PupilResult.objects.filter(organization__in=editable_organizations(user))


def visible_skill_results(user):
    return SkillResult.objects.filter(organization__in=visible_organizations(user))


add_view("quality.view_pupilresult", visible_pupil_results, reads)
rules.add_perm("quality.change_pupilresult", within(editable_pupil_results, edits_own) | rules.is_superuser)
add_view("quality.view_skillresult", visible_skill_results, reads)
rules.add_perm("quality.decide_hint", edits | rules.is_superuser)
