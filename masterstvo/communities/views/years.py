"""Which year of study a page speaks of."""

import datetime as dt
from typing import Any

from masterstvo.communities.models import Community
from masterstvo.communities.queries import study_year
from masterstvo.core.choices import Choice
from masterstvo.core.forms import EARLIEST, LATEST


def year_asked(request: Any, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the year of study that the page speaks of."""
    asked = request.GET.get("year", "")
    is_year = asked.isdecimal() and EARLIEST.year <= int(asked[:5]) < LATEST.year
    return study_year(dt.date(int(asked), 9, 1) if is_year else today)


def years_offered(community: Community, first: dt.date, today: dt.date) -> list[Choice]:
    """Return the years of study to choose from: the last one, this and the next."""
    now = study_year(today)[0].year
    years = sorted({now - 1, now, now + 1, first.year})
    return [Choice(year_in_words(year), f"?year={year}", is_current=year == first.year) for year in years]


def year_in_words(year: int) -> str:
    """Return «2026/27»."""
    return f"{year}/{(year + 1) % 100:02}"
