"""Indicators with plan and fact: the list, and one of them down to the persons."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from masterstvo.core.choices import Choice
from masterstvo.core.dates import russian_date
from masterstvo.core.exports import xlsx_response
from masterstvo.core.paging import paginate
from masterstvo.core.views import requires
from masterstvo.indicators.evaluation import Member
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.models import Municipality
from masterstvo.people.actions import note_export
from masterstvo.plans.models import Target
from masterstvo.plans.queries.measured import Measured, measured_indicators
from masterstvo.plans.queries.opened import Opened, open_indicator, visible_definitions
from masterstvo.plans.queries.secrecy import Number, people_told, secrecies, shown_numbers
from masterstvo.plans.rules import visible_targets


@requires("plans.view_target")
def target_list(request: HttpRequest) -> HttpResponse:
    if request.municipality is None:  # type: ignore[attr-defined]
        raise PermissionDenied
    municipality, as_of = request.municipality, _day(request)  # type: ignore[attr-defined]
    measured = measured_indicators(municipality, as_of)
    numbers = shown_numbers(
        ((row.indicator, row.value) for row in measured), secrecies(request.user, municipality)
    )
    rows = [(row, numbers[row.indicator.pk]) for row in measured]
    told = [(row, number) for row, number in rows if not number.is_hidden]
    # Being below the plan would tell a hidden number.
    below = [(row, number) for row, number in told if row.gap]
    chosen = below if request.GET.get("below") else rows
    if "xlsx" in request.GET:
        return _list_in_excel(chosen, as_of)
    context = {
        "municipality": municipality,
        "as_of": as_of,
        "rows": chosen,
        "has_hidden": len(told) < len(rows),
        "choices": [
            Choice("Все", f"?on={as_of.isoformat()}", len(rows), is_current=chosen is rows),
            Choice(
                "Ниже плана",
                f"?on={as_of.isoformat()}&below=1",
                len(below),
                is_current=chosen is below,
                tone="bad",
            ),
        ],
        "lead": _lead(municipality, [row for row, _ in told], as_of),
    }
    return render(request, "plans/target_list.html", context)


@requires("plans.view_target", among=visible_targets)
def target_detail(request: HttpRequest, target: Target) -> HttpResponse:
    opened = open_indicator(target.plan.municipality, _day(request), target=target, user=request.user)
    if opened and "xlsx" in request.GET:
        return _members_in_excel(request, opened)
    return render(
        request,
        "plans/target_detail.html",
        {"target": target, **_page(request, target.plan.municipality, opened)},
    )


@requires("plans.view_definition", among=visible_definitions)
def definition_detail(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    municipality = indicator.municipality or request.municipality  # type: ignore[attr-defined]
    if municipality is None:
        raise PermissionDenied
    opened = open_indicator(municipality, _day(request), indicator=indicator, user=request.user)
    if opened and "xlsx" in request.GET:
        return _members_in_excel(request, opened)
    return render(
        request,
        "plans/definition_detail.html",
        {"indicator": indicator, **_page(request, municipality, opened)},
    )


def _lead(municipality: Municipality, rows: list[Measured], as_of: dt.date) -> str:
    with_goal = [row for row in rows if row.goal]
    reached = sum(row.state == "reached" for row in with_goal)
    told = f": план достигнут по {reached} из {len(with_goal)}" if with_goal else ""
    return f"{municipality.title}, на {russian_date(as_of, with_year=True)}{told}"


def _day(request: HttpRequest) -> dt.date:
    """Return the as-of date of the address; an unreadable one is today."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _page(request: HttpRequest, municipality: Municipality, opened: Opened | None) -> dict[str, Any]:
    context: dict[str, Any] = {"municipality": municipality, "as_of": _day(request), "opened": opened}
    if opened is None:
        return context
    which, asked = request.GET.get("list", "in"), request.GET.get("q", "").strip()
    members = _asked_members(request, opened)
    address = f"?on={_day(request).isoformat()}"
    context |= {
        "which": which,
        "asked": asked,
        "page": paginate(request, members),
        "tabs": [
            Choice("Вошли", f"{address}&list=in#members", len(opened.included), is_current=which == "in"),
            Choice(
                "Не вошли, с причиной",
                f"{address}&list=out#members",
                len(opened.excluded),
                is_current=which != "in",
            ),
        ],
    }
    return context


def _asked_members(request: HttpRequest, opened: Opened) -> list[Member]:
    """Return the members of the asked list that the search words fit."""
    members = opened.included if request.GET.get("list", "in") == "in" else opened.excluded
    asked = request.GET.get("q", "").strip().casefold()
    return [member for member in members if asked in f"{member.name} {member.organization}".casefold()]


def _list_in_excel(rows: list[tuple[Measured, Number]], as_of: dt.date) -> HttpResponse:
    columns = [
        ("Код", 8),
        ("Показатель", 80),
        ("Числитель", 12),
        ("Знаменатель", 12),
        ("Факт", 10),
        ("План", 10),
        ("Не хватает", 12),
    ]
    lines = (
        (
            row.indicator.code,
            row.indicator.title,
            number.numerator,
            None if number.is_hidden else row.value.denominator,
            None if number.is_hidden else row.value.value,
            row.goal.value if row.goal else None,
            None if number.is_hidden else row.gap,
        )
        for row, number in rows
    )
    return xlsx_response(f"Показатели на {as_of:%d.%m.%Y}.xlsx", "Показатели", columns, lines)


def _members_in_excel(request: HttpRequest, opened: Opened) -> HttpResponse:
    columns = [("Кто", 40), ("Должность", 30), ("Организация", 40), ("Записи", 70), ("Почему не вошёл", 60)]
    members = list(_asked_members(request, opened))
    named = people_told(members, opened.measured.value.member_kind)
    note_export(named, by=request.user, what=f"Показатель {opened.measured.indicator.code}: список людей")
    lines = (
        (member.name, member.position, member.organization, "; ".join(member.records), member.reason)
        for member in members
    )
    return xlsx_response(
        f"{opened.measured.indicator.code}.xlsx", opened.measured.indicator.code, columns, lines
    )
