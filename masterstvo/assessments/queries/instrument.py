"""By what one may ask and judge."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, QuerySet, Subquery

from masterstvo.assessments.models import Version


def published_versions(municipality: int | None, subjects: Collection[str]) -> QuerySet[Version]:
    """Return the newest published version of each instrument about one of ``subjects`` that is open to a municipality, shipped ones too."""
    newest = Version.objects.filter(instrument=OuterRef("instrument"), published_on__isnull=False)
    return Version.objects.filter(
        Q(instrument__municipality=None) | Q(instrument__municipality=municipality),
        instrument__subject__in=subjects,
        instrument__archived_on=None,
        pk=Subquery(newest.order_by("-number").values("pk")[:1]),
    ).select_related("instrument")
