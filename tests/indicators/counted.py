"""What an indicator counts today, for tests of what moves it."""

from django.utils import timezone

from masterstvo.indicators.evaluation import Evaluation, Scope, report_period
from masterstvo.indicators.models import Indicator


def counted(code, municipality):
    """Return the identities behind the newest definition of a shipped indicator."""
    shipped = Indicator.objects.filter(code=code, municipality=None)
    indicator = shipped.order_by("-edition__valid_from").first()
    evaluation = Evaluation(
        [indicator],
        scope=Scope(municipality_id=municipality.pk),
        period=report_period(timezone.localdate()),
    )
    return evaluation.value(indicator).included
