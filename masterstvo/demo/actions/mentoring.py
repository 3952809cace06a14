"""Mentoring of the fictional district: both bases, pairs on every step of the way, programmes, a diary, and conditions at schools."""

import datetime as dt
from decimal import Decimal

from masterstvo.core.errors import DomainError
from masterstvo.mentoring.actions import (
    add_mentorship,
    agree,
    answer_sheet,
    apply_template,
    ask_pairs,
    create_need,
    create_profile,
    create_template,
    edit_mentorship,
    end_mentorship,
    mark_condition,
    note_conversation,
    note_group_conversation,
    note_task,
    propose_mentorship,
)
from masterstvo.mentoring.choices import NeedSource, Side, Venue
from masterstvo.mentoring.matching import ban, because, match_of, points
from masterstvo.mentoring.models import MentorProfile, Mentorship, PairSheet
from masterstvo.mentoring.queries import facts_of
from masterstvo.organizations.models import Organization
from masterstvo.people.actions.person import hire
from masterstvo.people.choices import Basis
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import beginning_on

N_MENTORS, N_FORMAL, N_NEEDS, N_SCHOOLS = 18, 8, 8, 6
N_MORE = 22  # whom matching has to find a mentor for
N_NEW, N_PARTED = 3, 2  # who has a new position, and who has lost the mentor: nobody has asked for one yet
STRENGTHS = (
    ["method.design", "method.assessment"],
    ["method.dialogue", "psychology.motivation"],
    ["subject.content"],
    ["method.difficulties", "method.assessment"],
)
TASKS = (
    ("Познакомиться, назвать одну трудность", 1),
    ("Посетить урок наставника и записать три приёма", 2),
    ("Показать свой урок и разобрать его вместе", 5),
    ("Повторить приём и собрать отзывы учеников", 9),
    ("Подвести итог и решить, что дальше", 48),
)
TALKS = (
    (42, "talk", 30, "Познакомились, выбрали трудность: порядок в 7 классе", "Прийти на урок наставника"),
    (29, "lesson", 45, "Смотрели, как начинается урок и как дают задание", "Попробовать начало урока у себя"),
    (13, "online", 20, "Разбирали запись урока: паузы и вопросы", "Записать ещё один урок"),
)
GROUP, N_GROUP = "Школа молодого учителя", 3
CONTENT = "Помогать готовить и проводить уроки, посещать их и разбирать; раз в две недели встреча."
ANSWERS = ("3", "2", "3", "3", "1", "2", "3")  # keys of the options, from «нет» to «да»
WISHES = ("Чаще бывать на уроках друг у друга", "Меньше бумаг, больше разборов", "")
UNPAID = "методическая работа входит в должностные обязанности наставника по коллективному договору"


def make_mentoring(municipality, *, today, by, first):
    """Fill the bases and lead some pairs further; ``first``: the address of the teacher whose pair has a diary."""
    template = create_template(
        municipality=municipality,
        title="Первый год в школе",
        tasks=[{"title": title, "weeks": weeks} for title, weeks in TASKS],
        by=by,
    )
    pairs = list(
        Mentorship.objects.filter(mentor__municipality=municipality).order_by("pk").select_related("mentee")
    )
    mentors = _make_base(pairs, today, by)
    for pair in [each for each in pairs if each.act_number][:N_FORMAL]:
        _make_formal(pair, template, today, by)
    for pair in [each for each in pairs if each.mentee.user and each.mentee.user.email == first][:1]:
        _keep_diary(pair, template, today, by)
    _ask_both_sides(municipality, first, today)
    _ask(municipality, mentors, today, by)
    _ask_for_deficits(municipality, today, by)
    _appoint(municipality, today, by)
    _part(municipality, today, by)
    _make_group(municipality, today, by)
    schools = Organization.objects.filter(municipality=municipality, kind="school").order_by("pk")
    for index, school in enumerate(schools[:N_SCHOOLS]):
        day = dt.date(today.year, 9, 15)
        mark_condition(
            school, kind="road_map", met_on=min(day, today), note="приложение 2 к положению", by=by
        )
        if index % 2 == 0 and school.site:
            mark_condition(school, kind="site", met_on=min(day, today), url=school.site, by=by)


