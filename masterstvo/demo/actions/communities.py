"""Communities of the fictional district: a year of meetings, who came, what was decided and who does it."""

import datetime as dt

from masterstvo.communities.actions.community import add_member, create_community
from masterstvo.communities.actions.decision import finish_decision
from masterstvo.communities.actions.meeting import (
    add_material,
    cancel_meeting,
    hold_meeting,
    plan_meeting,
)
from masterstvo.communities.models import Community, Decision, Meeting
from masterstvo.communities.queries import Invited, study_year
from masterstvo.people.models import Employment, Person
from masterstvo.plans.choices import OPEN_STATES
from masterstvo.plans.models import Activity

COMMUNITIES = (  # title, kind, school, how many members, topics of the meetings of a year
    ("РМО учителей математики", "municipal_association", "", 11, ["Итоги ГИА и план на год", "Разбор заданий ВПР по математике", "Открытые уроки: решаем задачи с контекстом", "Подготовка к ОГЭ: трудные темы", "Что получилось за год"]),
    ("РМО учителей русского языка и литературы", "municipal_association", "", 13, ["Итоги ГИА и план на год", "Итоговое собеседование: единые критерии", "Смысловое чтение на каждом уроке", "Что получилось за год"]),
    ("РМО учителей начальных классов", "municipal_association", "", 14, ["План на год и новые программы", "Оценивание без отметок в первом классе", "Преемственность с детским садом", "Что получилось за год"]),
    ("Объединение молодых педагогов", "young_teachers", "", 9, ["Знакомство: кто мы и чему учимся", "Урок, который хочется повторить", "Трудный разговор с родителями"]),
    ("Рабочая группа по функциональной грамотности", "working_group", "", 6, ["Банк заданий: что берём", "Пробуем задания в классах"]),
    ("ШМО учителей гуманитарного цикла", "school_association", "Берёзовская СОШ", 7, ["План на год", "Взаимопосещение уроков", "Итоги полугодия"]),
)  # fmt: skip
DECISIONS = (
    "Провести открытый урок и показать разбор",
    "Собрать задания в общую папку",
    "Подготовить критерии оценивания",
    "Обобщить результаты по школам",
)
MINUTES = (
    "Обсудили повестку, посмотрели результаты школ. Договорились, кто что попробует до следующей встречи."
)
GUEST = "Громова Анна Сергеевна, институт развития образования"
BASIS = "приказ управления № 88-од"


def make_communities(municipality, *, today, by, first, rng):
    """Write six communities; ``first``: the address of whoever belongs to two of them and leads one."""
    begins = study_year(today)[0]
    teachers = list(
        Person.objects.filter(employments__in=Employment.objects.on(today).filter(category="teaching"))
        .filter(municipality=municipality)
        .distinct()
        .order_by("pk")
    )
    known = Person.objects.filter(user__email=first).first()
    for index, (title, kind, school, n_members, topics) in enumerate(COMMUNITIES):
        community = create_community(
            municipality=municipality,
            organization=municipality.organizations.filter(title=school).first() if school else None,
            title=title,
            kind=kind,
            starts_on=dt.date(begins.year - 1, 9, 1),
            basis="" if school else BASIS,
            goal="Помогать друг другу учить так, чтобы ученики понимали.",
            by=by,
        )
        members = _members(community, teachers, n_members, known, index, today, rng)
        for place, person in enumerate(members):
            role = {0: "leader", 1: "secretary"}.get(place, "member")
            add_member(community=community, person=person, role=role, starts_on=community.starts_on, by=by)
        _make_year(community, members, topics, begins, today, by, rng)


def link_plan(municipality):
    """Let one activity of the plan wait for its result to be accepted from a meeting, and a meeting to come feed the same one."""
    meetings = Meeting.objects.filter(community__municipality=municipality, community__organization=None)
    waiting = Activity.objects.filter(
        plan__municipality=municipality, state__in=OPEN_STATES, actual_result="", events=None
    )
    named = waiting.filter(title__icontains="объединени").order_by("position", "pk").first()
    activity = named or waiting.order_by("-position", "pk").first()
    held = meetings.filter(state="held").order_by("-held_on", "pk").first()
    if held and activity:
        held.activities.add(activity)
        coming = meetings.filter(state="planned", community=held.community_id).order_by("held_on")
        for meeting in coming[:1]:
            meeting.activities.add(activity)


def _members(community, teachers, n_members, known, index, today, rng):
    """Return the members, the leader first: the known teacher leads the young ones and belongs to the first community."""
    pool = [each for each in teachers if each != known]
    if community.organization_id:
        jobs = Employment.objects.on(today).filter(organization=community.organization_id)
        own = set(jobs.values_list("person", flat=True))
        pool = [each for each in pool if each.pk in own]
    chosen = rng.sample(pool, min(n_members, len(pool)))
    if known and community.kind == "young_teachers":
        return [known, *chosen]
    return [*chosen, known] if known and index == 0 else chosen


def _make_year(community: Community, members, topics, begins, today, by, rng):
    """Meetings every eight weeks; one was cancelled, those of the past were held, what was decided is partly done."""
    first_day = begins + dt.timedelta(days=9 + rng.randint(0, 12))
    for number, topic in enumerate(topics):
        day = first_day + dt.timedelta(weeks=7 * number)
        meeting = plan_meeting(
            community=community,
            title=topic,
            held_on=day,
            starts_at=dt.time(15, 30),
            hours=2,
            place="Методический кабинет" if not community.organization_id else "Кабинет 12",
            guests=[Invited(GUEST)] if number == len(topics) // 2 else (),
            agenda="Что сделано с прошлой встречи\n" + topic + "\nРазное",
            reason="Часы года согласованы со школами",
            by=by,
        )
        if day >= today:
            continue
        if number == 1 and community.kind == "working_group":
            cancel_meeting(meeting, reason="Карантин в двух школах, перенесём на январь", by=by)
            continue
        _hold(meeting, members, today, by, rng)


def _hold(meeting, members, today, by, rng):
    present = [each for each in members if rng.random() < 0.8]
    chosen = rng.sample(members[2:], 2) + members[-1:]
    decisions = [
        {"text": text, "person": person, "due_on": meeting.held_on + dt.timedelta(days=21 + 14 * place)}
        for place, (text, person) in enumerate(zip(rng.sample(DECISIONS, 3), chosen, strict=True))
    ]
    hold_meeting(meeting, present=present, minutes=MINUTES, decisions=decisions, by=by)
    add_material(meeting=meeting, title="Презентация заседания", link="https://disk.example/materials", by=by)
    for place, decision in enumerate(Decision.objects.filter(meeting=meeting).order_by("pk")):
        if place == 0 and decision.due_on <= today:
            finish_decision(decision, by=by)
            Decision.objects.filter(pk=decision.pk).update(done_on=decision.due_on - dt.timedelta(days=2))
