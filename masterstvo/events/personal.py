"""What events hold about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(Holding("events.Participation", "События", "development", why=COUNTED))
