"""The sheets that jurors fill: one for each set of criteria of each work that they have."""

from collections.abc import Collection, Sequence

from masterstvo.contests.models import Assignment, Contest, MarkSheet
from masterstvo.contests.queries.board import criteria_of


def store_assignments(given: Sequence[Assignment]) -> None:
    """Write down who got what, with an empty sheet for each set of criteria."""
    Assignment.objects.bulk_create(given)
    for each in given:
        _lay(each)


def renew_sheets(contest: Contest, phase: str) -> None:
    """Let the works that jurors have in ``phase`` be marked by its criteria of now; what somebody has begun stays."""
    given = Assignment.objects.filter(entry__contest=contest, phase=phase).select_related("entry")
    for each in given.order_by("pk"):
        by_now = criteria_of(each.entry, phase)
        each.sheets.filter(answers={}).exclude(criteria__in=by_now).delete()
        _lay(each, there=set(each.sheets.values_list("criteria", flat=True)))


def _lay(each: Assignment, *, there: Collection[int] = ()) -> None:
    MarkSheet.objects.bulk_create(
        MarkSheet(assignment=each, criteria=one, version_id=one.version_id)
        for one in criteria_of(each.entry, each.phase)
        if one.pk not in there
    )
