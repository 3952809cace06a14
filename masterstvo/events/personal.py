"""What events hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding("events.Participation", "События", "development", why=COUNTED),
        Holding(
            "events.Registration", "Записи на события", "development", secret=("code",), fate=Fate.REMOVED
        ),
        Holding(
            "events.EventSession",
            "Выступления в программах событий",
            "development",
            personal=("speaker",),
            fate=Fate.CLEARED,
            why="программа события остаётся без имени",
        ),
        Holding(
            "events.Certificate",
            "Сертификаты",
            "development",
            paths=("participation__person",),
            personal=("name", "revoke_reason"),
            secret=("code",),
            joined=("participation__event", "participation__person"),
            fate=Fate.CLEARED,
            why="номер уже выдан и второй раз не выдаётся; имени в записи и на странице проверки не остаётся",
        ),
    )
