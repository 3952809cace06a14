"""What communities hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding("communities.CommunityMember", "Участие в сообществах", "development", why=COUNTED),
        Holding("communities.Attendance", "Посещение заседаний", "development", why=COUNTED),
        Holding(
            "communities.Guest",
            "Приглашения на заседания",
            "development",
            personal=("name",),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
        Holding(
            "communities.Decision",
            "Поручения сообществ",
            "development",
            personal=("note",),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
