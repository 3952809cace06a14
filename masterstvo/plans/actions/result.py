"""What was held becomes the result of an activity."""

from typing import Any

from django.db import transaction

from masterstvo.core.errors import DomainError
from masterstvo.plans.actions.activity import Evidence, enter_result
from masterstvo.plans.models import Activity
from masterstvo.plans.panels import Doing
from masterstvo.plans.queries.doings import proposal_for


class NothingProposed(DomainError):
    pass


@transaction.atomic
def accept_result(activity: Activity, *, token: str, site: str, by: Any) -> Activity:
    """Enter what was held for ``activity``, with what proves it as evidence.

    ``site``: the beginning of our addresses; ``token``: of the result that the page showed. Raises: NothingProposed, Stale, ResultRefused, PlanIsClosed.
    """
    proposal = proposal_for(activity)
    if proposal is None:
        raise NothingProposed("Всё, что проведено по этому мероприятию, уже записано в его результат.")
    return enter_result(
        activity=activity,
        token=token,
        state=proposal.state,
        actual_result=proposal.text,
        reason=activity.reason,
        evidence=[_evidence(each, site) for each in proposal.told],
        by=by,
    )


def _evidence(doing: Doing, site: str) -> Evidence:
    if doing.document:
        return Evidence(document=doing.document)
    return Evidence(url=site + doing.proof, title=doing.proof_title)
