"""What contests hold about persons."""

from masterstvo.people.choices import Fate
from masterstvo.people.personal import COUNTED, Holding, declare


def declare_personal() -> None:
    declare(
        Holding(
            "contests.Entry",
            "Конкурсы",
            "development",
            made=("applicant__person", "agreed_by__person"),
            personal=("document", "title", "about", "title_for_jury", "about_for_jury", "note", "answer"),
            joined=("team__contest", "team__person"),
            why=COUNTED,
        ),
        Holding(
            "contests.EntryFile",
            "Конкурсные работы",
            "development",
            paths=("entry__person",),
            joined=("entry__contest", "entry__person"),
            fate=Fate.REMOVED,
        ),
        Holding(
            "contests.EntryCopy",
            "Копии конкурсных работ для жюри",
            "development",
            paths=("source__entry__person",),
            made=("confirmed_by__person",),
            fate=Fate.REMOVED,
        ),
        Holding(
            "contests.Appeal",
            "Апелляции",
            "development",
            paths=("entry__person",),
            made=("filed_by__person",),
            personal=("reason", "answer"),
            joined=("entry__contest", "entry__person"),
            fate=Fate.CLEARED,
            why="по ней видно, почему работу оценили заново; слов заявителя в ней не остаётся",
        ),
        Holding(
            "contests.Diploma",
            "Дипломы конкурсов",
            "development",
            paths=("entry__person",),
            personal=("name", "revoke_reason"),
            secret=("code",),
            joined=("entry__contest", "entry__person"),
            fate=Fate.CLEARED,
            why="номер уже выдан и второй раз не выдаётся; имени в записи и на странице проверки не остаётся",
        ),
        Holding(
            "contests.JuryMember",
            "Работа в жюри",
            "development",
            paths=("appointment__person",),
            personal=("left_because",),
            joined=("appointment__person",),
            why=COUNTED,
        ),
        Holding(
            "contests.Assignment",
            "Кому дали оценивать работу",
            "development",
            paths=("entry__person",),
            made=("member__appointment__person",),
            personal=("reason",),
            secret=("entry", "member", "reason"),
            fate=Fate.CLEARED,
            why="по ней видно, что работу оценили; имени в ней нет",
        ),
        Holding(
            "contests.MarkSheet",
            "Оценки жюри",
            "development",
            paths=("assignment__entry__person",),
            made=("assignment__member__appointment__person",),
            personal=("answers",),
            secret=("assignment", "answers", "percent", "level"),
            joined=("criteria__contest", "criteria__version__instrument", "version__instrument"),
            fate=Fate.CLEARED,
            why="по ней посчитаны места; слов о работе в ней не остаётся",
        ),
    )
