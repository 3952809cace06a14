"""What plans hold about persons: who is named as responsible."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "plans.ActivityResponsible",
            "Ответственный в плане",
            "plan",
            personal=("person",),
            fate=Fate.CLEARED,
            why="слова утверждённого плана – текст документа, связь с карточкой снимается",
        )
    )
