"""Everything that changes the catalogue that routes are made of."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.organizations.models import Municipality
from masterstvo.routes.models import Gain, Offer, RouteStep


class OfferIsTaken(DomainError):
    pass


def add_offer(*, municipality: Municipality, competences: Any, by: Any, **values: Any) -> Offer:
    return add(
        Offer(municipality=municipality, **values), by=by, action="routes.add_offer", competences=competences
    )


def edit_offer(offer: Offer, *, by: Any, **values: Any) -> Offer:
    return change(offer, values, by=by, action="routes.edit_offer")


def remove_offer(offer: Offer, *, by: Any, reason: str) -> None:
    """Take an offer out of the catalogue. Raises: OfferIsTaken."""
    if offer.steps.exists():
        raise OfferIsTaken("Это предложение уже стоит в маршрутах. Поставьте ему прошедший последний день.")
    remove(offer, by=by, action="routes.remove_offer", reason=reason)


def follow_competences(pairs: list[tuple[int, int]], municipalities: list[int]) -> None:
    """Let offers and steps of ``municipalities`` speak of the copies. Called in the transaction that begins the edition."""
    offered, stepped = Offer.competences.through.objects, RouteStep.competences.through.objects
    gained = Gain.objects.filter(municipality__in=municipalities)
    for before, after in pairs:
        offered.filter(competence=before, offer__municipality__in=municipalities).update(competence=after)
        gained.filter(competence=before).update(competence=after)
        steps = stepped.filter(competence=before, routestep__route__person__municipality__in=municipalities)
        steps.update(competence=after)