def _make_base(pairs, today, by):
    mentors = list(dict.fromkeys(pair.mentor for pair in pairs))[:N_MENTORS]
    for index, person in enumerate(mentors):
        jobs = Employment.objects.on(today).filter(person=person)
        create_profile(
            person=person,
            subjects=[subject for job in jobs for subject in job.subjects.all()],
            strengths=STRENGTHS[index % len(STRENGTHS)],
            formats=["elder_younger", "equals"] if index % 3 else [],
            venue="remote" if index % 5 == 4 else "any",
            reach="own" if index % 4 == 3 else "municipality",
            capacity_hours=12,
            min_mentees=3 if index % 6 == 0 else 0,
            max_mentees=3,
            consent_on=None if index == N_MENTORS - 1 else dt.date(today.year, 9, 1),
            by=by,
        )
    return mentors


def _make_formal(pair, template, today, by):
    """Add what the law asks for; a full week is told with a reason, as a person would."""
    edit_mentorship(
        pair,
        consent_on=pair.act_on,
        content=CONTENT,
        work_form="mixed",
        unpaid_because=UNPAID,
        ends_on=dt.date(today.year + 1, 6, 1),
        hours_month=4,
        reason="пары закреплены приказом до конца учебного года",
        by=by,
    )
    apply_template(pair, template=template, by=by)


def _ask_both_sides(municipality, first, today):
    """Half of the term of some pairs is over: most sides have answered how it goes, the teacher with an account has not yet."""
    ask_pairs(today)
    sheets = PairSheet.objects.filter(mentorship__mentee__municipality=municipality).order_by("pk")
    for index, sheet in enumerate(sheets.exclude(person__user__email=first)):
        if index % 5 == 4:
            continue
        content = sheet.version.parts
        sent = {
            each.key: [ANSWERS[(index + place) % len(ANSWERS)]]
            if each.scale.choices
            else [WISHES[index % len(WISHES)]]
            for place, each in enumerate(content.criteria())
        }
        answer_sheet(sheet, sent=sent, is_finished=True, by=None, today=today)


def _keep_diary(pair, template, today, by):
    edit_mentorship(pair, ends_on=dt.date(today.year + 1, 6, 1), reason="до конца учебного года", by=by)
    apply_template(pair, template=template, by=by)
    for task in pair.tasks.all()[:4]:
        note_task(task, done_on=today - dt.timedelta(days=20), by=by)
    for days, form, minutes, topic, step in TALKS:
        held_on = max(pair.starts_on, today - dt.timedelta(days=days))
        note_conversation(
            pair,
            held_on=held_on,
            form=form,
            minutes=minutes,
            topic=topic,
            next_step=step,
            side=Side.MENTEE if form == "lesson" else Side.MENTOR,
            today=today,
            by=by,
        )


def _make_group(municipality, today, by):
    """A mentor of one pair, whom nobody asks for more, takes two more of the same school: they meet together, and one of them was absent once."""
    working = Mentorship.objects.at_work(today).filter(mentor__municipality=municipality).order_by("pk")
    for pair in [each for each in working if each.mentor.mentorships_as_mentor.count() == 1]:
        school = pair.mentor.employments.on(today).values("organization")
        free = Person.objects.filter(employments__organization__in=school, mentor_profile=None, user=None)
        free = free.exclude(mentorships_as_mentee__isnull=False).exclude(mentor_needs__isnull=False)
        mentees = list(free.exclude(pk=pair.mentor_id).distinct().order_by("-teaching_since", "pk"))
        if len(mentees) >= N_GROUP - 1:
            break
    else:
        return
    term = {"ends_on": dt.date(today.year + 1, 6, 1), "hours_month": 4, "group": GROUP}
    reason = "группа занимается до конца учебного года"
    edit_mentorship(pair, **term, format="group", reason=reason, by=by)
    for mentee in mentees[: N_GROUP - 1]:
        starts_on = max(pair.starts_on, dt.date(today.year, 9, 1))
        add_mentorship(
            mentor=pair.mentor,
            mentee=mentee,
            starts_on=starts_on,
            model=pair.model,
            format="group",
            **term,
            reason=reason,
            by=by,
        )
    others = list(Mentorship.objects.filter(mentor=pair.mentor, group=GROUP).exclude(pk=pair.pk))
    for number, (days, form, minutes, topic, step) in enumerate(TALKS):
        note_group_conversation(
            pair,
            others=others[number % 2 :],
            held_on=today - dt.timedelta(days=days),
            form=form,
            minutes=minutes,
            topic=topic,
            next_step=step,
            side=Side.MENTOR,
            today=today,
            by=by,
        )


