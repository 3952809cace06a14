"""Everything that changes the catalogue that routes are made of."""

from typing import Any

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.organizations.models import Municipality
from masterstvo.routes.models import Offer


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
