"""Contests of the fictional district: one whose works are being marked, one that is over, and five of others."""

import datetime as dt
import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document

from masterstvo.assessments.models import Instrument, Version
from masterstvo.contests.actions.appeal import file_appeal
from masterstvo.contests.actions.contest import (
    add_criteria,
    create_contest,
    recommend_contest,
    set_nominations,
)
from masterstvo.contests.actions.copying import copy_files, write_for_jury
from masterstvo.contests.actions.entry import begin_entry, write_entry
from masterstvo.contests.actions.fact import add_contest, add_entry
from masterstvo.contests.actions.letter import thank_schools
from masterstvo.contests.actions.marking import decide_places, settle_marks
from masterstvo.contests.actions.result import issue_diplomas, publish_results
from masterstvo.contests.actions.team import invite_member
from masterstvo.contests.choices import ContestState, EntryState, PhaseKind, SheetState
from masterstvo.contests.models import Assignment, Contest, Entry, EntryFile, Phase
from masterstvo.demo.actions.jury import make_jury
from masterstvo.demo.actions.scans import scanned
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Employment

WORKS = [
    "Урок, который начинается с вопроса", "Карта затруднений класса", "Лаборатория в портфеле", "Читаем вслух и спорим",
    "Математика на пришкольном участке", "Дневник одного эксперимента", "Как мы делали газету", "Вечер задач",
    "Музей в коридоре", "Голоса нашей улицы",
]  # fmt: skip
OUTSIDE = [
    ("Учитель года", "regional", 40, "Учителям со стажем от трёх лет"),
    ("Педагогический дебют", "regional", 55, "Молодым специалистам"),
    ("Воспитать человека", "federal", 70, "Классным руководителям и педагогам-организаторам"),
    ("Мой лучший урок", "regional", 25, "Всем, кому есть что показать"),
    ("Директор года", "federal", 90, "Руководителям школ"),
]
RESULTS = [("winner", 1), ("prize_winner", 2), ("prize_winner", 3), ("laureate", None)]


def make_contests(municipality, *, today, by, first):
    """Write the contests. ``first``: the address of a teacher who enters too."""
    version = _criteria(municipality)
    jobs = Employment.objects.on(today).filter(
        organization__municipality=municipality, category="teaching", basis="main"
    )
    staff = list(jobs.select_related("person", "organization").order_by("pk")[:120:6])
    own = list(jobs.filter(person__user__email=first).select_related("person", "organization")[:1])
    _make_marked(municipality, version, [*own, *staff][:10], today, by)
    _make_finished(municipality, version, staff[10:18], today, by)
    _make_appealed(municipality, version, [*own, *staff[16:19]][:4], today, by)
    _make_team(municipality, version, [*own, *staff[9:11]][:2], today, by)
    _add_results_of_school(municipality, today, by)
    for title, level, days, note in OUTSIDE:
        recommend_contest(
            municipality=municipality,
            title=title,
            level=level,
            apply_by=today + dt.timedelta(days=days),
            note=note,
            by=by,
        )


def _add_results_of_school(municipality, today, by):
    """Enter what a school itself won in a contest of others, with its paper."""
    school = Organization.objects.get(municipality=municipality, title="Берёзовская СОШ")
    contest = add_contest(title="Школа – территория здоровья", level="regional", by=by)
    day = today - dt.timedelta(days=64)
    add_entry(
        contest=contest, organization=school, held_on=day, result="prize_winner", place=2, document="диплом № 118",
        file=SimpleUploadedFile("диплом.png", scanned(lines=9)), by=by,
    )  # fmt: skip


def _criteria(municipality):
    """Return a published version by which works are marked: the scale of a card of a lesson, asked of a work."""
    scale = {
        "kind": "levels",
        "options": [
            {"key": str(points), "label": label, "points": points, "descriptor": told}
            for points, (label, told) in enumerate(
                [
                    ("Не видно", "Работа об этом не говорит"),
                    ("Намечено", "Сказано, но не показано"),
                    ("Показано", "Есть примеры из своей практики"),
                    ("Убедительно", "Есть примеры и то, что из них вышло"),
                ]
            )
        ],
    }
    asked = {
        "idea": (
            "Замысел",
            ["Работа решает настоящую трудность учеников", "Замысел понятен коллеге из другой школы"],
        ),
        "practice": ("Практика", ["Описано, что делают ученики", "Видно, что изменилось у учеников"]),
        "words": ("Изложение", ["Материалы можно взять и использовать"]),
    }
    sections = [
        {
            "key": key,
            "title": title,
            "criteria": [
                {"key": f"{key}.{number}", "text": text, "scale": scale}
                for number, text in enumerate(texts, start=1)
            ],
        }
        for key, (title, texts) in asked.items()
    ]
    instrument = Instrument.objects.create(
        municipality=municipality,
        key="contest-work",
        title="Экспертный лист конкурсной работы",
        kind="observation",
        subject="entry",
    )
    return Version.objects.create(
        instrument=instrument, number=1, content={"sections": sections}, published_on=dt.date(2025, 9, 1)
    )


def _contest(municipality, version, title, days, by, **values):
    """``days``: {kind of phase: (first day, the day after the last)}."""
    year = min(first for first, _ in days.values()).year
    contest = create_contest(
        municipality=municipality, title=title, year=year, level="municipal", by=by, **values
    )
    Phase.objects.bulk_create(
        Phase(contest=contest, kind=kind, starts_on=first, ends_on=end) for kind, (first, end) in days.items()
    )
    set_nominations(contest, titles=["Урок", "Внеурочная работа"], by=by)
    add_criteria(contest, version=version, by=by)
    Contest.objects.filter(pk=contest.pk).update(state=ContestState.RUNNING)
    return Contest.objects.get(pk=contest.pk)


