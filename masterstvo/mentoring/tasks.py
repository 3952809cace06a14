"""Background work of mentoring."""

from django.utils import timezone

from masterstvo.core.jobs import daily, job
from masterstvo.mentoring import actions
from masterstvo.mentoring.choices import MatchingState
from masterstvo.mentoring.models import Matching


@job
def finish_matching(matching_id: int) -> None:
    matching = Matching.objects.filter(pk=matching_id, state=MatchingState.WAITING).first()
    if matching:
        try:
            actions.finish_matching(matching)
        except Exception:
            actions.stop_matching(matching)
            raise


@daily
def ask_pairs() -> None:
    """Ask both sides of the pairs whose day has come; who was asked is not asked again."""
    actions.ask_pairs(timezone.localdate())
