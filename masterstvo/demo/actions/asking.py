"""What the fictional district was asked: a self-assessment that is over, cards of lessons that go on, a survey of nobody."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from masterstvo.assessments.actions.campaign import open_campaign
from masterstvo.assessments.content.parts import ScaleKind
from masterstvo.assessments.content.scoring import score
from masterstvo.assessments.models import AnonymousSheet, Campaign, Instrument, Sheet
from masterstvo.assessments.queries.circle import Circle
from masterstvo.diagnostics.actions import settle_deficits
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.queries.standing import measurements_by
from masterstvo.people.models import Employment, Person

LINK = "seminar-v-beryozovskoy"
WISHES = [
    "Больше времени на практику.",
    "Начинать после шестого урока: из дальних школ не успеваем.",
    "Раздать материалы заранее.",
]
LESSONS = ["5 «А», математика", "7 «Б», русский язык", "8 «А», физика", "6 «В», история", "9 «А», биология"]


def make_asking(municipality, *, today, by, rng):
    """Write the campaigns of the year of ``today`` with their answers and what these measure."""
    places = _largest_places(municipality, today)
    _make_self_assessment(municipality, places[:5], today, rng)
    _make_cards(municipality, places[:2], today, by, rng)
    _make_survey(municipality, places, today, rng)
    _ask_about_needs(municipality, today, by)


def _largest_places(municipality, today):
    """Return [(key of an organization, its teachers)], the largest first."""
    jobs = Employment.objects.on(today).filter(
        organization__municipality=municipality, category="teaching", basis="main"
    )
    places: dict[int, list[Person]] = {}
    for job in jobs.select_related("person").order_by("organization", "pk"):
        places.setdefault(job.organization_id, []).append(job.person)
    return sorted(places.items(), key=lambda place: (-len(place[1]), place[0]))


def _campaign(municipality, key, **values):
    instrument = Instrument.objects.get(municipality=None, key=key)
    version = instrument.versions.select_related("instrument").order_by("-number")[0]
    return Campaign.objects.create(municipality=municipality, version=version, **values)


def _at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(15, 30)))


def _answers(content, rng, *, ease):
    """Return answers to every scored question; ``ease``: from 0 (all wrong) to 1, how good they are on the whole."""
    answers = {}
    for each in content.criteria():
        if each.scale.kind == ScaleKind.LEVELS:
            top = len(each.scale.options) - 1
            answers[each.key] = each.scale.options[min(top, max(0, round(rng.gauss(ease, 0.2) * top)))].key
    return answers


def _sheet(campaign, content, person, organization, finished_on, rng, *, ease, **values):
    """Return a finished sheet, not saved yet, and its scores."""
    answers = _answers(content, rng, ease=ease)
    result = score(content, answers, None)
    at = _at(finished_on)
    sheet = Sheet(
        campaign=campaign,
        person=person,
        organization_id=organization,
        answers=answers,
        percent=result.total.percent,
        level=result.total.level,
        started_at=at - dt.timedelta(minutes=12),
        finished_at=at,
        **values,
    )
    return sheet, result


def _keep(pairs):
    """Save sheets and what they measure."""
    Sheet.objects.bulk_create([sheet for sheet, _ in pairs])
    Diagnostic.objects.bulk_create(
        [row for sheet, result in pairs for row in measurements_by(sheet, result)], batch_size=500
    )


def _make_self_assessment(municipality, places, today, rng):
    """Nine of each place were asked in early autumn, and the last of them never came round to it."""
    campaign = _campaign(
        municipality,
        "teacher-difficulties",
        title="Осенняя самооценка затруднений",
        starts_on=today - dt.timedelta(days=70),
        ends_on=today - dt.timedelta(days=40),
    )
    content = campaign.version.parts
    pairs = []
    for organization, people in places:
        *answered, late = people[:9]
        for person in answered:
            day = today - dt.timedelta(days=rng.randint(42, 68))
            ease = rng.uniform(0.4, 0.9)
            pairs.append(_sheet(campaign, content, person, organization, day, rng, ease=ease))
        Sheet.objects.create(campaign=campaign, person=late, organization_id=organization)
    _keep(pairs)


def _make_cards(municipality, places, today, by, rng):
    """Lessons were watched in spring; a third of the teachers were watched again in autumn, when it went better."""
    campaign = _campaign(
        municipality,
        "formative-assessment",
        title="Уроки года: формирующее оценивание",
        assessor="other",
        starts_on=today - dt.timedelta(days=240),
        ends_on=today + dt.timedelta(days=25),
    )
    content = campaign.version.parts
    watched = [(person, organization) for organization, people in places for person in people[:6]]
    watched += _on_routes(municipality, today, besides={person.pk for person, _ in watched})[:9]
    spring, autumn = today - dt.timedelta(days=210), today - dt.timedelta(days=20)
    rounds = [(watched, spring, (0.2, 0.55)), (watched[::3], autumn, (0.85, 0.95))]
    for people, day, (low, high) in rounds:
        _keep(
            [
                _sheet(
                    campaign,
                    content,
                    person,
                    organization,
                    day + dt.timedelta(days=n % 10),
                    rng,
                    ease=rng.uniform(low, high),
                    occasion=f"{LESSONS[n % len(LESSONS)]}, {day + dt.timedelta(days=n % 10):%d.%m}",
                    respondent=by,
                )
                for n, (person, organization) in enumerate(people)
            ]
        )
        settle_deficits([person.pk for person, _ in watched], by=by, day=day + dt.timedelta(days=10))


def _on_routes(municipality, today, *, besides):
    """Return [(person, key of the organization)] of those on a route: their deficits are the methodist's to read."""
    jobs = Employment.objects.on(today).filter(
        organization__municipality=municipality, basis="main", person__routes__state="active"
    )
    rows = jobs.exclude(person__in=besides).select_related("person").order_by("pk").distinct()
    return [(job.person, job.organization_id) for job in rows]


def _make_survey(municipality, places, today, rng):
    campaign = _campaign(
        municipality,
        "event-satisfaction",
        title="Отзыв о семинаре «Задания, которые думают»",
        assessor="anyone",
        link=LINK,
        starts_on=today - dt.timedelta(days=9),
        ends_on=today + dt.timedelta(days=12),
    )
    content = campaign.version.parts
    sheets = []
    for n in range(23):
        answers = _answers(content, rng, ease=0.8)
        if n % 8 == 0:
            answers["more"] = WISHES[n // 8]
        total = score(content, answers, None).total
        sheets.append(
            AnonymousSheet(
                campaign=campaign,
                organization_id=places[n % 3][0],
                answers=answers,
                percent=total.percent or Decimal(0),
                level=total.level,
                is_finished=True,
            )
        )
    AnonymousSheet.objects.bulk_create(sheets)


def _ask_about_needs(municipality, today, by):
    """Ask the teachers of one school now, so that whoever signs in as a teacher has something to answer."""
    instrument = Instrument.objects.get(municipality=None, key="educational-needs")
    jobs = Employment.objects.on(today).filter(organization__municipality=municipality, category="teaching")
    job = jobs.filter(person__user__isnull=False, person__routes__isnull=False).first()
    if job is None:
        return
    open_campaign(
        municipality=municipality,
        version=instrument.versions.order_by("-number")[0],
        title="Чему учиться в следующем году",
        starts_on=today,
        ends_on=today + dt.timedelta(days=21),
        circle=Circle(organizations=(job.organization_id,), categories=("teaching",)),
        by=by,
    )
