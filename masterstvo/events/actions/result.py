"""An event that was held becomes the result of the plan's activity."""

from typing import Any

from django.db import transaction

from masterstvo.core.errors import DomainError
from masterstvo.events.queries.results import proposal_for
from masterstvo.plans.actions.activity import Evidence, enter_result
from masterstvo.plans.models import Activity


class NothingProposed(DomainError):
    pass


@transaction.atomic
def accept_result(activity: Activity, *, token: str, site: str, by: Any) -> Activity:
    """Enter what the events of ``activity`` tell, with links to them as evidence.

    ``site``: the beginning of our addresses; ``token``: of the result that the page showed. Raises: NothingProposed, Stale, ResultRefused, PlanIsClosed.
    """
    proposal = proposal_for(activity)
    if proposal is None:
        raise NothingProposed("События этого мероприятия уже записаны в его результат.")
    return enter_result(
        activity=activity,
        token=token,
        state=proposal.state,
        actual_result=proposal.text,
        reason=activity.reason,
        evidence=[
            Evidence(url=site + event.get_absolute_url(), title=str(event)) for event in proposal.events
        ],
        by=by,
    )
