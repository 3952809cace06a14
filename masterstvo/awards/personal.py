"""What awards hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding("awards.GivenAward", "Награды", "employment", personal=("basis",), why=COUNTED),
        Holding(
            "awards.Nomination",
            "Выдвижения на награды",
            "employment",
            personal=("merits", "words"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
