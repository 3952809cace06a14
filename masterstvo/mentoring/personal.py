"""What mentoring holds about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare

FREE = ("content", "proposed_because", "refused_because", "result_note")  # written freely about two people


def declare_personal() -> None:
    declare(
        Holding(
            "mentoring.Mentorship",
            "Наставничество",
            "development",
            paths=("mentor", "mentee"),
            personal=(*FREE, "group"),
            joined=("need__person",),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
        Holding(
            "mentoring.MentorProfile",
            "База наставников",
            "development",
            personal=("note",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "mentoring.MenteeNeed",
            "Запросы на наставников",
            "development",
            personal=("note",),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
        Holding(
            "mentoring.Matching",
            "Последний подбор наставников",
            "development",
            paths=("by__person",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "mentoring.PairTask",
            "Программы наставничества",
            "development",
            paths=("mentorship__mentor", "mentorship__mentee"),
            personal=("title",),
            joined=("mentorship__mentor", "mentorship__mentee"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
        Holding(
            "mentoring.PairSheet",
            "Анкеты наставничества",
            "development",
            personal=("answers",),
            own=("answers", "percent", "level"),
            joined=("mentorship__mentor", "mentorship__mentee", "version__instrument"),
            fate=Fate.CLEARED,
            why="по числу ответивших считают охват",
        ),
        Holding(
            "mentoring.Conversation",
            "Встречи с наставником",
            "development",
            paths=("mentorship__mentor", "mentorship__mentee"),
            personal=("topic", "next_step"),
            joined=("mentorship__mentor", "mentorship__mentee"),
            fate=Fate.CLEARED,
            why=COUNTED,
        ),
    )
