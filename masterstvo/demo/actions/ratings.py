"""Ratings of the fictional district: schools, whose formula is open and whose year goes on, and communities, whose places are decided."""

import datetime as dt

from django.utils import timezone

from masterstvo.communities.queries import study_year
from masterstvo.documents.actions import create_document
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.ratings.actions import add_part, create_rating, decide_rating, publish_rating

SCHOOLS = (  # the indicator, what the part is called, what it gives
    ("A3", "Курсы из Федерального реестра", {"points": 30}),
    ("B4.1", "Участие в мероприятиях района", {"points": 25}),
    ("B11", "Участие в конкурсах", {"scale": "bands", "bands": [["5", "5"], ["10", "10"], ["20", "20"]]}),
    ("B3", "Работа экспертами", {"points": 40, "most": 10}),
    ("B2", "Положение о наставничестве", {"points": 15}),
)
COMMUNITIES = (  # an indicator or a rule, what the part is called, what it gives
    ("plan", "Выполнение плана заседаний", {"points": 25}),
    ("attendance", "Посещаемость", {"points": 25}),
    ("decision", "Поручения в срок", {"points": 3, "most": 15}),
    ("material", "Материалы заседаний", {"points": 2, "most": 10, "without": "nothing"}),
    ("A3", "Члены, прошедшие курсы", {"points": 25}),
)


def make_ratings(municipality, *, today, by):
    """Write both ratings, each by a regulation of the authority."""
    year = dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)
    schools = _rating(
        municipality, "Лучшая образовательная организация", "organization", ["school"], year, by
    )
    _add(schools, SCHOOLS, today, by)
    publish_rating(schools, by=by)
    since = study_year(today)[0]
    until = today if today > since else today + dt.timedelta(days=1)
    communities = _rating(
        municipality,
        "Лучшее РМО",
        "community",
        ["municipal_association", "young_teachers"],
        (since, until),
        by,
    )
    _add(communities, COMMUNITIES, today, by)
    communities = publish_rating(communities, by=by)
    if communities.last_day <= timezone.localdate():
        decide_rating(communities, by=by)


def _rating(municipality, title, kind, circle, days, by):
    first, end = days
    document = create_document(
        kind="regulation",
        title=f"Положение о рейтинге «{title}»",
        number=f"{first.year % 100}-р",
        dated_on=first + dt.timedelta(days=9),
        municipality=municipality,
        by=by,
    )
    about = (
        "Формула одна для всех и известна заранее. Сведения берутся из реестра: отчётов ни от кого не нужно."
    )
    return create_rating(
        municipality=municipality,
        title=title,
        kind=kind,
        circle=circle,
        about=about,
        starts_on=first,
        ends_on=end,
        document=document,
        by=by,
    )


def _add(rating, parts, today, by):
    known = {each.code: each for each in indicators_in_force(today, rating.municipality)}
    for source, title, values in parts:
        taken = {"indicator": known[source]} if source in known else {"rule": source}
        add_part(rating, title=title, by=by, **taken, **values)