def _days(today, **offsets):
    return {
        PhaseKind[name.upper()]: (today + dt.timedelta(days=first), today + dt.timedelta(days=last))
        for name, (first, last) in offsets.items()
    }


def _make_marked(municipality, version, jobs, today, by):
    days = _days(
        today, applications=(-30, -9), check=(-9, -4), marking=(-4, 10), final=(10, 12), decision=(12, 14), appeal=(14, 18), publication=(18, 30)
    )  # fmt: skip
    contest = _contest(
        municipality,
        version,
        "Методическая находка",
        days,
        by,
        about="Присылайте то, что сделали сами и проверили на уроках: замысел, ход работы, что получилось у учеников. "
        "Жюри читает работы под шифром, отзыв получит каждый.",
    )
    add_criteria(contest, version=version, phase=PhaseKind.FINAL, by=by)
    for number, entry in enumerate(_entries(contest, jobs, today)):
        _add_work(entry, number)
        write_for_jury(entry)
        copy_files(entry)
    make_jury(contest, today=today, by=by)


def _add_work(entry, number):
    document = Document()
    document.core_properties.author = str(entry.person)
    document.add_heading(entry.title)
    document.add_paragraph(f"{entry.person}, {entry.organization}")
    document.add_paragraph("Замысел: ученики сами находят вопрос, а ответ проверяют на деле.")
    buffer = io.BytesIO()
    document.save(buffer)
    row = EntryFile(
        entry=entry, title="Описание", name=f"{entry.person.last_name}.docx", size=len(buffer.getvalue())
    )
    row.file.save(f"work-{number + 1}.docx", ContentFile(buffer.getvalue()), save=False)
    row.save()
    if number % 4 == 0:
        EntryFile.objects.create(entry=entry, title="Видео урока", url="https://video.example/lesson")


def _entries(contest, jobs, today):
    nominations = list(contest.nominations.order_by("pk"))
    sent_at = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=15), dt.time(16, 20)))
    return [
        Entry.objects.create(
            contest=contest,
            person=job.person,
            organization=job.organization,
            nomination=nominations[number % 2],
            title=WORKS[number % len(WORKS)],
            about=f"Работа: {job.person.short_name}, {job.organization}. Опробовано в трёх классах.",
            state=EntryState.ADMITTED,
            sent_at=sent_at,
            code=f"{(number * 377 + 118) % 1000:03d}",
        )
        for number, job in enumerate(jobs)
    ]


def _make_finished(municipality, version, jobs, today, by):
    days = _days(
        today, applications=(-200, -180), marking=(-180, -160), decision=(-160, -150), publication=(-150, -140)
    )  # fmt: skip
    contest = _contest(
        municipality,
        version,
        "Открытый урок года",
        days,
        by,
        about="Конкурс уроков, на которые приходят коллеги.",
        is_public=True,
    )
    for entry, (result, place) in zip(_entries(contest, jobs, today), RESULTS, strict=False):
        Entry.objects.filter(pk=entry.pk).update(pending_result=result, pending_place=place)
    publish_results(contest, held_on=today - dt.timedelta(days=150), by=by)
    contest.refresh_from_db()
    issue_diplomas(contest, by=by)
    thank_schools(contest, by=by)


def _make_appealed(municipality, version, jobs, today, by):
    """Make a small contest whose places are decided and objected to: the teacher's own appeal waits for the commission.

    Appeals were taken until yesterday and publication begins today: all that is left can be walked at once.
    """
    days = _days(today, applications=(-40, -25), marking=(-25, 1), decision=(-3, 5), appeal=(-2, 1), publication=(0, 12))  # fmt: skip
    about = "Короткие уроки с цифровыми материалами: что показали и что из этого вышло."
    contest = _contest(municipality, version, "Цифровой урок", days, by, about=about)
    entries = _entries(contest, jobs, today)
    for entry in entries:
        write_for_jury(entry)
    make_jury(contest, today=today, by=by, marked=1)
    Phase.objects.filter(contest=contest, kind=PhaseKind.MARKING).update(ends_on=today - dt.timedelta(days=3))
    if not Assignment.objects.filter(entry__contest=contest).exists():
        return
    pending = Assignment.objects.filter(entry__contest=contest, sheets__state=SheetState.PENDING)
    settle_marks(contest, decisions=dict.fromkeys(pending.values_list("pk", flat=True), True), by=by)
    decide_places(contest, phase=PhaseKind.MARKING, by=by, reason="оценки на месте")
    if today != timezone.localdate():
        return  # appeals are taken by the calendar: a district as of another day has none
    file_appeal(entries[0], reason="Не учтено приложение с работами учеников: оценка за практику занижена.", by=entries[0].person.user)  # fmt: skip
    Phase.objects.filter(contest=contest, kind=PhaseKind.APPEAL).update(ends_on=today)


def _make_team(municipality, version, jobs, today, by):
    """Make a contest of teams that takes applications: the teacher has called somebody of another school."""
    days = _days(today, applications=(-5, 20), check=(20, 25), marking=(25, 40), decision=(40, 45))
    contest = _contest(
        municipality,
        version,
        "Урок на двоих",
        days,
        by,
        about="Урок, который готовят и ведут двое, лучше из разных школ.",
        entrant="team",
        team_most=3,
    )
    first, second = jobs
    entry = begin_entry(contest, person=first.person, by=first.person.user)
    nomination = contest.nominations.order_by("pk").first()
    write_entry(entry, title="Задачник двух школ", about="Задачи одной школы решает другая.", nomination=nomination, by=by)  # fmt: skip
    invite_member(entry, name=str(second.person), organization=second.organization, by=first.person.user)
