"""Which plan is spoken of, and whether a document is already in it."""

import datetime as dt
import hashlib

from masterstvo.core.sandbox import run_limited
from masterstvo.organizations.models import Municipality
from masterstvo.plans.choices import FileState, PlanKind
from masterstvo.plans.models import Plan, PlanFile
from masterstvo.plans.reading import ReadPlan, read_plan


def current_plan(municipality: Municipality | None, day: dt.date) -> Plan | None:
    """Return the plan that holds on ``day``: the yearly one before longer ones; without any, the latest. Queries: one."""
    if municipality is None:
        return None
    plans = list(Plan.objects.filter(municipality=municipality))

    def nearness(plan: Plan) -> tuple[bool, bool, int, int]:
        holds = plan.year_from <= day.year <= plan.year_to
        return (holds, plan.kind == PlanKind.ANNUAL, plan.year_from, plan.pk)

    found = max(plans, key=nearness, default=None)
    if found:
        found.municipality = municipality
    return found


def same_plan(municipality: Municipality, kind: str, years: tuple[int, int]) -> Plan | None:
    """Return the plan of this kind for these years, first and last."""
    return Plan.objects.filter(
        municipality=municipality, kind=kind, year_from=years[0], year_to=years[1]
    ).first()


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def taken_file(municipality: Municipality, sha256: str) -> PlanFile | None:
    """Return the file with this very content that is already in a plan: nothing in it can be new."""
    return (
        PlanFile.objects.filter(municipality=municipality, sha256=sha256, state=FileState.TAKEN)
        .select_related("plan")
        .first()
    )


def read_again(file: PlanFile) -> ReadPlan:
    """Return what the kept ``file`` says. Raises: CannotRead, UnreadableFile."""
    with file.file.open("rb") as content:
        return run_limited(read_plan, content.read(), file.name, year=file.year)
