"""Who may see and change results of pupils."""

import rules

from masterstvo.organizations.rules import edits, reads, visible_organizations
from masterstvo.quality.models import PupilResult


def visible_pupil_results(user):
    return PupilResult.objects.filter(organization__in=visible_organizations(user))


rules.add_perm("quality.view_pupilresult", reads | rules.is_superuser)
rules.add_perm("quality.change_pupilresult", edits | rules.is_superuser)
