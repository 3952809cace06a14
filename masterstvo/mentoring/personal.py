"""What mentoring holds about persons."""

from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "mentoring.Mentorship", "Наставничество", "development", paths=("mentor", "mentee"), why=COUNTED
        )
    )