def _ask(municipality, mentors, today, by):
    """Beginners without a mentor ask for one; two have been proposed one, and one mentor has agreed."""
    alone = Person.objects.filter(beginning_on(today), municipality=municipality, user=None)
    alone = alone.exclude(mentorships_as_mentee__isnull=False).order_by("pk")
    for index, person in enumerate(alone[:N_NEEDS]):
        need = create_need(
            person=person,
            source=NeedSource.FIRST_YEARS if index % 3 else NeedSource.REQUEST,
            wanted=STRENGTHS[index % len(STRENGTHS)],
            weight=5 if index == 0 else 3,
            opened_on=today - dt.timedelta(days=20 + index),
            by=by,
        )
        if index >= 2 or len(mentors) < 2:
            continue
        if index:
            mentors = [*mentors, *_enter_colleague(need, today, by)]
        mentor, told = _best(need, mentors, today)
        pair = propose_mentorship(
            mentor=mentor,
            mentee=person,
            need=need,
            starts_on=today if index else today + dt.timedelta(days=7),
            ends_on=dt.date(today.year + 1, 6, 1),
            model="long",
            format="elder_younger",
            hours_month=2,
            proposed_because=told,
            by=by,
        )
        if index == 1:
            try:
                agree(pair, side=Side.MENTOR, today=today, consent_on=today, by=by)
            except DomainError:
                continue  # the mentor's hours are taken: the proposal stays a proposal


def _enter_colleague(need, today, by):
    """Enter in the base a colleague who has no pair and would be a mentor at the own organization; return the list of one or none."""
    place = need.person.employments.on(today).values("organization")
    free = Person.objects.filter(
        employments__organization__in=place, employments__category="teaching", user=None, mentor_profile=None
    ).filter(mentorships_as_mentor=None, mentorships_as_mentee=None, mentor_needs=None)
    found = list(free.exclude(pk=need.person_id).distinct().order_by("pk")[:1])
    for person in found:
        create_profile(
            person=person,
            strengths=need.wanted,
            capacity_hours=8,
            max_mentees=2,
            consent_on=dt.date(today.year, 9, 1),
            by=by,
        )
    return found


def _best(need, mentors, today):
    """Return the mentor whom matching puts first, and its reason."""
    profiles = MentorProfile.objects.filter(person__in=mentors).values_list("pk", flat=True)
    facts = facts_of([need.pk], list(profiles), today)
    (mentee,) = facts.mentees
    free = [each for each in facts.mentors if not ban(mentee, each, facts.parted)]
    best = max(free, key=lambda each: (points(mentee, each), -each.key))
    score = points(mentee, best)
    mentor = next(each for each in mentors if each.pk == best.person)
    return mentor, f"{score} из 100. {because(match_of(mentee, best, score))}"


def _ask_for_deficits(municipality, today, by):
    """Teachers with deficits ask too: matching has something to choose from, and somebody to leave out."""
    jobs = Employment.objects.on(today).filter(category="teaching", organization__municipality=municipality)
    others = Person.objects.filter(municipality=municipality, user=None, pk__in=jobs.values("person"))
    others = others.filter(mentor_profile=None, mentor_needs=None, mentorships_as_mentee=None).order_by("-pk")
    for index, person in enumerate(others[:N_MORE]):
        create_need(
            person=person,
            source=NeedSource.DEFICITS,
            wanted=STRENGTHS[index % len(STRENGTHS)],
            venue=Venue.REMOTE if index % 5 == 4 else Venue.ANY,
            hours_month=4 if index % 3 else 6,
            weight=1 + index % 5,
            opened_on=today - dt.timedelta(days=3 + index),
            by=by,
        )


def _appoint(municipality, today, by):
    """Some teachers become deputy heads beside their lessons."""
    school = Employment.objects.on(today).filter(
        organization__municipality=municipality, organization__kind="school", category="teaching"
    )
    others = Person.objects.filter(
        user=None, mentor_profile=None, mentor_needs=None, mentorships_as_mentee=None
    )
    for job in school.filter(person__in=others.values("pk"), basis=Basis.MAIN).order_by("-person")[:N_NEW]:
        hire(
            person=job.person,
            organization=job.organization,
            position="заместитель директора",
            category="managing",
            basis=Basis.INTERNAL,
            starts_on=dt.date(today.year - (today.month < 9), 9, 1),
            rate=Decimal("0.5"),
            by=by,
        )


def _part(municipality, today, by):
    """Two beginners lose their mentors, so that they need others."""
    beginners = Person.objects.filter(beginning_on(today), municipality=municipality, user=None)
    pairs = Mentorship.objects.at_work(today).filter(mentee__in=beginners.values("pk"), act_number="")
    for pair in pairs.order_by("-pk")[:N_PARTED]:
        last_day = max(pair.starts_on, today - dt.timedelta(days=10))
        end_mentorship(
            pair, last_day=last_day, result="stopped", reason="наставник уехал из района", today=today, by=by
        )
