"""Who may see the persons behind a number, and what others see instead: numbers under five stand for people one could guess."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from masterstvo.core.suppression import hidden_cells
from masterstvo.indicators.evaluation import Member, Value
from masterstvo.indicators.evaluation.needs import asks_for_secrets
from masterstvo.indicators.evaluation.values import formula_of
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import READERS, municipalities_where
from masterstvo.people.models import Person
from masterstvo.people.panels import accompanied_people
from masterstvo.people.rules import visible_people

SMALLEST = 5


@dataclass(frozen=True)
class Number:
    """What of a value is shown; ``numerator`` is «менее 5» where it is hidden."""

    numerator: int | str
    is_hidden: bool


class Secrecy:
    """What ``user`` may see of the persons of ``municipality``. Queries: one, and one more for those who see only some.

    ``is_secret``: the number tells what a measurement showed, which bears on pay: one sees oneself and those one accompanies (ADR 0016).
    """

    def __init__(self, user: Any, municipality: Municipality, *, is_secret: bool = False) -> None:
        reads_all = municipalities_where(user, READERS).filter(pk=municipality.pk).exists()
        self.sees_all = user.is_superuser or (reads_all and not is_secret)
        confided = Person.objects.filter(user=user.pk) | accompanied_people(user)
        people = confided if is_secret else visible_people(user)
        self._visible = frozenset() if self.sees_all else frozenset(people.values_list("pk", flat=True))

    def number(self, value: Value) -> Number:
        """Return the numerator of a share of people, hidden while it is small and its people are not the user's own."""
        if self._is_own(value) or not 0 < value.numerator < SMALLEST:
            return Number(value.numerator, is_hidden=False)
        return Number(f"менее {SMALLEST}", is_hidden=True)

    def _is_own(self, value: Value) -> bool:
        return self.sees_all or value.member_kind != "person" or value.included <= self._visible

    def members(self, members: list[Member], member_kind: str) -> list[Member]:
        """Keep the members whose names ``user`` may see."""
        if self.sees_all or member_kind != "person":
            return members
        return [member for member in members if member.id in self._visible]

    def breakdown(self, values: Mapping[int, Value]) -> dict[int, Number]:
        """Return {organization: number}; what could be found by subtraction from the total is hidden too."""
        others = {key: value.numerator for key, value in values.items() if not self._is_own(value)}
        found = {key: self.number(value) for key, value in values.items()}
        for key in hidden_cells(others, threshold=SMALLEST):
            if not found[key].is_hidden:
                found[key] = Number("скрыто", is_hidden=True)
        return found


def secrecies(user: Any, municipality: Municipality) -> Callable[[Indicator], Secrecy]:
    """Return what tells the secrecy of an indicator; each of the two kinds is read from the database once, when asked for."""
    known: dict[bool, Secrecy] = {}

    def secrecy_of(indicator: Indicator) -> Secrecy:
        is_secret = asks_for_secrets(formula_of(indicator))
        if is_secret not in known:
            known[is_secret] = Secrecy(user, municipality, is_secret=is_secret)
        return known[is_secret]

    return secrecy_of
